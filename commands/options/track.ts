import { z } from 'zod';
import type { CommandContext, Suggestion } from '../../src/command.ts';
import type { Track } from '../../src/domain.ts';
import { UserError } from '../../src/user-error.ts';
import { inQuotes, label } from '../wording/label.ts';

const SUGGESTIONS = 25;
/** An id as the library makes them: it is never a title. */
const TRACK_ID = /^t[0-9a-f]{16}$/;

/** The option by which a track is asked for: what is typed, or a suggestion's name or id. */
export const trackQuery = z.string().min(1).max(200).describe('Title, artist or album; suggestions come while you type');

export function suggestTracks({ services }: CommandContext, typed: string): readonly Suggestion[] {
  const { library } = services;
  const found = typed.trim() === '' ? library.tracks().slice(0, SUGGESTIONS) : library.search(typed, SUGGESTIONS);
  return found.map((track) => ({ name: label(track), value: track.id }));
}

/**
 * The track that is meant: the one with this id, else of the best matches the one of exactly this name, else the best.
 * @returns undefined when nothing is like it
 */
export function trackLike({ services: { library } }: CommandContext, query: string): Track | undefined {
  const known = library.get(query);
  if (known || TRACK_ID.test(query)) return known;
  const found = library.search(query, SUGGESTIONS);
  return found.find((track) => label(track) === query) ?? found[0];
}

/** {@link trackLike}. @throws UserError saying what to try when nothing is like it. */
export function findTrack(context: CommandContext, query: string): Track {
  const track = trackLike(context, query);
  if (track) return track;
  throw notFound(context, query);
}

/** What to try when nothing is like what was asked for. */
export function notFound({ services: { library } }: CommandContext, query: string): UserError {
  if (TRACK_ID.test(query)) return new UserError('unknown-track', 'That track is no longer in the library.');
  return new UserError(
    'not-found',
    library.size === 0
      ? 'The library is still empty: see /library show for how far it is.'
      : `Nothing in the library is like ${inQuotes(query)}: try fewer words, the artist’s name alone, or pick a suggestion; /vibe takes wishes in your own words.`,
  );
}
