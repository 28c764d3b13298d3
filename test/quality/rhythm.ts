import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RhythmAnalyser } from '../../models/acoustic/rhythm/rhythm-analyser.ts';
import type { Rhythm } from '../../models/acoustic/rhythm/rhythm.ts';
import { ANALYSIS_RATE } from '../../models/acoustic/track-analysis.ts';
import { openSource } from '../../src/audio/decode/open.ts';
import { SAMPLE_RATE, type Pcm } from '../../src/audio/pcm.ts';
import { Resampler } from '../../src/audio/resampler.ts';
import { CATALOGUE } from '../../src/library/demo/catalogue.ts';
import { compose } from '../../src/library/demo/compose.ts';
import { render } from '../../src/library/demo/render.ts';
import { beatScore } from '../models/acoustic/rhythm/beat-score.ts';

/** Excerpts with their tempo (under their authors' rights, so they are no part of the project). */
const EXCERPTS = new URL('../../../shared/data/audio/fnf_tempo/', import.meta.url);
const LABELS = new URL('labels.csv', EXCERPTS);
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
    const { score, truth } = compose(commission);
    const rendered = render(score);
    const rhythm = listen([mixed(rendered)], SAMPLE_RATE);
    const verdict = tempi.judge(rhythm, truth.bpm);
    beats.push(beatScore(rhythm.beats, truth.beats));
    downbeats.push(beatScore(Float32Array.from(rhythm.downbeats, (beat) => rhythm.beats[beat]), truth.downbeats));
    say(`  ${title} (${truth.style}, ${truth.timeSignature}): ${verdict}; beats ${beats[beats.length - 1].toFixed(3)}, downbeats ${downbeats[downbeats.length - 1].toFixed(3)}`);
  }
  say(`= demo library: ${tempi.verdict}; beats F median ${median(beats).toFixed(3)}, downbeats F median ${median(downbeats).toFixed(3)}`);
}

async function judgeExcerpts(say: Say): Promise<void> {
  if (!existsSync(LABELS)) return say(`The excerpts with their tempo are not there, so they were not measured: ${fileURLToPath(EXCERPTS)}`);
  const tempi = new TempoJudge();
  for (const line of readFileSync(LABELS, 'utf8').trimEnd().split('\n').slice(1)) {
    const [file, bpm] = line.split(',');
    const source = await openSource({ path: fileURLToPath(new URL(file, EXCERPTS)), format: 'opus' });
    const blocks: Float32Array[] = [];
    for (let block = await source.read(); block !== null; block = await source.read()) blocks.push(mixed(block));
    source.close();
    say(`  ${file}: ${tempi.judge(listen(blocks, source.sampleRate), Number(bpm))}`);
  }
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

function listen(blocks: readonly Float32Array[], rate: number): Rhythm {
  const resampler = new Resampler(rate, ANALYSIS_RATE);
  const analyser = new RhythmAnalyser();
  for (const block of blocks) analyser.push(resampler.process({ left: block, right: block }).left);
  analyser.push(resampler.flush().left);
  return analyser.finish();
}

function mixed({ left, right }: Pcm): Float32Array {
  return left.map((sample, i) => (sample + right[i]) / 2);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
