import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fitKeyProfiles, type KeyExample } from '../../models/acoustic/tonal/fit-key-profiles.ts';
import { bestKey, keyLikelihoods, mirexScore, type KeyProfiles } from '../../models/acoustic/tonal/key-likelihood.ts';
import { KEY_PROFILES } from '../../models/acoustic/tonal/key-profiles.ts';
import { TrackAnalyser } from '../../models/acoustic/track-analyser.ts';
import { seeded, shuffled } from '../../models/random.ts';
import { analyseFile } from '../../src/audio/analyse-file.ts';
import { composedExamples, composedSet, excerptExamples, RIDGE } from '../../src/lab/train-key/key-examples.ts';

type Say = (line: string) => void;

const AUDIO = fileURLToPath(new URL('../../../shared/data/audio', import.meta.url));
const FITS = 8;
const DEMO_TRACKS = 64;
/** Sets of composed music; the shipped profiles learnt from set 0. */
const KEY_SET = 1;
const CUE_SET = 2;

/** What is heard of a track's sound, against what is known of it. */
export const soundProtocols: Readonly<Record<string, (say: Say) => Promise<void>>> = { key, loudness, cues };

async function key(say: Say): Promise<void> {
  say('\nkey: MIREX score (exact) of the dance excerpts and of tracks by the demo composer');
  const folder = join(AUDIO, 'giantsteps');
  if (!existsSync(folder)) return say(`  The development data is not there: ${folder}`);
  const excerpts = await excerptExamples(folder);
  const composed = composedExamples(KEY_SET, DEMO_TRACKS);
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
  for (const piece of composedSet(CUE_SET, DEMO_TRACKS)) {
    const { mono, truth } = piece();
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

function halves(examples: readonly KeyExample[], seed: number): [KeyExample[], KeyExample[]] {
  const order = shuffled(examples, seeded(seed));
  return [order.filter((_, i) => i % 2 === 0), order.filter((_, i) => i % 2 === 1)];
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
