import type { ReasonedTrack, SimilarView } from '../../view.ts';
import { line, text } from './message.ts';
import type { Say } from './say.ts';
import { clip, duration, fitted, plain, short } from './text.ts';
import { named } from './track.ts';

/** Of the text of a message. */
const ROOM = 3000;

/** Each track or artist with what speaks for it; what is asked for next is said at the end. */
export function renderSimilar(view: SimilarView, say: Say) {
  const heading = text(`-# ${say('Like')}\n${'track' in view ? named(view.track) : `**${short(view.artist)}**`}`);
  return [heading, ...('track' in view ? reasonedTracks(view.like, say) : artists(view.like, say))];
}

/** A numbered list of tracks, each with what speaks for it. */
export function reasonedTracks(tracks: readonly ReasonedTrack[], say: Say) {
  const entries = tracks.map(({ track, reasons }, i) => entry(i, `${named(track)} · ${duration(track.durationMs)}`, reasons, say));
  return listOf(entries, '/play asks for one of them.', say);
}

function artists(found: Extract<SimilarView, { artist: string }>['like'], say: Say) {
  const entries = found.map(({ artist, tracks, reasons }, i) => entry(i, `**${short(artist)}** · ${say(tracks === 1 ? 'one track here' : `${tracks} tracks here`)}`, reasons, say));
  return listOf(entries, '/vibe plays what is like one of them.', say);
}

function entry(index: number, name: string, reasons: readonly string[], say: Say): string {
  const why = reasons.map((reason) => plain(clip(say(reason), 200))).join(' · ');
  return `${index + 1}\\. ${name}${why === '' ? '' : `\n-# ${why}`}`;
}

function listOf(entries: readonly string[], next: string, say: Say) {
  if (entries.length === 0) return [];
  return [line(), text(fitted(entries, ROOM, (count) => say(`… and ${count} more`))), text(`-# ${say(next)}`)];
}
