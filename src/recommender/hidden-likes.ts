import type { ColumnSounds } from '../../models/acoustic/learning/taste-head.ts';
import type { Interactions } from '../../models/collaborative/interactions.ts';
import type { JudgedCase } from '../../models/collaborative/train-taste.ts';
import type { View } from '../../models/collaborative/views.ts';
import { trackKind } from '../../models/ranking/blend.ts';
import type { DocumentContent } from '../../models/ranking/document-scorer.ts';
import type { HiddenLikes } from '../../models/ranking/fit-blend.ts';
import { standardised } from '../../models/ranking/signals.ts';
import { distributionOf } from '../../models/ranking/standard-score.ts';
import type { Interaction, Scorer } from '../../models/scorer.ts';
import { SOUND, sourceOf, TAGS } from './reading-sources.ts';

/** A listen of another track by the artist tells so much of one of this track. */
export const ARTIST_BACKING = 0.25;

/** What the columns of a training are known by. */
export interface ColumnContents {
  readonly views: readonly View[];
  readonly documents: readonly DocumentContent[];
  readonly sounds: ColumnSounds | null;
  /** Of the documents and the sounds, by their names. */
  readonly scorers: readonly Scorer[];
  /** The sources whose words have a say. */
  readonly sources: readonly string[];
}

/** What the signals say of the cases that a mixture was chosen by, as a listener's are made when they are asked for. */
export class HiddenLikesReader {
  readonly #contents: ColumnContents;
  readonly #tagged: Uint8Array;
  readonly #written: Uint8Array;
  readonly #heard: Uint8Array;
  readonly #kinds: Uint8Array;
  readonly #receptions = new Map<Interactions, { readonly listens: Float64Array; readonly popularity: Float64Array }>();

  /** @param columns how many there are */
  constructor(contents: ColumnContents, columns: number) {
    this.#contents = contents;
    const { documents, sounds, sources } = contents;
    const said = (isMeant: (name: string) => boolean) => {
      const told = documents.filter(({ name }) => isMeant(name));
      return Uint8Array.from({ length: columns }, (_, column) => Number(told.some((content) => saysSomething(content, column))));
    };
    this.#tagged = said((name) => name === TAGS);
    this.#written = said((name) => isUsed(name, sources));
    this.#heard = Uint8Array.from({ length: columns }, (_, column) => Number(sounds !== null && !Number.isNaN(sounds.values[column * sounds.dimensions])));
    this.#kinds = Uint8Array.from({ length: columns }, (_, column) =>
      trackKind({ tagged: this.#tagged[column] === 1, written: this.#written[column] === 1, heard: this.#heard[column] === 1 }),
    );
  }

  read({ listens, history, held, collaborative }: JudgedCase): HiddenLikes {
    const reception = this.#receptions.get(listens) ?? receptionOf(listens, this.#contents.views);
    this.#receptions.set(listens, reception);
    const { scorers, sources } = this.#contents;
    const columns = collaborative.length;
    const says = (isMeant: (name: string) => boolean, isKnown: Uint8Array) => {
      const sum = new Float32Array(columns);
      const scores = new Float32Array(columns);
      for (const scorer of scorers.filter(({ name }) => isMeant(name))) {
        scorer.score(history, scores);
        const known = scores.map((score, column) => (isKnown[column] === 1 ? score : NaN));
        const { mean, deviation } = distributionOf(known);
        if (deviation > 0) for (let column = 0; column < columns; column++) sum[column] += (known[column] - mean) / deviation;
      }
      return standardised(sum);
    };
    return {
      knowing: { outcomes: outcomesOf(history), listeners: listens.rows, written: coverage(history, this.#written), heard: coverage(history, this.#heard) },
      columns: {
        collaborative: standardised(collaborative),
        tags: says((name) => name === TAGS, this.#tagged),
        language: says((name) => isUsed(name, sources), this.#written),
        acoustic: says((name) => name === SOUND, this.#heard),
        popularity: reception.popularity,
      },
      listens: reception.listens,
      kinds: this.#kinds,
      heard: new Set(history.map(({ column }) => column)),
      hidden: held,
    };
  }
}

/** Tracks of which an opinion is known; weak evidence counts less than 1. */
export function outcomesOf(history: readonly Pick<Interaction, 'positive' | 'negative'>[]): number {
  return history.reduce((sum, { positive, negative }) => sum + Math.min(1, positive + negative), 0);
}

function isUsed(name: string, sources: readonly string[]): boolean {
  const source = sourceOf(name);
  return source !== null && sources.includes(source);
}

function saysSomething({ vectors, documents }: DocumentContent, column: number): boolean {
  const document = documents[column];
  return document >= 0 && vectors.pointers[document + 1] > vectors.pointers[document];
}

function coverage(history: readonly Interaction[], known: Uint8Array): number {
  const all = outcomesOf(history);
  return all > 0 ? outcomesOf(history.filter(({ column }) => known[column] === 1)) / all : 0;
}

/** By column: who listened to it, and in part to others of its artist; and how popular that makes it, 0 to 1. */
function receptionOf({ columns, indices, positive, negative }: Interactions, views: readonly View[]): { listens: Float64Array; popularity: Float64Array } {
  const own = new Float64Array(columns);
  const appeal = new Float64Array(columns);
  indices.forEach((column, k) => {
    own[column]++;
    appeal[column] += Math.max(0, positive[k] - negative[k]);
  });
  const listens = own.slice();
  const artists = views.find(({ name }) => name === 'artist')?.matrix;
  for (let artist = 0; artist < (artists?.rows ?? 0); artist++) {
    const tracks = artists?.indices.subarray(artists.pointers[artist], artists.pointers[artist + 1]) ?? [];
    let sum = 0;
    for (const track of tracks) sum += own[track];
    for (const track of tracks) listens[track] += ARTIST_BACKING * (sum - own[track]);
  }
  const popularity = appeal.map(Math.log1p);
  const most = popularity.reduce((a, b) => Math.max(a, b), 0);
  return { listens, popularity: most > 0 ? popularity.map((x) => x / most) : popularity };
}
