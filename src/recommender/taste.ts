import { evidenceOf } from '../../models/collaborative/confidence.ts';
import { type TagEvidence, tagProduct, tagProfile, tagSum } from '../../models/language/profile.ts';
import { tagSimilarity } from '../../models/language/tags.ts';
import { blended, blendWeights, type SignalValues } from '../../models/ranking/blend.ts';
import { novelty, relevance, standardised } from '../../models/ranking/signals.ts';
import type { ListenerId, ListenerScore, TrackId } from '../domain.ts';
import type { Scene } from './scene.ts';

/**
 * A style is rejected by somebody who has turned down about this many tracks – one 👎 is about a track –
 * when the likeness to those adds up to this much, and doubled to more than that to what they liked.
 */
const REJECTIONS = 1.5;
const REJECTED_LIKENESS = 0.35;
const REJECTION_FACTOR = 2;
/** At most so many tracks of the listener's own history are named as reasons … */
const REASONS = 3;
/** … and only those at least this alike. */
const ALIKE = 0.15;

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
      history.push({ track, ...evidenceOf(affinity, now) });
      if (affinity.reaction === 'dislike') disliked.add(track);
      if (affinity.plays > 0) lastHeardAt.set(track, affinity.lastAt);
    }
    this.#history = history;
    this.#disliked = disliked;
    this.#lastHeardAt = lastHeardAt;
    this.outcomes = history.reduce((sum, { positive, negative }) => sum + Math.min(1, positive + negative), 0);
    this.#rejected = rejection(scene, history);
    const profile = tagProfile(catalogue.tags, history);
    this.#collaborative = predictions(scene, knowledge.vectorOf(listenerId, now));
    this.#tags = new Float32Array(catalogue.ids.length);
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

  explain(track: number): ListenerScore {
    const values = this.#values(track);
    const weights = this.#weights(track);
    const signal = (name: keyof SignalValues) => ({ value: values[name], weight: weights[name] });
    return {
      listenerId: this.listenerId,
      score: this.scores[track],
      relevance: relevance(this.scores, [...this.scores.keys()])[track],
      signals: {
        collaborative: signal('collaborative'),
        tags: signal('tags'),
        popularity: signal('popularity'),
        novelty: signal('novelty'),
      },
      because: this.#because(track, weights),
    };
  }

  #values(track: number): SignalValues {
    return {
      collaborative: this.#collaborative[track],
      tags: this.#tags[track],
      popularity: this.#scene.popularity[track],
      novelty: novelty(this.#lastHeardAt.get(track) ?? null, this.#scene.now),
    };
  }

  #weights(track: number): SignalValues {
    return blendWeights({ outcomes: this.outcomes, listeners: this.#scene.listeners, listens: this.#scene.listens[track] });
  }

  /** The listener's own liked or completed tracks most like this one, by tags and by factors. */
  #because(track: number, weights: SignalValues): readonly TrackId[] {
    const { catalogue } = this.#scene;
    return this.#history
      .filter((heard) => heard.track !== track && heard.positive > heard.negative)
      .map((heard) => ({
        id: catalogue.ids[heard.track],
        alike:
          weights.tags * tagSimilarity(catalogue.tags, track, heard.track) +
          weights.collaborative * factorSimilarity(this.#scene, track, heard.track),
        positive: heard.positive,
      }))
      .filter(({ alike }) => alike >= ALIKE)
      .sort((a, b) => b.alike * Math.min(2, b.positive) - a.alike * Math.min(2, a.positive))
      .slice(0, REASONS)
      .map(({ id }) => id);
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

/** u·v of every track, on a common scale; 0 for tracks without factors. */
function predictions({ knowledge, factorRows }: Scene, vector: Float32Array | null): Float32Array {
  const raw = new Float32Array(factorRows.length).fill(NaN);
  const factors = knowledge.factors;
  if (!factors || !vector) return standardised(raw);
  const { vectors } = factors;
  const d = vector.length;
  for (let track = 0; track < raw.length; track++) {
    if (factorRows[track] < 0) continue;
    const at = factorRows[track] * d;
    let sum = 0;
    for (let i = 0; i < d; i++) sum += vector[i] * vectors[at + i];
    raw[track] = sum;
  }
  return standardised(raw);
}

/** Cosine of two tracks' factors, −1 to 1; 0 when one has none. */
function factorSimilarity({ knowledge, factorRows }: Scene, a: number, b: number): number {
  const factors = knowledge.factors;
  if (!factors || factorRows[a] < 0 || factorRows[b] < 0) return 0;
  const d = factors.settings.dimensions;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < d; i++) {
    const x = factors.vectors[factorRows[a] * d + i];
    const y = factors.vectors[factorRows[b] * d + i];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
