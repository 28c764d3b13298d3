import { type TagEvidence, tagWeight } from '../../models/language/profile.ts';
import { tagSimilarity } from '../../models/language/tags.ts';
import type { SignalValues } from '../../models/ranking/blend.ts';
import { STANDARD_RANGE } from '../../models/ranking/signals.ts';
import type { ListenerId, ListenerScore, TrackId } from '../domain.ts';
import type { Scene } from './scene.ts';

/** At most so many tracks of the listener's own history are named as reasons … */
const REASONS = 3;
/** … and only those that say at least this part of what the first one says. */
const WORTH_NAMING = 0.2;
const DESCRIBED_BY = 3;
/** From here on a track is said to sound like another. */
const SOUNDS_LIKE = 0.3;

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
 * collaborative signal, to those of the language and of the sound and to that of the tags, weighted as those are. Nobody else's history has a say.
 */
export function reasonsFor(scene: Scene, { listenerId, history, track, values, weights }: Reasoned): readonly TrackId[] {
  const collaborative = collaborativeShares(scene, listenerId, track);
  const tags = tagShares(scene, history, track, values.tags);
  const language = languageShares(scene, history, track, values.language);
  const acoustic = acousticShares(scene, history, track, values.acoustic);
  const speaking = history
    .map((heard, i) => ({
      heard,
      says:
        weights.collaborative * (collaborative.get(scene.columns[heard.track]) ?? 0) +
        weights.language * language[i] +
        weights.acoustic * acoustic[i] +
        weights.tags * tags[i],
    }))
    .filter(({ heard, says }) => heard.track !== track && heard.positive > heard.negative && says > 0)
    .sort((a, b) => b.says - a.says);
  return speaking
    .filter(({ says }) => says >= WORTH_NAMING * speaking[0].says)
    .slice(0, REASONS)
    .map(({ heard }) => scene.catalogue.ids[heard.track]);
}

/** The tracks of the listener's own history that go together with a track by who listens to what, strongest first. */
export function togetherFor(scene: Scene, listenerId: ListenerId, history: readonly TagEvidence[], track: number): Pick<ListenerScore, 'together'> {
  const shares = collaborativeShares(scene, listenerId, track);
  const speaking = history
    .map((heard) => ({ heard, says: shares.get(scene.columns[heard.track]) ?? 0 }))
    .filter(({ heard, says }) => heard.track !== track && heard.positive > heard.negative && says > 0)
    .sort((a, b) => b.says - a.says);
  const together = speaking.filter(({ says }) => says >= WORTH_NAMING * speaking[0].says).slice(0, REASONS).map(({ heard }) => scene.catalogue.ids[heard.track]);
  return together.length > 0 ? { together } : {};
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
  return sharesOf(history.map((heard) => tagWeight(heard) * tagSimilarity(catalogue.tags, track, heard.track)), value);
}

/** What each entry of the history adds to the signal of the language, about: it is bent towards its ends. */
function languageShares({ words }: Scene, history: readonly TagEvidence[], track: number, value: number): readonly number[] {
  return sharesOf(history.map((heard) => tagWeight(heard) * words.product(track, heard.track)), value);
}

/** What each entry of the history adds to the signal of the sound, about. */
function acousticShares({ sounds }: Scene, history: readonly TagEvidence[], track: number, value: number): readonly number[] {
  return sharesOf(history.map((heard) => (sounds.has(track) && sounds.has(heard.track) ? tagWeight(heard) * sounds.product(track, heard.track) : 0)), value);
}

function sharesOf(added: readonly number[], value: number): readonly number[] {
  const sum = added.reduce((a, b) => a + b, 0);
  return added.map((share) => (sum === 0 ? 0 : (share * value) / sum));
}

/** What the track's artist is described as that the listener likes, and whose description is most like it. */
export function describedFor({ words, catalogue }: Scene, history: readonly TagEvidence[], track: number): Pick<ListenerScore, 'described'> {
  const liked = history.map((heard) => ({ track: heard.track, weight: tagWeight(heard) })).filter((heard) => heard.weight > 0 && heard.track !== track);
  const tags = words.sharedTags(track, liked).slice(0, DESCRIBED_BY);
  const likeness = liked.map((heard) => (words.isSameArtist(track, heard.track) ? 0 : heard.weight * words.product(track, heard.track)));
  const most = Math.max(0, ...likeness);
  const like = most > 0 ? catalogue.ids[liked[likeness.indexOf(most)].track] : null;
  return tags.length > 0 || like !== null ? { described: { tags, like } } : {};
}

/** The liked track of the history that the track sounds most like, and what was measured to be the same. */
export function soundsFor({ sounds, catalogue }: Scene, history: readonly TagEvidence[], track: number): Pick<ListenerScore, 'sounds'> {
  if (!sounds.has(track)) return {};
  const liked = history.filter((heard) => tagWeight(heard) > 0 && heard.track !== track && sounds.has(heard.track));
  const likeness = liked.map((heard) => sounds.product(track, heard.track));
  const most = Math.max(...likeness);
  if (!(most >= SOUNDS_LIKE)) return {};
  const like = liked[likeness.indexOf(most)].track;
  return { sounds: { like: catalogue.ids[like], reasons: sounds.reasons(track, like) } };
}
