import { Blend, type SignalColumns, type SignalValues } from '../../models/ranking/blend.ts';
import { novelty, rangeOf, relevanceIn } from '../../models/ranking/signals.ts';
import type { ListenerId, ListenerScore } from '../domain.ts';
import { type ListenerSignals, listenerSignals } from './listener-signals.ts';
import { describedFor, reasonsFor, soundsFor } from './reasons.ts';
import type { Scene } from './scene.ts';

/** One listener's scores of every track of the catalogue. */
export class Taste {
  readonly listenerId: ListenerId;
  readonly signals: ListenerSignals;
  /** The blended score, by track. */
  readonly scores: Float64Array;
  readonly #scene: Scene;
  readonly #blend: Blend;
  readonly #columns: SignalColumns;

  constructor(scene: Scene, listenerId: ListenerId) {
    this.listenerId = listenerId;
    this.#scene = scene;
    this.signals = listenerSignals(scene, listenerId);
    this.#blend = new Blend({ ...this.signals, listeners: scene.listeners }, scene.knowledge.blendOf(listenerId));
    this.#columns = { ...this.signals, popularity: scene.popularity, novelty: novelties(scene, this.signals) };
    this.scores = this.#blend.scores(this.#columns, scene.backing, scene.kinds);
  }

  explain(track: number): ListenerScore {
    const columns = this.#columns;
    const values: SignalValues = {
      collaborative: columns.collaborative[track],
      language: columns.language[track],
      acoustic: columns.acoustic[track],
      tags: columns.tags[track],
      popularity: columns.popularity[track],
      novelty: columns.novelty[track],
    };
    const weights = this.#blend.weights(this.#scene.backing[track], this.#scene.kinds[track]);
    const { listenerId, signals: { evidence: history } } = this;
    const signal = (name: keyof SignalValues) => ({ value: values[name], weight: weights[name] });
    return {
      listenerId,
      score: this.scores[track],
      relevance: relevanceIn(rangeOf(this.scores), this.scores[track]),
      signals: {
        collaborative: signal('collaborative'),
        language: signal('language'),
        acoustic: signal('acoustic'),
        tags: signal('tags'),
        popularity: signal('popularity'),
        novelty: signal('novelty'),
      },
      because: reasonsFor(this.#scene, { listenerId, history, track, values, weights }),
      ...describedFor(this.#scene, history, track),
      ...soundsFor(this.#scene, history, track),
    };
  }
}

/** By track: how new it is to the listener. */
function novelties({ now, catalogue }: Scene, { lastHeardAt }: ListenerSignals): Float64Array {
  const novelties = new Float64Array(catalogue.ids.length).fill(novelty(null, now));
  for (const [track, at] of lastHeardAt) novelties[track] = novelty(at, now);
  return novelties;
}
