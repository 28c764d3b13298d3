import { z } from 'zod';
import { command, type CommandContext, type Reply } from '../src/command.ts';
import type { ReasonedTrack } from '../src/view.ts';
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
import { unheard } from './wording/unheard.ts';

const USUAL = 10;
const MOST = 20;
const TAGS = 3;
/** What likeness may go by. */
const BY = ['everything', 'sound'] as const;

export const similar = command('similar', {
  description: 'Tracks or artists like one, or like what plays: by listeners, tags, what is written, or by sound',
  public: true,
  options: z.object({
    track: trackQuery.optional(),
    artist: artistQuery.optional(),
    by: z.enum(BY).optional().describe('What tracks are compared by, everything if you do not say'),
    count: z.number().int().min(1).max(MOST).optional().describe(`How many, ${USUAL} if you do not say`),
  }),
  rights: 'anyone',
  complete: { track: suggestTracks, artist: suggestArtists },
  async run(context, { track, artist, by = 'everything', count = USUAL }) {
    if (track !== undefined && artist !== undefined) throw new UserError('option', 'Name a track or an artist, not both.');
    if (artist !== undefined && by === 'sound') throw new UserError('option', 'By sound tracks are compared: name a track, or leave it out for what plays.');
    if (artist !== undefined) return similarArtists(context, (await artistNamed(context, artist)).name, count);
    const one = track === undefined ? currentHere(context).track : findTrack(context, track);
    return by === 'sound' ? soundingTracks(context, one, count) : similarTracks(context, one, count);
  },
});

async function similarTracks(context: CommandContext, track: Track, count: number): Promise<Reply> {
  const like = reasoned(context, track, await context.services.recommender.similar(track.id, count));
  if (like.length === 0) return whisper(`Nothing in the library is known to be like ${quoted(track)}: tags in the files help, and so does listening.`, 'info');
  return { private: false, view: { kind: 'similar', track, like } };
}

async function soundingTracks(context: CommandContext, track: Track, count: number): Promise<Reply> {
  const { recommender } = context.services;
  const found = await recommender.similarSounding(track.id, count);
  if (found === null) return whisper(unheard(track, recommender.status()), 'info');
  const like = reasoned(context, track, found);
  if (like.length === 0) return whisper(`Nothing that was heard so far sounds like ${quoted(track)}.`, 'info');
  return { private: false, view: { kind: 'similar', track, like } };
}

function reasoned({ services: { library } }: CommandContext, track: Track, found: readonly SimilarTrack[]): readonly ReasonedTrack[] {
  return found.flatMap((one) => {
    const other = library.get(one.trackId);
    return other ? [{ track: other, reasons: reasons(track, other, one) }] : [];
  });
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
function reasons(track: Track, other: Track, { together, artists, sound }: SimilarTrack): readonly string[] {
  const sameArtist = !isUnknownArtist(track.artist) && folded(track.artist) === folded(other.artist);
  const known = new Set([...track.genres, ...track.tags]);
  const shared = [...new Set([...other.genres, ...other.tags])].filter((tag) => known.has(tag)).slice(0, TAGS);
  return [
    ...sound,
    ...(together ? ['liked by the same listeners'] : []),
    ...(sameArtist ? ['the same artist'] : []),
    ...(shared.length > 0 ? [`in common: ${listed(shared.map(visible))}`] : []),
    ...(artists === null ? [] : saidOfBoth({ ...artists, tags: artists.tags.filter((tag) => !shared.includes(tag)) })),
  ];
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}
