import type { SimilarView } from '../../command.ts';
import { line, text } from './message.ts';
import type { Say } from './say.ts';
import { clip, duration, fitted, plain } from './text.ts';
import { named } from './track.ts';

/** Of the text of a message. */
const ROOM = 3000;

/** Each track with what speaks for it; what is asked for next is said at the end. */
export function renderSimilar({ track, like }: SimilarView, say: Say) {
  const entries = like.map(({ track: other, reasons }, i) => {
    const why = reasons.map((reason) => plain(clip(say(reason), 200))).join(' · ');
    return `${i + 1}\\. ${named(other)} · ${duration(other.durationMs)}${why === '' ? '' : `\n-# ${why}`}`;
  });
  const list = [line(), text(fitted(entries, ROOM, (count) => say(`… and ${count} more`))), text(`-# ${say('/play asks for one of them.')}`)];
  return [text(`-# ${say('Like')}\n${named(track)}`), ...(entries.length > 0 ? list : [])];
}
