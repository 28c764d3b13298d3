import type { GroupMode } from '../../models/group/group-worth.ts';
import type { Adventure, ListenerId, ListId, Pick, PlaceId } from '../domain.ts';
import type { Vibe } from '../vibe.ts';

/** A list of music to discover, as it is kept. */
export interface DiscoveryList {
  readonly id: ListId;
  /** Made for a week, asked for, or kept by somebody of another list. */
  readonly kind: 'weekly' | 'discover' | 'kept';
  readonly placeId: PlaceId;
  /** Whose it is; null for the one of everybody in the place. */
  readonly listenerId: ListenerId | null;
  /** `2026-W02`; of other kinds no more than a name. */
  readonly week: string;
  readonly madeAt: number;
  readonly content: ListContent;
}

/** What a list is to be like. */
export interface ListWishes {
  /** How many tracks. */
  readonly count: number;
  /** Each listener's own when left out. */
  readonly adventure?: Adventure;
  /** For these together, all of them counted in, also what some of them have heard; instead of for whom it belongs to. */
  readonly together?: readonly ListenerId[];
  readonly groupMode?: GroupMode;
  /** What was asked for in words, and the same in phrases. */
  readonly vibe?: Vibe;
  readonly asked?: readonly string[];
}

export interface ListContent {
  /** In the order in which they are to be heard. The list of a place names nobody: its picks have no scores. */
  readonly picks: readonly Pick[];
  readonly cover: CoverPlan;
  /** For how many people it was chosen together; left out for a list of one, or of a whole place. Who they are is not kept. */
  readonly together?: number;
  /** What was asked for, in phrases; left out where nothing was. */
  readonly asked?: readonly string[];
}

/** How covers may look. */
export const COVER_VARIANTS = ['night', 'paper', 'bloom'] as const;
export type CoverVariant = (typeof COVER_VARIANTS)[number];

export const MOTIFS = ['rings', 'ridges', 'petals', 'streams'] as const;
export type Motif = (typeof MOTIFS)[number];

/** Everything that a cover is drawn from. */
export interface CoverPlan {
  readonly variant: CoverVariant;
  /** With which the variant was chosen; 0 < p ≤ 1. */
  readonly probability: number;
  readonly motif: Motif;
  /** Degrees in OKLCH: of what they lean to most first. */
  readonly hues: readonly number[];
  /** What they leant to in the week, the most first. */
  readonly styles: readonly string[];
  /** How the energy of each track goes, in the list's order: points from 0 to 255. */
  readonly curves: readonly (readonly number[])[];
  /** How many of the curves were measured; the others are drawn by chance. */
  readonly measured: number;
  readonly seed: number;
}
