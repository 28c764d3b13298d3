import { type BlendWeights, PRIOR_WEIGHTS } from './blend-weights.ts';

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
  /** As they were fitted; left out, those that ship. */
  readonly weights?: BlendWeights;
}

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
 * popularity, to tracks nobody has heard yet, and is right about as often as a third of an opinion of their own would let it be.
 */
const MEAN_OF_OTHERS = 0.3;
/** Other listeners, and opinions of one's own, by which the collaborative signal has half of the weight that it was fitted. */
const OTHERS = 1;
const OPINIONS = 5;
/** Other listeners by which contents have half of the weight beside the collaborative signal that they have among few. */
const CROWD = 500;
/** Listens of a track that are half of what would be trusted wholly. */
const LISTENS = 3;
/** Where nothing else is known of it, the collaborative signal says all there is to say: a single listen nearly is enough. */
const LISTENS_ALONE = 0.1;
const NOVELTY = 0.2;
/** Somebody heard elsewhere tells so much of what a track tells that was heard here. */
const ARTISTS_ELSEWHERE = 0.25;

/**
 * Weights of the signals as a function of how much is known, never constants. Shares of the form
 * n / (n + k) say how far a signal may be trusted: k is how much must be known for half of it.
 *
 * - collaborative needs other people, and grows with the history; without one it says a little, what others like, and
 *   without others nothing. Of a track without listens it says what its tags, words and sound foretell, if it has any;
 * - language (what is written about artists) and tags work from the first reaction, and yield to the collaborative signal
 *   as that grows, to what they are worth beside it;
 * - acoustic (how tracks sound) does as well, as far as they were heard, and the more so where nothing else is said of a track;
 * - popularity (among the others here) matters while the listener is unknown;
 * - novelty is a constant: unheard tracks come first among equally fitting ones.
 *
 * What each is worth beside the others is fitted to what the server's listeners like, see `fit-blend.ts`.
 */
export function blendWeights({ outcomes, listeners, listens, written = 0, heard = 0, tagged = true, weights = PRIOR_WEIGHTS }: Knowing): SignalValues {
  return new Blend({ outcomes, listeners, written, heard }, weights).weights(listens, trackKind({ written: written > 0, heard: heard > 0, tagged }));
}

/** What the weights depend on that is the same for every track, see {@link Knowing}. */
export interface ListenerKnowing {
  readonly outcomes: number;
  readonly listeners: number;
  readonly written: number;
  readonly heard: number;
  /** Artists who were heard elsewhere and are known by words; left out, none. */
  readonly elsewhere?: number;
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

/** The blend of one listener, for all tracks of a library. */
export class Blend {
  readonly #trust: number;
  /** What remains to contents where the collaborative signal has no say, whatever was fitted: servers so small fit nothing. */
  readonly #alone: number;
  /** How much of their fitted weight contents keep beside it. */
  readonly #beside: number;
  readonly #fitted: BlendWeights;
  readonly #popularity: number;
  /** By kind of a track, how far contents can speak of it. */
  readonly #language = new Float64Array(KINDS);
  readonly #acoustic = new Float64Array(KINDS);
  readonly #tags = new Float64Array(KINDS);
  /** By kind, what the collaborative signal weighs where nobody has listened, and listens that are half of what would be trusted wholly. */
  readonly #foretold = new Float64Array(KINDS);
  readonly #listens = new Float64Array(KINDS).fill(LISTENS);

  constructor(listener: ListenerKnowing, fitted: BlendWeights = PRIOR_WEIGHTS) {
    const { outcomes, listeners } = listener;
    const others = Math.max(0, listeners - 1);
    const known = share(outcomes, 1.5);
    const knownInWords = share(outcomes + ARTISTS_ELSEWHERE * (listener.elsewhere ?? 0), 1.5);
    this.#fitted = fitted;
    this.#trust = share(others, OTHERS) * share(outcomes + MEAN_OF_OTHERS, OPINIONS);
    this.#alone = (1 - this.#trust) ** 2;
    this.#popularity = share(others, 2) * (1 - 0.5 * share(outcomes, 5));
    this.#beside = 1 - share(others, CROWD);
    for (let kind = 0; kind < KINDS; kind++) {
      const written = kind & 1 ? listener.written : 0;
      const heard = kind & 2 ? listener.heard : 0;
      this.#language[kind] = LANGUAGE * written * knownInWords;
      this.#acoustic[kind] = (kind & 4 ? ACOUSTIC : ACOUSTIC_ALONE - (ACOUSTIC_ALONE - ACOUSTIC) * written) * heard * known;
      this.#tags[kind] = (1 - (1 - TAGS_BESIDE_LANGUAGE) * written) * known;
      this.#foretold[kind] = 1;
    }
    this.#foretold[0] = 0;
    this.#listens[0] = LISTENS_ALONE;
  }

  /** @param kind see {@link trackKind} */
  weights(listens: number, kind: number): SignalValues {
    const { collaborative, foretold, language, languageUnheard, acoustic, acousticUnheard, tags, tagsUnheard, popularity } = this.#fitted;
    const known = this.#trust * share(listens, this.#listens[kind]);
    return {
      collaborative: this.#between(this.#foretold[kind] * foretold, collaborative, known),
      language: this.#language[kind] * (this.#alone + this.#beside * this.#between(languageUnheard, language, known)),
      acoustic: this.#acoustic[kind] * (this.#alone + this.#beside * this.#between(acousticUnheard, acoustic, known)),
      tags: this.#tags[kind] * (this.#alone + this.#beside * this.#between(tagsUnheard, tags, known)),
      popularity: this.#popularity * popularity,
      novelty: NOVELTY,
    };
  }

  /** Σ weight · value of every track. */
  scores(columns: SignalColumns, listens: Float64Array, kinds: Uint8Array): Float64Array {
    const scores = new Float64Array(kinds.length);
    const { collaborative, foretold, language, languageUnheard, acoustic, acousticUnheard, tags, tagsUnheard, popularity } = this.#fitted;
    for (let track = 0; track < scores.length; track++) {
      const kind = kinds[track];
      const known = this.#trust * share(listens[track], this.#listens[kind]);
      scores[track] =
        this.#between(this.#foretold[kind] * foretold, collaborative, known) * columns.collaborative[track] +
        this.#language[kind] * (this.#alone + this.#beside * this.#between(languageUnheard, language, known)) * columns.language[track] +
        this.#acoustic[kind] * (this.#alone + this.#beside * this.#between(acousticUnheard, acoustic, known)) * columns.acoustic[track] +
        this.#tags[kind] * (this.#alone + this.#beside * this.#between(tagsUnheard, tags, known)) * columns.tags[track] +
        this.#popularity * popularity * columns.popularity[track] +
        NOVELTY * columns.novelty[track];
    }
    return scores;
  }

  /** From what a signal weighs where nobody has listened to what it does where everybody has; never less for more listens, to the last digit. */
  #between(unheard: number, heard: number, known: number): number {
    return this.#trust * unheard + known * (heard - unheard);
  }

  /**
   * What each fitted weight is multiplied by in a track's score, in the order of {@link BLEND_TERMS}, to `out` from `at`: the score is
   * linear in them.
   *
   * @param values the track's signals
   */
  terms(values: Omit<SignalValues, 'novelty'>, listens: number, kind: number, out: Float32Array, at: number): void {
    const known = this.#trust * share(listens, this.#listens[kind]);
    const unknown = this.#trust - known;
    const language = this.#beside * this.#language[kind] * values.language;
    const acoustic = this.#beside * this.#acoustic[kind] * values.acoustic;
    const tags = this.#beside * this.#tags[kind] * values.tags;
    out[at] = known * values.collaborative;
    out[at + 1] = unknown * this.#foretold[kind] * values.collaborative;
    out[at + 2] = known * language;
    out[at + 3] = unknown * language;
    out[at + 4] = known * acoustic;
    out[at + 5] = unknown * acoustic;
    out[at + 6] = known * tags;
    out[at + 7] = unknown * tags;
    out[at + 8] = this.#popularity * values.popularity;
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
