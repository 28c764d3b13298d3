import { type TagEvidence, tagProduct, tagProfile, tagSum } from '../../models/language/profile.ts';
import { blended, blendWeights, type SignalValues } from '../../models/ranking/blend.ts';
import { novelty, relevance, standardised } from '../../models/ranking/signals.ts';
import type { ListenerId, ListenerScore } from '../domain.ts';
import { describedFor, reasonsFor, soundsFor } from './reasons.ts';
import type { Scene } from './scene.ts';

/**
 * A style is rejected by somebody who has turned down about this many tracks – one 👎 is about a track –
 * when the likeness to those adds up to this much, and doubled to more than that to what they liked.
 */
const REJECTIONS = 1.5;
const REJECTED_LIKENESS = 0.35;
const REJECTION_FACTOR = 2;

/** One listener's scores of every track of the catalogue. */
export class Taste {
  readonly listenerId: ListenerId;
  /** Tracks of which the listener's opinion is known; weak evidence counts less than 1. */
  readonly outcomes: number;
  /** The blended score, by track. */
  readonly scores: Float64Array;
  readonly #scene: Scene;
  readonly #history: readonly TagEvidence[];
  readonly #disliked: ReadonlySet<number>;
  readonly #lastHeardAt: ReadonlyMap<number, number>;
  readonly #rejected: (track: number) => boolean;
  readonly #collaborative: Float32Array;
  readonly #tags: Float32Array;
  readonly #language: Float32Array;
  /** How much of the history is by artists about whom something is written, 0 to 1. */
  readonly #written: number;
  readonly #acoustic: Float32Array;
  /** How much of the history was heard by the network, 0 to 1; 1 where the listener's place among the factors is known instead. */
  readonly #heard: number;

  constructor(scene: Scene, listenerId: ListenerId) {
    const { knowledge, catalogue, now } = scene;
    this.listenerId = listenerId;
    this.#scene = scene;
    const history: TagEvidence[] = [];
    const disliked = new Set<number>();
    const lastHeardAt = new Map<number, number>();
    for (const affinity of knowledge.affinitiesOf(listenerId)) {
      const track = catalogue.indexOf.get(affinity.trackId);
      if (track === undefined) continue;
      history.push({ track, ...knowledge.evidenceOf(affinity, now) });
      if (affinity.reaction === 'dislike') disliked.add(track);
      if (affinity.plays > 0) lastHeardAt.set(track, affinity.lastAt);
    }
    this.#history = history;
    this.#disliked = disliked;
    this.#lastHeardAt = lastHeardAt;
    this.outcomes = history.reduce((sum, { positive, negative }) => sum + Math.min(1, positive + negative), 0);
    this.#rejected = rejection(scene, history);
    const profile = tagProfile(catalogue.tags, history);
    this.#collaborative = collaborativeSignal(scene, listenerId);
    this.#tags = new Float32Array(catalogue.ids.length);
    this.#language = standardised(scene.words.products(history));
    this.#written = scene.words.coverage(history);
    const placed = placedSignal(scene, listenerId);
    this.#acoustic = standardised(placed ?? scene.sounds.products(history));
    this.#heard = placed ? 1 : scene.sounds.coverage(history);
    this.scores = new Float64Array(catalogue.ids.length);
    for (let track = 0; track < this.scores.length; track++) {
      this.#tags[track] = tagProduct(catalogue.tags, track, profile);
      this.scores[track] = blended(this.#values(track), this.#weights(track));
    }
  }

  dislikes(track: number): boolean {
    return this.#disliked.has(track);
  }

  /** Whether the track is of a style that the listener has turned down more than once. */
  rejects(track: number): boolean {
    return this.#rejected(track);
  }

  hasHeard(track: number): boolean {
    return this.#lastHeardAt.has(track);
  }

  /** How much the track sounds like what the listener likes, 0 to 1; 0 where it was not heard. */
  promise(track: number): number {
    return this.#weights(track).acoustic > 0 ? Math.max(0, this.#acoustic[track]) : 0;
  }

  explain(track: number): ListenerScore {
    const values = this.#values(track);
    const weights = this.#weights(track);
    const { listenerId } = this;
    const signal = (name: keyof SignalValues) => ({ value: values[name], weight: weights[name] });
    return {
      listenerId,
      score: this.scores[track],
      relevance: relevance(this.scores, [...this.scores.keys()])[track],
      signals: {
        collaborative: signal('collaborative'),
        language: signal('language'),
        acoustic: signal('acoustic'),
        tags: signal('tags'),
        popularity: signal('popularity'),
        novelty: signal('novelty'),
      },
      because: reasonsFor(this.#scene, { listenerId, history: this.#history, track, values, weights }),
      ...describedFor(this.#scene, this.#history, track),
      ...soundsFor(this.#scene, this.#history, track),
    };
  }

  #values(track: number): SignalValues {
    return {
      collaborative: this.#collaborative[track],
      language: this.#language[track],
      acoustic: this.#acoustic[track],
      tags: this.#tags[track],
      popularity: this.#scene.popularity[track],
      novelty: novelty(this.#lastHeardAt.get(track) ?? null, this.#scene.now),
    };
  }

  #weights(track: number): SignalValues {
    const { listeners, words, sounds, worth, backing, catalogue: { labelsOf } } = this.#scene;
    return blendWeights({
      outcomes: this.outcomes,
      listeners,
      listens: backing[track],
      written: words.isWrittenAbout(track) ? this.#written : 0,
      heard: sounds.has(track) ? this.#heard : 0,
      tagged: labelsOf.pointers[track + 1] > labelsOf.pointers[track],
      worth,
    });
  }
}

/**
 * Compares a track's likeness in tags to what was turned down with that to what was liked. A track counts on
 * one side only: what was liked and skipped later is liked.
 */
function rejection({ catalogue }: Scene, history: readonly TagEvidence[]): (track: number) => boolean {
  const excess = (more: number, less: number) => Math.min(1, Math.max(0, more - less));
  const turnedDown = history.map(({ track, positive, negative }) => ({ track, weight: excess(negative, positive) }));
  if (turnedDown.reduce((sum, { weight }) => sum + weight, 0) < REJECTIONS) return () => false;
  const against = tagSum(catalogue.tags, turnedDown);
  const inFavour = tagSum(catalogue.tags, history.map(({ track, positive, negative }) => ({ track, weight: excess(positive, negative) })));
  return (track) => {
    const likeness = tagProduct(catalogue.tags, track, against);
    return likeness >= REJECTED_LIKENESS && REJECTION_FACTOR * likeness > tagProduct(catalogue.tags, track, inFavour);
  };
}

/** What the trained model expects of every track, on a common scale; 0 for tracks it does not know. */
function collaborativeSignal({ knowledge, columns, now }: Scene, listenerId: ListenerId): Float32Array {
  const scores = knowledge.solved(listenerId, now)?.scores;
  return standardised(Float32Array.from(columns, (column) => (column < 0 ? NaN : (scores?.[column] ?? NaN))));
}

/** How well the places of sounds among the factors suit the listener's own; null without what tells them. */
function placedSignal({ knowledge, sounds, now }: Scene, listenerId: ListenerId): Float32Array | null {
  const head = knowledge.trained?.head;
  const listener = head ? knowledge.placeOf(listenerId, now) : null;
  return head && listener ? sounds.placed(head, listener) : null;
}
