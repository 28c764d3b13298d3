import { MelPictureBuilder } from '../../models/acoustic/network/mel-picture-builder.ts';
import { seeded } from '../../models/random.ts';
import { auc } from '../../models/ranking/auc.ts';
import type { TrackId } from '../../src/domain.ts';
import { composedPiece } from '../../src/lab/composed-piece.ts';
import { STYLE_NAMES } from '../../src/library/demo/styles/style.ts';
import { trainInBackground } from '../../src/recommender/background-training.ts';
import { catalogueOf, recordOf, TrackRecords } from '../../src/recommender/catalogue.ts';
import { explain } from '../../src/recommender/choose.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { sceneOf } from '../../src/recommender/scene.ts';
import type { TrainedTaste } from '../../src/recommender/trained-taste.ts';
import { trainingDataOf } from '../../src/recommender/training-data.ts';
import type { SoundNetwork } from '../../src/sound-network.ts';
import { affinity } from '../recommender/support/demo-like-library.ts';
import { aSound } from '../recommender/support/sounds.ts';
import { aTrack } from './tracks.ts';

/** Far from the seeds of the demo library, and from those that the shipped weights have learnt from. */
const FIRST_SEED = 70_000_000;
export const BANDS = 2 * STYLE_NAMES.length;
const NOW = 1_800_000_000_000;
/** Of the styles somebody likes, and of the others. */
const LIKES = 0.4;
const LIKES_ANYWAY = 0.015;
const STYLES_EACH = 2;
const HIDDEN = 5;

export interface StyledSound {
  readonly id: TrackId;
  readonly style: number;
  readonly band: number;
  readonly embedding: readonly number[];
}

/** Pieces of every style in turn by its two bands, and what the network makes of them. */
export function composedSounds(network: SoundNetwork, count: number, seconds: number): readonly StyledSound[] {
  return Array.from({ length: count }, (_, i) => {
    const band = i % BANDS;
    const { mono } = composedPiece({ seed: FIRST_SEED + i, style: STYLE_NAMES[band >> 1], band: band % 2 === 0 ? 0 : 1, seconds, loudness: null, genres: [], moods: [] });
    const builder = new MelPictureBuilder();
    builder.push(mono);
    return { id: `t${i}`, style: band >> 1, band, embedding: Array.from(network.embed(builder.finish()) as Float32Array) };
  });
}

export interface HiddenAreas {
  /** How often a hidden track that a listener likes comes before another: by the acoustic signal with the head … */
  readonly placed: number;
  /** … without it … */
  readonly sound: number;
  /** … and by what the whole recommender says. */
  readonly score: number;
  readonly head: TrainedTaste['head'];
}

/**
 * A server whose tastes follow style, and whose files say nothing but the band: every fifth track has not been played by anybody, and the
 * recommender is to tell who will like it.
 */
export async function placeUnheard(tracks: readonly StyledSound[], listeners: number, seed: number): Promise<HiddenAreas> {
  const random = seeded(seed);
  const kinds = 1 + Math.max(...tracks.map(({ style }) => style));
  const isHidden = (index: number) => Math.floor(index / BANDS) % HIDDEN === HIDDEN - 1;
  const hidden = tracks.filter((_, i) => isHidden(i));
  const sound = new LibrarySound('n1');
  for (const { id, embedding } of tracks) sound.set(id, { ...aSound(), embedding: Float32Array.from(embedding) });
  const records = tracks.map(({ id, style, band }, i) => recordOf({ ...aTrack(i), id, artist: `Band ${style}-${band}`, album: null, year: null, genres: [], tags: [] }));
  const knowledge = new Knowledge();
  const likes = new Map<string, ReadonlySet<TrackId>>();
  for (let n = 0; n < listeners; n++) {
    const styles = Array.from({ length: STYLES_EACH }, () => Math.floor(random() * kinds));
    const liked = new Set(tracks.filter(({ style }) => random() < (styles.includes(style) ? LIKES : LIKES_ANYWAY)).map(({ id }) => id));
    const heard = tracks.filter(({ id }, i) => liked.has(id) && !isHidden(i));
    knowledge.learn(`l${n}`, heard.map(({ id }) => affinity(`l${n}`, id, { completions: 2, reaction: 'like', lastAt: NOW })));
    likes.set(`l${n}`, liked);
  }
  const { ids, data, pairs } = await trainingDataOf(knowledge, TrackRecords.of(records), sound, NOW, new AbortController().signal);
  const { model, head, blend } = await trainInBackground(data, { seed, signal: new AbortController().signal, onProgress: () => {} });
  const trained = (own: typeof head): TrainedTaste => ({ trainedAt: NOW, tookMs: 0, trainedOn: pairs, tracks: records.length, ids, model, head: own && { ...own, networkVersion: 'n1' }, blend: { weights: blend.weights, own: {} } });
  const catalogue = catalogueOf(records);
  const areas = (own: typeof head, says: (score: ReturnType<typeof explain>[number]) => number): number => {
    knowledge.useTrained(trained(own));
    const scene = sceneOf(knowledge, catalogue, NOW, sound);
    const found = [...likes].flatMap(([listener, liked]) => {
      const area = auc(Float64Array.from(hidden, ({ id }) => says(explain(scene, id, [listener])[0])), (i) => liked.has(hidden[i].id));
      return Number.isNaN(area) ? [] : [area];
    });
    return found.reduce((sum, area) => sum + area, 0) / found.length;
  };
  const acoustic = areas(head, ({ signals }) => signals.acoustic.value);
  return { placed: acoustic, score: areas(head, ({ score }) => score), sound: areas(null, ({ signals }) => signals.acoustic.value), head: trained(head).head };
}
