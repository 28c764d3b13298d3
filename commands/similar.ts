import { z } from 'zod';
import { command, type CommandContext, type ReasonedTrack, type Reply } from '../src/command.ts';
import type { Track } from '../src/domain.ts';
import type { SimilarTrack } from '../src/recommender/recommender.ts';
import { isUnknownArtist } from '../src/unknown-artist.ts';
import { UserError } from '../src/user-error.ts';
import { visible } from '../src/visible.ts';
import { currentHere } from './here/session.ts';
import { artistNamed, artistQuery, suggestArtists } from './options/artist.ts';
import { findTrack, suggestTracks, trackQuery } from './options/track.ts';
import { inQuotes, listed, quoted } from './wording/label.ts';
import { whisper } from './wording/notice.ts';
import { saidOfBoth } from './wording/said.ts';

const USUAL = 10;
const MOST = 20;
const TAGS = 3;

export const similar = command('similar', {
  description: 'Tracks or artists like one, or like what plays: by who hears them, tags and what is written',
  public: true,
  options: z.object({
    track: trackQuery.optional(),
    artist: artistQuery.optional(),
    count: z.number().int().min(1).max(MOST).optional().describe(`How many, ${USUAL} if you do not say`),
  }),
  rights: 'anyone',
  complete: { track: suggestTracks, artist: suggestArtists },
  async run(context, { track, artist, count = USUAL }) {
    if (track !== undefined && artist !== undefined) throw new UserError('option', 'Name a track or an artist, not both.');
    if (artist !== undefined) return similarArtists(context, (await artistNamed(context, artist)).name, count);
    return similarTracks(context, track === undefined ? currentHere(context).track : findTrack(context, track), count);
  },
});

async function similarTracks({ services: { library, recommender } }: CommandContext, track: Track, count: number): Promise<Reply> {
  const like = (await recommender.similar(track.id, count)).flatMap((one): ReasonedTrack[] => {
    const other = library.get(one.trackId);
    return other ? [{ track: other, reasons: reasons(track, other, one) }] : [];
  });
  if (like.length === 0) return whisper(`Nothing in the library is known to be like ${quoted(track)}: tags in the files help, and so does listening.`, 'info');
  return { private: false, view: { kind: 'similar', track, like } };
}

async function similarArtists({ services: { library, recommender } }: CommandContext, artist: string, count: number): Promise<Reply> {
  const like = (await recommender.similarArtists(artist, count)).flatMap(({ trackId, tracks, evidence }) => {
    const one = library.get(trackId);
    return one ? [{ artist: one.artist, tracks, reasons: saidOfBoth(evidence) }] : [];
  });
  if (like.length === 0) return whisper(`Nobody in the library is known to be like ${inQuotes(artist)}: /library reading says what Segue reads.`, 'info');
  return { private: false, view: { kind: 'similar', artist, like } };
}

/** What can be seen to speak for it, in phrases; none when only many small things together do. */
function reasons(track: Track, other: Track, { together, artists }: SimilarTrack): readonly string[] {
  const sameArtist = !isUnknownArtist(track.artist) && folded(track.artist) === folded(other.artist);
  const known = new Set([...track.genres, ...track.tags]);
  const shared = [...new Set([...other.genres, ...other.tags])].filter((tag) => known.has(tag)).slice(0, TAGS);
  return [
    ...(together ? ['liked by the same listeners'] : []),
    ...(sameArtist ? ['the same artist'] : []),
    ...(shared.length > 0 ? [`in common: ${listed(shared.map(visible))}`] : []),
    ...(artists === null ? [] : saidOfBoth({ ...artists, tags: artists.tags.filter((tag) => !shared.includes(tag)) })),
  ];
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}
