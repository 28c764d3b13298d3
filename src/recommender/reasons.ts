import { type TagEvidence, tagWeight } from '../../models/language/profile.ts';
import { tagSimilarity } from '../../models/language/tags.ts';
import type { SignalValues } from '../../models/ranking/blend.ts';
import { STANDARD_RANGE } from '../../models/ranking/signals.ts';
import type { ListenerId, TrackId } from '../domain.ts';
import type { Scene } from './scene.ts';

/** At most so many tracks of the listener's own history are named as reasons … */
const REASONS = 3;
/** … and only those that say at least this part of what the first one says. */
const WORTH_NAMING = 0.2;

export interface Reasoned {
  readonly listenerId: ListenerId;
  readonly history: readonly TagEvidence[];
  readonly track: number;
  /** What the signals say of the track, and how they are weighted. */
  readonly values: SignalValues;
  readonly weights: SignalValues;
}

/**
 * The tracks of the listener's own history that speak most for a track, strongest first: by what each adds to the
 * collaborative signal and to that of the tags, weighted as those are. Nobody else's history has a say.
 */
export function reasonsFor(scene: Scene, { listenerId, history, track, values, weights }: Reasoned): readonly TrackId[] {
  const collaborative = collaborativeShares(scene, listenerId, track);
  const tags = tagShares(scene, history, track, values.tags);
  const speaking = history
    .map((heard, i) => ({
      heard,
      says: weights.collaborative * (collaborative.get(scene.columns[heard.track]) ?? 0) + weights.tags * tags[i],
    }))
    .filter(({ heard, says }) => heard.track !== track && heard.positive > heard.negative && says > 0)
    .sort((a, b) => b.says - a.says);
  return speaking
    .filter(({ says }) => says >= WORTH_NAMING * speaking[0].says)
    .slice(0, REASONS)
    .map(({ heard }) => scene.catalogue.ids[heard.track]);
}

/** What each column of the listener's history adds to the signal, about: it is bent towards its ends. */
function collaborativeShares({ knowledge, columns, now }: Scene, listenerId: ListenerId, track: number): ReadonlyMap<number, number> {
  const { taste } = knowledge;
  const solved = knowledge.solved(listenerId, now);
  if (!taste || !solved || columns[track] < 0) return new Map();
  const added = taste.contributions(solved, columns[track]);
  return new Map(solved.history.map(({ column }, i) => [column, added[i] / STANDARD_RANGE]));
}

/** What each entry of the history adds to the tags' signal, exactly: together they are `value`. */
function tagShares({ catalogue }: Scene, history: readonly TagEvidence[], track: number, value: number): readonly number[] {
  const added = history.map((heard) => tagWeight(heard) * tagSimilarity(catalogue.tags, track, heard.track));
  const sum = added.reduce((a, b) => a + b, 0);
  return added.map((share) => (sum === 0 ? 0 : (share * value) / sum));
}
