import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RhythmAnalyser } from '../../models/acoustic/rhythm/rhythm-analyser.ts';
import type { Rhythm } from '../../models/acoustic/rhythm/rhythm.ts';
import { composedPiece } from '../../src/lab/composed-piece.ts';
import { labelledExcerpts } from '../../src/lab/labelled-excerpts.ts';
import { CATALOGUE } from '../../src/library/demo/catalogue.ts';
import { beatScore } from '../models/acoustic/rhythm/beat-score.ts';

/** Excerpts with their tempo (under their authors' rights, so they are no part of the project). */
const EXCERPTS = fileURLToPath(new URL('../../../shared/data/audio/fnf_tempo', import.meta.url));
/** As a share: what a tempo may be off (Gouyon et al. 2006). */
const TOLERANCE = 0.04;
const OCTAVES = [1, 2, 1 / 2, 3, 1 / 3];

type Say = (line: string) => void;

/** How well tempo, beats and bars are heard: on the demo library, whose composer knows them, and on real music. */
export const rhythmProtocols: Readonly<Record<string, (say: Say) => Promise<void>>> = {
  rhythm: async (say) => {
    judgeDemo(say);
    await judgeExcerpts(say);
  },
};

function judgeDemo(say: Say): void {
  const tempi = new TempoJudge();
  const beats: number[] = [];
  const downbeats: number[] = [];
  for (const { title, commission } of CATALOGUE) {
    const { mono, truth } = composedPiece(commission);
    const rhythm = listen(mono);
    const verdict = tempi.judge(rhythm, truth.bpm);
    beats.push(beatScore(rhythm.beats, truth.beats));
    downbeats.push(beatScore(Float32Array.from(rhythm.downbeats, (beat) => rhythm.beats[beat]), truth.downbeats));
    say(`  ${title} (${truth.style}, ${truth.timeSignature}): ${verdict}; beats ${beats[beats.length - 1].toFixed(3)}, downbeats ${downbeats[downbeats.length - 1].toFixed(3)}`);
  }
  say(`= demo library: ${tempi.verdict}; beats F median ${median(beats).toFixed(3)}, downbeats F median ${median(downbeats).toFixed(3)}`);
}

async function judgeExcerpts(say: Say): Promise<void> {
  if (!existsSync(EXCERPTS)) return say(`The excerpts with their tempo are not there, so they were not measured: ${EXCERPTS}`);
  const tempi = new TempoJudge();
  for await (const { file, labels, mono } of labelledExcerpts(EXCERPTS)) say(`  ${file}: ${tempi.judge(listen(mono), Number(labels.bpm))}`);
  say(`= excerpts: ${tempi.verdict}`);
}

class TempoJudge {
  #all = 0;
  #exact = 0;
  #octave = 0;

  judge({ tempo }: Rhythm, truth: number): string {
    const isNear = (factor: number) => tempo !== null && Math.abs(tempo.bpm / (truth * factor) - 1) < TOLERANCE;
    this.#all++;
    if (isNear(1)) this.#exact++;
    if (OCTAVES.some(isNear)) this.#octave++;
    return `${truth} → ${tempo === null ? 'none' : `${tempo.bpm.toFixed(2)} (sure to ${tempo.confidence.toFixed(2)})`}`;
  }

  get verdict(): string {
    return `tempo exact ${(this.#exact / this.#all).toFixed(3)}, allowing octaves ${(this.#octave / this.#all).toFixed(3)}`;
  }
}

function listen(mono: Float32Array): Rhythm {
  const analyser = new RhythmAnalyser();
  analyser.push(mono);
  return analyser.finish();
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
