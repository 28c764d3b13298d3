import type { GroupMode } from '../../models/group/group-worth.ts';
import { varietyWeight } from '../../models/ranking/diversity.ts';
import type { Adventure, TrackId } from '../domain.ts';
import { adventurous } from './adventurous.ts';
import type { PickListener, PickRequest } from './recommender.ts';
import type { Scene } from './scene.ts';
import { Taste } from './taste.ts';
import { vibeMatch, type VibeMatch } from './vibe-match.ts';

/** A listener as all slots of a request see them. */
export interface Seat {
  readonly taste: Taste;
  /** By track: what their taste says, as far from what they know as they want to be taken. */
  readonly scores: Float64Array;
  /** How well they were served so far. */
  readonly satisfaction: number;
}

/** What is the same for all slots of a request, but for the tracks that were taken. */
export interface Round {
  readonly scene: Scene;
  readonly seats: readonly Seat[];
  readonly groupMode: GroupMode;
  readonly vibe: VibeMatch | null;
  /** By track: 1 for what may not be chosen, as it was taken, or somebody dislikes or has blocked it. */
  readonly barred: Uint8Array;
  /** By track: whether everybody rejects its style. null when there is none that everybody rejects. */
  readonly unwelcome: Uint8Array | null;
  /** By track: 1 for what any of them has heard. */
  readonly known: Uint8Array;
  /** How much likeness to what was just played speaks against a track. */
  readonly variety: number;
}

/** @param adventure instead of everybody's own */
export function roundOf(scene: Scene, { listeners, vibe, exclude, groupMode = 'fair' }: Pick<PickRequest, 'listeners' | 'vibe' | 'exclude' | 'groupMode'>, adventure?: Adventure): Round {
  const seats = listeners.map((listener) => seatOf(scene, listener, adventure));
  const barred = new Uint8Array(scene.catalogue.ids.length);
  const known = new Uint8Array(barred.length);
  for (const track of indicesOf(scene, exclude)) barred[track] = 1;
  for (const { taste: { signals } } of seats) {
    for (const track of signals.disliked) barred[track] = 1;
    for (const track of signals.lastHeardAt.keys()) known[track] = 1;
  }
  for (const { blocked } of listeners) if (blocked) bar(scene, blocked, barred);
  const outcomes = seats.reduce((sum, { taste }) => sum + taste.signals.outcomes, 0) / Math.max(1, seats.length);
  return {
    scene,
    seats,
    groupMode,
    vibe: vibe ? vibeMatch(scene.words, vibe) : null,
    barred,
    unwelcome: rejectedByAll(seats),
    known,
    variety: varietyWeight(outcomes),
  };
}

export function indicesOf({ catalogue }: Scene, ids: readonly TrackId[]): number[] {
  return ids.flatMap((id) => catalogue.indexOf.get(id) ?? []);
}

function seatOf(scene: Scene, { id, satisfaction, adventure = 'balanced' }: PickListener, instead?: Adventure): Seat {
  const taste = new Taste(scene, id);
  return { taste, scores: adventurous(scene, taste, instead ?? adventure), satisfaction: Math.max(0, satisfaction) };
}

function bar(scene: Scene, { artists, tracks }: NonNullable<PickListener['blocked']>, barred: Uint8Array): void {
  for (const track of indicesOf(scene, tracks)) barred[track] = 1;
  if (artists.length === 0) return;
  const blocked = new Set(artists.flatMap((key) => scene.words.numberOfArtist(key) ?? []));
  const { artistNumbers } = scene.words;
  for (let track = 0; track < barred.length; track++) if (blocked.has(artistNumbers[track])) barred[track] = 1;
}

function rejectedByAll(seats: readonly Seat[]): Uint8Array | null {
  const [first, ...others] = seats.map(({ taste }) => taste.signals.rejected);
  if (!first || others.includes(null)) return null;
  return first.map((one, track) => (one === 1 && others.every((rejected) => rejected?.[track] === 1) ? 1 : 0));
}
