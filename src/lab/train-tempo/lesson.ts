import { OnsetStrength } from '../../../models/acoustic/rhythm/onset-strength.ts';
import { onsetRates } from '../../../models/acoustic/rhythm/onsets.ts';
import { measurePeriodicity } from '../../../models/acoustic/rhythm/periodicity.ts';
import { describedTempi } from '../../../models/acoustic/rhythm/tempo-choice.ts';
import type { TempoLesson } from '../../../models/acoustic/rhythm/train-tempo-network.ts';

/**
 * What a piece of music teaches: none, or one lesson where the tempo is among those that it might have.
 * @param mono at 22,050 Hz
 */
export function lessonsOf(mono: Float32Array, weight: number, isTempo: (bpm: number) => boolean): TempoLesson[] {
  const onsets = new OnsetStrength();
  onsets.push(mono);
  onsets.finish();
  const { ranges } = onsets;
  const tempi = describedTempi(measurePeriodicity(ranges), onsetRates(ranges));
  if (!tempi.some(({ bpm }) => isTempo(bpm))) return [];
  return [{ weight, descriptions: tempi.map(({ description }) => description), isTempo: tempi.map(({ bpm }) => isTempo(bpm)) }];
}

/** Within 4 %, as tempi are judged (Gouyon et al. 2006). */
export function near(truth: number): (bpm: number) => boolean {
  return (bpm) => Math.abs(bpm / truth - 1) < 0.04;
}
