import { share } from './blend.ts';

/** What is known of one listener and one track's strangeness to them. */
export interface Strangeness {
  /** Whether they never heard it. */
  readonly unheard: boolean;
  /** Tracks by its artist that they know, weak evidence counting less than 1. */
  readonly ofArtist: number;
  /** How like its tags are to what they like, −1 to 1. */
  readonly likeness: number;
}

/** Tracks of an artist by which somebody half knows them. */
const HALF_KNOWN = 2;

/** How far a track lies from what a listener knows, 0 to 1: whether it is new, its artist, and its style, in equal parts. */
export function strangeness({ unheard, ofArtist, likeness }: Strangeness): number {
  return ((unheard ? 1 : 0) + (1 - share(ofArtist, HALF_KNOWN)) + (1 - Math.max(0, likeness))) / 3;
}

/** What adventurousness does to a score: what strangeness adds to it, and what being popular with all takes away. */
export interface Leap {
  readonly strangeness: number;
  readonly popularity: number;
}

/** In units of scores: among the best candidates of somebody who is known these differ by a few tenths. */
export const LEAPS = {
  familiar: { strangeness: -0.6, popularity: 0 },
  balanced: { strangeness: 0, popularity: 0 },
  curious: { strangeness: 0.3, popularity: 0.05 },
  brave: { strangeness: 0.6, popularity: 0.15 },
} as const satisfies Record<string, Leap>;
