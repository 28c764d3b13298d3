import type { Track, TrackId } from '../../domain.ts';
import type { SessionView } from '../../session/session.ts';
import { vibeWords } from '../../session/vibe-words.ts';
import type { Card } from './card.ts';

/** Upcoming tracks on a card. */
const NEXT = 2;
/** News from just before a track, such as that the one before could not be played, still concern it. */
const JUST_BEFORE_MS = 10_000;

/** What a card shows of a session; null while it looks for its first track. @param why in a sentence */
export function cardOf({ state, queue, reactions, skip, vibe, notices }: SessionView, why: string | null, trackOf: (id: TrackId) => Track | undefined): Card | null {
  switch (state.kind) {
    case 'starting':
    case 'stopped':
      return null;
    case 'waiting':
      return { kind: 'waiting', reason: state.reason };
    case 'playing':
    case 'paused': {
      const { playId, track, startedAt, positionMs, positionAt } = state.current;
      const count = (kind: string) => reactions.filter(({ reaction }) => reaction === kind).length;
      const [news] = notices;
      return {
        kind: 'playing',
        playId,
        track,
        paused: state.kind === 'paused',
        endsAt: state.kind === 'paused' ? null : Math.round((positionAt + track.durationMs - positionMs) / 1000),
        why,
        vibe: vibe === null ? [] : vibeWords(vibe, trackOf),
        next: queue.slice(0, NEXT),
        reactions: { like: count('like'), dislike: count('dislike'), love: count('love') },
        skip,
        notice: news && news.at >= startedAt - JUST_BEFORE_MS ? news.text : null,
      };
    }
  }
}
