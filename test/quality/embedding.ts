import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MelPictureBuilder } from '../../models/acoustic/network/mel-picture-builder.ts';
import { type Labelled, neighbourQuality } from '../../models/acoustic/network/neighbour-quality.ts';
import { composedPiece } from '../../src/lab/composed-piece.ts';
import { labelledExcerpts } from '../../src/lab/labelled-excerpts.ts';
import { readGenrePictures } from '../../src/lab/train-acoustic/genre-pictures.ts';
import { CATALOGUE } from '../../src/library/demo/catalogue.ts';
import { openSoundNetwork, type SoundNetwork } from '../../src/sound-network.ts';
import { mfccStatistics } from './mfcc.ts';

/** Pictures of tracks by genre; the shipped weights have learnt all of them. */
const GENRES = new URL('../../../shared/data/audio/genre_mel/', import.meta.url);
/** Excerpts of dance music by style (under their authors' rights, so they are no part of the project); nothing was learnt from them. */
const DANCE = new URL('../../../shared/data/audio/giantsteps/', import.meta.url);
const DEPTH = 5;

type Say = (line: string) => void;

/** One recording: where the network puts it, and what it was compared by before. */
interface Heard {
  readonly label: string;
  readonly network: Float32Array;
  readonly mfcc: Float32Array;
}

/** How well the shipped weights bring together music of one kind. */
export const embeddingProtocols: Readonly<Record<string, (say: Say) => Promise<void>>> = {
  embedding: async (say) => {
    const network = await openSoundNetwork();
    say(`\nembedding: nearest neighbours by sound, on ${network.backend}`);
    await judgeGenres(network, say);
    await judgeDance(network, say);
    judgeDemo(network, say);
  },
};

async function judgeGenres(network: SoundNetwork, say: Say): Promise<void> {
  if (!existsSync(GENRES)) return say(`The pictures by genre are not there, so they were not measured: ${fileURLToPath(GENRES)}`);
  const placed = (await readGenrePictures(fileURLToPath(GENRES))).map(({ pixels, genre, split }) => ({
    split,
    label: genre,
    embedding: network.embed({ windows: 1, pixels }) as Float32Array,
  }));
  const of = (half: string): Labelled[] => placed.filter(({ split }) => split === half);
  const { precision, triplet } = neighbourQuality(of('valid'), of('train'));
  say(`= genres, valid among train, both learnt (held out: npm run train:acoustic -- --hold-out): P@10 ${precision.toFixed(3)}, triplet ${triplet.toFixed(3)}`);
}

async function judgeDance(network: SoundNetwork, say: Say): Promise<void> {
  if (!existsSync(DANCE)) return say(`The excerpts of dance music are not there, so they were not measured: ${fileURLToPath(DANCE)}`);
  const heard: Heard[] = [];
  for await (const { labels, mono } of labelledExcerpts(fileURLToPath(DANCE))) heard.push(listen(network, labels.genre, mono));
  compare('dance music by style', heard, say);
}

function judgeDemo(network: SoundNetwork, say: Say): void {
  const heard = CATALOGUE.map(({ commission }) => listen(network, commission.style, composedPiece(commission).mono));
  compare('demo library by style', heard, say);
}

function listen(network: SoundNetwork, label: string, mono: Float32Array): Heard {
  const builder = new MelPictureBuilder();
  builder.push(mono);
  return { label, network: network.embed(builder.finish()) as Float32Array, mfcc: mfccStatistics(mono) };
}

/** Of the five nearest of each, the share of its own kind; kinds of which there are too few are among the others only. */
function compare(name: string, heard: readonly Heard[], say: Say): void {
  const precision = (vectors: readonly Float32Array[]): number => {
    const all = heard.map(({ label }, i): Labelled => ({ label, embedding: vectors[i] }));
    const asked = all.filter(({ label }) => all.filter((other) => other.label === label).length > DEPTH);
    return neighbourQuality(asked, all, DEPTH).precision;
  };
  const ours = precision(heard.map(({ network }) => network));
  const theirs = precision(standardised(heard.map(({ mfcc }) => mfcc)));
  say(`= ${name}: P@${DEPTH} ${ours.toFixed(3)}, 20 MFCC means and deviations ${theirs.toFixed(3)}: ${(ours / theirs).toFixed(2)} ×`);
}

/** Every number with mean 0 and deviation 1 over all, then length 1: the better of the ways that were tried. */
function standardised(rows: readonly Float32Array[]): Float32Array[] {
  const means = rows[0].map((_, k) => rows.reduce((sum, row) => sum + row[k], 0) / rows.length);
  const deviations = means.map((mean, k) => Math.sqrt(rows.reduce((sum, row) => sum + (row[k] - mean) ** 2, 0) / rows.length));
  return rows.map((row) => {
    const standard = row.map((value, k) => (value - means[k]) / deviations[k]);
    const length = Math.hypot(...standard);
    return standard.map((value) => value / length);
  });
}
