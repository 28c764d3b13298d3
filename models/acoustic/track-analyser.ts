import { findCues } from './form/cues.ts';
import { pulseFeatures } from './form/pulse-features.ts';
import { pulseGrid } from './form/pulse-grid.ts';
import { findSections } from './form/sections.ts';
import { RhythmAnalyser } from './rhythm/rhythm-analyser.ts';
import { brightnessOf, characterOf, energyOf } from './timbre/character.ts';
import { TimbreAnalyser } from './timbre/timbre-analyser.ts';
import { curveOf } from './timeline.ts';
import { TonalAnalyser } from './tonal/tonal-analyser.ts';
import { ANALYSIS_RATE, ANALYSIS_VERSION, type TrackAnalysis } from './track-analysis.ts';

/** What only the sound at its own rate and in stereo tells. */
export type MeasuredLoudness = TrackAnalysis['loudness'];

/** All that is said of a track’s sound, as it streams by. */
export class TrackAnalyser {
  readonly #timbre = new TimbreAnalyser();
  readonly #tonal = new TonalAnalyser();
  readonly #rhythm = new RhythmAnalyser();
  #samples = 0;

  /** @param mono samples at {@link ANALYSIS_RATE}, −1 to 1, blocks of any length */
  push(mono: Float32Array): void {
    this.#samples += mono.length;
    this.#timbre.push(mono);
    this.#tonal.push(mono);
    this.#rhythm.push(mono);
  }

  /** To be called once, after the last block. */
  finish(loudness: MeasuredLoudness): TrackAnalysis {
    const seconds = this.#samples / ANALYSIS_RATE;
    const { timeline, sounding } = this.#timbre.finish();
    const { key, chroma } = this.#tonal.finish();
    const rhythm = this.#rhythm.finish();
    const { tempo, beats, downbeats, beatsPerBar } = rhythm;
    const grid = pulseGrid(seconds, beats, downbeats, beatsPerBar);
    const sections = findSections(grid, pulseFeatures(grid.times, timeline, chroma), timeline);
    const energy = curveOf(timeline, energyOf);
    const brightness = curveOf(timeline, brightnessOf);
    return {
      version: ANALYSIS_VERSION,
      seconds,
      loudness,
      tempo,
      beats,
      downbeats,
      beatsPerBar,
      key,
      character: characterOf(timeline, seconds, rhythm),
      curves: { stepSeconds: energy.stepSeconds, energy: bytesOf(energy.curve), brightness: bytesOf(brightness.curve) },
      sections,
      cues: findCues(grid, sounding ?? { from: 0, to: seconds }, timeline),
    };
  }
}

function bytesOf(curve: Float64Array): Uint8Array {
  return Uint8Array.from(curve, (value) => Math.round(255 * value));
}
