import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fitKeyProfiles, type KeyExample } from '../../models/acoustic/tonal/fit-key-profiles.ts';
import { bestKey, keyLikelihoods, keyOf, mirexScore, type KeyProfiles } from '../../models/acoustic/tonal/key-likelihood.ts';
import { KEY_PROFILES } from '../../models/acoustic/tonal/key-profiles.ts';
import { nameOfKey } from '../../models/acoustic/tonal/camelot.ts';
import { TonalAnalyser } from '../../models/acoustic/tonal/tonal-analyser.ts';
import { TrackAnalyser } from '../../models/acoustic/track-analyser.ts';
import { ANALYSIS_RATE } from '../../models/acoustic/track-analysis.ts';
import { seeded, shuffled } from '../../models/random.ts';
import { analyseFile } from '../../src/audio/analyse-file.ts';
import { openSource } from '../../src/audio/decode/open.ts';
import { SAMPLE_RATE, type Pcm } from '../../src/audio/pcm.ts';
import { Resampler } from '../../src/audio/resampler.ts';
import { CATALOGUE } from '../../src/library/demo/catalogue.ts';
import { compose } from '../../src/library/demo/compose.ts';
import type { GroundTruth } from '../../src/library/demo/ground-truth.ts';
import { render } from '../../src/library/demo/render.ts';

type Say = (line: string) => void;

const AUDIO = fileURLToPath(new URL('../../../shared/data/audio', import.meta.url));
const RIDGE = 10;
const FITS = 8;
const DEMO_TRACKS = 64;
const DEMO_SECONDS = 110;

/** What is heard of a track's sound, against what is known of it. */
export const soundProtocols: Readonly<Record<string, (say: Say) => Promise<void>>> = { key, loudness, cues };

async function key(say: Say): Promise<void> {
  say('\nkey: MIREX score (exact) of the dance excerpts and of tracks by the demo composer');
  const excerpts: KeyExample[] = [];
  const folder = join(AUDIO, 'giantsteps');
  if (!existsSync(folder)) return say(`  The development data is not there: ${folder}`);
  const keys = Array.from({ length: 24 }, (_, number) => nameOfKey(keyOf(number, 1)));
  for (const line of readFileSync(join(folder, 'labels.csv'), 'utf8').trim().split('\n').slice(1)) {
    const [file, , , truth] = line.split(',');
    const number = keys.indexOf(truth);
    excerpts.push({ features: await hearFile(join(folder, file)), key: number, weight: number < 12 ? 2 : 1 });
  }
  const composed = [...demoTracks(1, DEMO_TRACKS)].map(({ mono, truth }) => ({ features: hear(mono), key: truth.key.pitchClass + (/minor|dorian/.test(truth.key.mode) ? 12 : 0), weight: 1 }));
  say(`= excerpts, the shipped profiles (which have learnt from them): ${scoreOf(excerpts, KEY_PROFILES)}`);
  say(`= composer, the shipped profiles (which have not heard these seeds): ${scoreOf(composed, KEY_PROFILES)}`);
  const unseen: [KeyExample, KeyProfiles][] = [];
  for (let fit = 0; fit < FITS; fit += 2) {
    const [a, b] = [halves(excerpts, fit), halves(composed, fit)];
    for (const [learn, test] of [[0, 1], [1, 0]]) {
      const profiles = fitKeyProfiles([...a[learn], ...b[learn]], RIDGE);
      unseen.push(...a[test].map((example): [KeyExample, KeyProfiles] => [example, profiles]));
    }
  }
  say(`= excerpts, profiles learnt on the other half, ${FITS} fits: ${scoreOfEach(unseen)}`);
}

async function loudness(say: Say): Promise<void> {
  say('\nloudness: EBU Tech 3341 and 3342 sequences');
  const folder = join(AUDIO, 'ebu_loudness');
  if (!existsSync(folder)) return say(`  The development data is not there: ${folder}`);
  const right = [-23, -33, -23, -23, -23];
  for (const [i, file] of readdirSync(folder).sort().entries()) {
    const { analysis } = await analyseFile({ path: join(folder, file), format: 'flac' });
    say(`= ${basename(file)}: ${analysis.loudness.integratedLufs.toFixed(2)} LUFS (${right[i]}), range ${analysis.loudness.rangeLu.toFixed(2)} LU`);
  }
}

async function cues(say: Say): Promise<void> {
  say('\ncues: sections and cue points of tracks by the demo composer, within a bar');
  const [found, intros, outros]: number[][] = [[], [], []];
  for (const { mono, truth } of demoTracks(2, DEMO_TRACKS)) {
    const analyser = new TrackAnalyser();
    analyser.push(mono);
    const analysis = analyser.finish({ integratedLufs: -14, rangeLu: 5, truePeakDbtp: -1 });
    const bar = (1.01 * (truth.beats.at(-1) ?? 0)) / truth.downbeats.length;
    const isNear = (time: number, times: readonly number[]) => times.some((other) => Math.abs(other - time) <= bar);
    const right = truth.sections.slice(1).map(({ start }) => start);
    const said = analysis.sections.slice(1).map(({ start }) => start);
    const hits = said.filter((time) => isNear(time, right)).length + right.filter((time) => isNear(time, said)).length;
    found.push(hits / Math.max(1, said.length + right.length));
    const [first] = truth.sections;
    const last = truth.sections[truth.sections.length - 1];
    if (first.name === 'intro') intros.push(Number(isNear(analysis.cues.introEnd, [first.end])));
    if (last.name === 'outro') outros.push(Number(isNear(analysis.cues.outroStart, [last.start])));
  }
  say(`= section boundaries, F: ${mean(found)} (${found.length} tracks)`);
  say(`= intro ends found: ${mean(intros)} (${intros.length}); outro starts found: ${mean(outros)} (${outros.length})`);
}

/** Seeds of one set are in no other; set 0 is what the shipped profiles learnt from. */
function* demoTracks(set: number, count: number): Iterable<{ readonly mono: Float32Array; readonly truth: GroundTruth }> {
  for (let i = 0; i < count; i++) {
    const { commission } = CATALOGUE[i % CATALOGUE.length];
    const { score, truth } = compose({ ...commission, seed: 910_000 + 100_000 * set + 7 * i, seconds: DEMO_SECONDS, loudness: null });
    const sound = mixed(render(score));
    yield { mono: new Resampler(SAMPLE_RATE, ANALYSIS_RATE).process({ left: sound, right: sound }).left, truth };
  }
}

/** What the key of a file is told from. */
async function hearFile(path: string): Promise<Float64Array> {
  const source = await openSource({ path, format: 'opus' });
  const resampler = new Resampler(source.sampleRate, ANALYSIS_RATE);
  const analyser = new TonalAnalyser();
  for (let block = await source.read(); block !== null; block = await source.read()) {
    const mono = mixed(block);
    analyser.push(resampler.process({ left: mono, right: mono }).left);
  }
  source.close();
  return analyser.finish().features;
}

function hear(mono: Float32Array): Float64Array {
  const analyser = new TonalAnalyser();
  analyser.push(mono);
  return analyser.finish().features;
}

function mixed({ left, right }: Pcm): Float32Array {
  return left.map((sample, i) => (sample + right[i]) / 2);
}

function halves(examples: readonly KeyExample[], seed: number): [KeyExample[], KeyExample[]] {
  const mixed = shuffled(examples, seeded(seed));
  return [mixed.filter((_, i) => i % 2 === 0), mixed.filter((_, i) => i % 2 === 1)];
}

function scoreOf(examples: readonly KeyExample[], profiles: KeyProfiles): string {
  return scoreOfEach(examples.map((example) => [example, profiles]));
}

function scoreOfEach(examples: readonly (readonly [KeyExample, KeyProfiles])[]): string {
  const scores = examples.map(([{ features, key }, profiles]) => mirexScore(bestKey(keyLikelihoods(features, profiles)), key));
  return `${mean(scores)} (${mean(scores.map((score) => Number(score === 1)))})`;
}

function mean(values: readonly number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3);
}
