import { auc } from '../../models/ranking/auc.ts';
import type { ListenerId } from '../domain.ts';
import type { Scene } from './scene.ts';
import { Taste } from './taste.ts';

/** Of whom less is known than this, nothing is said. */
const ENOUGH_KNOWN = 5;
/** The tracks that suit somebody best: so large a part of the library. */
const BEST = 0.05;
const LEAST_TRACKS = 20;

/**
 * How alike two listeners' tastes are, 0 to 1: how probably a track that suits one of them best suits the other better than one
 * that does not, both ways. ½ is what strangers have, 1 the same taste. null when too little is known of either, or of the library.
 */
export function tasteMatch(scene: Scene, ids: readonly [ListenerId, ListenerId]): number | null {
  const tastes = ids.map((id) => new Taste(scene, id));
  if (scene.catalogue.ids.length < LEAST_TRACKS || tastes.some(({ signals }) => signals.outcomes < ENOUGH_KNOWN)) return null;
  const [a, b] = tastes.map(own);
  return (auc(a, bestOf(b)) + auc(b, bestOf(a))) / 2;
}

/** A listener's scores without what they share with everybody: how popular a track is, and that it is new. */
function own({ signals }: Taste): Float64Array {
  const { collaborative, language, acoustic, tags } = signals;
  return Float64Array.from(tags, (liked, track) => liked + collaborative[track] + language[track] + acoustic[track]);
}

function bestOf(scores: Float64Array): (track: number) => boolean {
  const least = scores.toSorted()[Math.floor((1 - BEST) * scores.length)];
  return (track) => scores[track] >= least;
}
