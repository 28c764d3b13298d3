import type { Track } from '../../src/domain.ts';
import type { RecommenderStatus } from '../../src/recommender/recommender.ts';
import { quoted } from './label.ts';

/** What is known of a track that was not heard yet. */
export function unheard(track: Track, { analysis, from }: RecommenderStatus): string {
  // What is heard is told by the recommender's own process alone.
  if (from === 'snapshot') return `How ${quoted(track)} sounds cannot be told just now: the part of Segue that knows starts again, ask in a minute.`;
  return analysis.faulty.some(({ path }) => path === track.file.path)
    ? `How ${quoted(track)} sounds is not known: its file could not be analysed, and /library show says why.`
    : `${quoted(track)} was not heard yet: it is analysed soon, before the others.`;
}
