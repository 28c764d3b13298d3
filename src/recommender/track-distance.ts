import { tagSimilarity } from '../../models/language/tags.ts';
import type { Scene } from './scene.ts';

/** A tempo so many times another's is as far as any. */
const FAR_TEMPO = 1.25;
/** Energies so far apart are as far as any. */
const FAR_ENERGY = 0.35;
/** Nobody wants an artist twice in a row. */
const SAME_ARTIST = 2;

/** How alike two tracks are, 0 to 1, by whatever says more of it: their tags or their sound. */
export function trackLikeness({ catalogue, sounds }: Scene, a: number, b: number): number {
  const heard = sounds.product(a, b);
  return Math.max(tagSimilarity(catalogue.tags, a, b), Number.isNaN(heard) ? 0 : heard);
}

/** How far one track is from another for whoever hears them one after the other: unlikeness, tempo, energy, and the same artist again. */
export function stepBetween(scene: Scene, a: number, b: number): number {
  const { sounds, words } = scene;
  const energy = Math.abs(sounds.number(a, 'energy') - sounds.number(b, 'energy')) / FAR_ENERGY;
  return (
    1 - trackLikeness(scene, a, b)
    + 0.5 * tempoStep(sounds.number(a, 'bpm'), sounds.number(b, 'bpm'))
    + 0.5 * (Number.isNaN(energy) ? 0.5 : Math.min(1, energy))
    + (words.isSameArtist(a, b) ? SAME_ARTIST : 0)
  );
}

/** 0 for the same tempo, its double or its half, 1 for what is as far as any; in between where one is not known. */
function tempoStep(a: number, b: number): number {
  const octaves = Math.abs(Math.log2(a / b));
  if (!Number.isFinite(octaves)) return 0.5;
  return Math.min(1, Math.min(octaves, Math.abs(octaves - 1)) / Math.log2(FAR_TEMPO));
}
