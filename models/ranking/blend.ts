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
/** Listens of a track that are half of what would be trusted wholly. */
const LISTENS = 3;
const NOVELTY = 0.2;

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
export function blendWeights({ outcomes, listeners, listens, written = 0, heard = 0, tagged = true, worth = null }: Knowing): SignalValues {
  return new Blend({ outcomes, listeners, written, heard, worth }).weights(listens, trackKind({ written: written > 0, heard: heard > 0, tagged }));
}

/** What the weights depend on that is the same for every track, see {@link Knowing}. */
export interface ListenerKnowing {
  readonly outcomes: number;
  readonly listeners: number;
  readonly written: number;
  readonly heard: number;
  readonly worth: ContentWorth | null;
}

const KINDS = 8;

/** What there is to know a track by, as a number below {@link KINDS}. */
export function trackKind({ written, heard, tagged }: { readonly written: boolean; readonly heard: boolean; readonly tagged: boolean }): number {
  return Number(written) + 2 * Number(heard) + 4 * Number(tagged);
}

/** The signals of all tracks, by track, as in {@link SignalValues}. */
export interface SignalColumns {
  readonly collaborative: Float32Array;
  readonly language: Float32Array;
  readonly acoustic: Float32Array;
  readonly tags: Float32Array;
  readonly popularity: Float64Array;
  readonly novelty: Float64Array;
}

/** {@link blendWeights} of one listener, for all tracks of a library. */
export class Blend {
  readonly #trust: number;
  readonly #worth: ContentWorth;
  readonly #popularity: number;
  /** By kind of a track, what contents weigh where nothing collaborative is known. */
  readonly #language = new Float64Array(KINDS);
  readonly #acoustic = new Float64Array(KINDS);
  readonly #tags = new Float64Array(KINDS);

  constructor(listener: ListenerKnowing) {
    const { outcomes, listeners, worth } = listener;
    const others = Math.max(0, listeners - 1);
    const known = share(outcomes, 1.5);
    this.#trust = share(others, 8) * share(outcomes + MEAN_OF_OTHERS, 3);
    this.#worth = worth ?? USUAL_WORTH;
    this.#popularity = 0.12 * share(others, 2) * (1 - 0.5 * share(outcomes, 5));
    for (let kind = 0; kind < KINDS; kind++) {
      const written = kind & 1 ? listener.written : 0;
      const heard = kind & 2 ? listener.heard : 0;
      this.#language[kind] = LANGUAGE * written * known;
      this.#acoustic[kind] = (kind & 4 ? ACOUSTIC : ACOUSTIC_ALONE - (ACOUSTIC_ALONE - ACOUSTIC) * written) * heard * known;
      this.#tags[kind] = (1 - (1 - TAGS_BESIDE_LANGUAGE) * written) * known;
    }
  }

  /** @param kind see {@link trackKind} */
  weights(listens: number, kind: number): SignalValues {
    const collaborative = this.#trust * share(listens, LISTENS);
    const beside = (worth: number) => 1 - collaborative + collaborative * worth;
    return {
      collaborative,
      language: this.#language[kind] * beside(this.#worth.language),
      acoustic: this.#acoustic[kind] * beside(this.#worth.acoustic),
      tags: this.#tags[kind] * beside(this.#worth.tags),
      popularity: this.#popularity,
      novelty: NOVELTY,
    };
  }

  /** Σ weight · value of every track. */
  scores({ collaborative, language, acoustic, tags, popularity, novelty }: SignalColumns, listens: Float64Array, kinds: Uint8Array): Float64Array {
    const scores = new Float64Array(kinds.length);
    const worth = this.#worth;
    for (let track = 0; track < scores.length; track++) {
      const kind = kinds[track];
      const trusted = this.#trust * share(listens[track], LISTENS);
      const own = 1 - trusted;
      scores[track] =
        trusted * collaborative[track] +
        this.#language[kind] * (own + trusted * worth.language) * language[track] +
        this.#acoustic[kind] * (own + trusted * worth.acoustic) * acoustic[track] +
        this.#tags[kind] * (own + trusted * worth.tags) * tags[track] +
        this.#popularity * popularity[track] +
        NOVELTY * novelty[track];
    }
    return scores;
  }
}

/**
 * How far the matrix may be trusted about the likeness of two tracks, 0 to 1; the rest is their tags' to say.
 *
 * @param listens of each of them, as in {@link Knowing}
 */
export function likenessTrust(listeners: number, listens: readonly [number, number]): number {
  return share(Math.max(0, listeners - 1), 8) * share(listens[0], 3) * share(listens[1], 3);
}

/** n / (n + half): 0 when nothing is known, ½ at `half`, towards 1. */
export function share(n: number, half: number): number {
  return n / (n + half);
}
