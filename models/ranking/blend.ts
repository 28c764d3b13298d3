/** The signals of taste, each in −1 … 1 (popularity and novelty 0 … 1). */
export interface SignalValues {
  readonly collaborative: number;
  readonly language: number;
  readonly acoustic: number;
  readonly tags: number;
  readonly popularity: number;
  readonly novelty: number;
}

/** How much is known when one listener and one track are scored. */
export interface Knowing {
  /** Tracks of which the listener's opinion is known; weak evidence counts less than 1. */
  readonly outcomes: number;
  /** Listeners anything is known of. */
  readonly listeners: number;
  /** Times the track was listened to, by anybody; listens of tracks that stand near it may count in part. */
  readonly listens: number;
  /** How much is written about what the listener hears, 0 to 1; left out, or 0, where nothing is about the track's artist. */
  readonly written?: number;
  /** How much of what the listener hears was heard by the network, 0 to 1; left out, or 0, where the track was not. */
  readonly heard?: number;
  /** Whether the track's file has tags; left out, it has. */
  readonly tagged?: boolean;
  /** As it was measured; left out, or null, when it was not. */
  readonly worth?: ContentWorth | null;
}

/** What contents are worth beside a collaborative signal that is fully trusted. */
export interface ContentWorth {
  readonly tags: number;
  readonly language: number;
  readonly acoustic: number;
}

/** As long as nothing was measured. */
export const USUAL_WORTH: ContentWorth = { tags: 0.4, language: 0.4, acoustic: 0.3 };
/** What is written about an artist says less of a track than its own tags do … */
const LANGUAGE = 0.8;
/** … but much of it twice. */
const TAGS_BESIDE_LANGUAGE = 0.7;
/** Beside tags and words a sound says less of who likes it … */
const ACOUSTIC = 0.4;
/** … but where there are neither it is all there is to go by. */
const ACOUSTIC_ALONE = 0.8;

/**
 * Where nothing is known of somebody, the model expects the mean of the others' tastes. That goes further than
 * popularity, to tracks nobody has heard yet, and is right about as often as half an opinion of their own would let it be.
 */
const MEAN_OF_OTHERS = 0.5;

/**
 * Weights of the signals as a function of how much is known, never constants. Shares of the form
 * n / (n + k) say how far a signal may be trusted: k is how much must be known for half of it.
 *
 * - collaborative needs other people and listens of the track, and grows with the history; without one it says a little,
 *   what others like, and without others nothing;
 * - language (what is written about artists) and tags work from the first reaction, and yield to the collaborative signal
 *   as that grows, to what they are worth beside it;
 * - acoustic (how tracks sound) does as well, as far as they were heard, and the more so where nothing else is said of a track;
 * - popularity (among the others here) matters while the listener is unknown;
 * - novelty is a constant: unheard tracks come first among equally fitting ones.
 */
export function blendWeights({ outcomes, listeners, listens, written = 0, heard = 0, tagged = true, worth }: Knowing): SignalValues {
  const others = Math.max(0, listeners - 1);
  const collaborative = share(others, 8) * share(outcomes + MEAN_OF_OTHERS, 3) * share(listens, 3);
  const { tags, language, acoustic } = worth ?? USUAL_WORTH;
  const known = share(outcomes, 1.5);
  const beside = (worth: number) => 1 - collaborative + collaborative * worth;
  return {
    collaborative,
    language: LANGUAGE * written * known * beside(language),
    acoustic: (tagged ? ACOUSTIC : ACOUSTIC_ALONE - (ACOUSTIC_ALONE - ACOUSTIC) * written) * heard * known * beside(acoustic),
    tags: (1 - (1 - TAGS_BESIDE_LANGUAGE) * written) * known * beside(tags),
    popularity: 0.12 * share(others, 2) * (1 - 0.5 * share(outcomes, 5)),
    novelty: 0.2,
  };
}

/**
 * How far the matrix may be trusted about the likeness of two tracks, 0 to 1; the rest is their tags' to say.
 *
 * @param listens of each of them, as in {@link Knowing}
 */
export function likenessTrust(listeners: number, listens: readonly [number, number]): number {
  return share(Math.max(0, listeners - 1), 8) * share(listens[0], 3) * share(listens[1], 3);
}

/** Σ weight · value. */
export function blended(values: SignalValues, weights: SignalValues): number {
  return (
    weights.collaborative * values.collaborative +
    weights.language * values.language +
    weights.acoustic * values.acoustic +
    weights.tags * values.tags +
    weights.popularity * values.popularity +
    weights.novelty * values.novelty
  );
}

/** n / (n + half): 0 when nothing is known, ½ at `half`, towards 1. */
export function share(n: number, half: number): number {
  return n / (n + half);
}
