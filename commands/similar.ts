import { z } from 'zod';
import { command } from '../src/command.ts';
import type { Track } from '../src/domain.ts';
import type { SimilarTrack } from '../src/recommender/recommender.ts';
import { isUnknownArtist } from '../src/unknown-artist.ts';
import { visible } from '../src/visible.ts';
import { findTrack, suggestTracks, trackQuery } from './options/track.ts';
import { listed, quoted } from './wording/label.ts';
import { whisper } from './wording/notice.ts';

const USUAL = 10;
const MOST = 20;
const TAGS = 3;

export const similar = command('similar', {
  description: 'Tracks like this one: by who hears them, artist and tags',
  public: true,
  options: z.object({
    track: trackQuery,
    count: z.number().int().min(1).max(MOST).optional().describe(`How many, ${USUAL} if you do not say`),
  }),
  rights: 'anyone',
  complete: { track: suggestTracks },
  async run(context, { track: query, count = USUAL }) {
    const { library, recommender } = context.services;
    const track = findTrack(context, query);
    const found = await recommender.similar(track.id, count);
    const like = found.flatMap((one) => {
      const other = library.get(one.trackId);
      return other ? [{ track: other, reasons: reasons(track, other, one) }] : [];
    });
    if (like.length === 0) return whisper(`Nothing in the library is known to be like ${quoted(track)}: tags in the files help, and so does listening.`, 'info');
    return { private: false, view: { kind: 'similar', track, like } };
  },
});

/** What can be seen to speak for it, in phrases; none when only many small things together do. */
function reasons(track: Track, other: Track, { together }: SimilarTrack): readonly string[] {
  const sameArtist = !isUnknownArtist(track.artist) && folded(track.artist) === folded(other.artist);
  const known = new Set([...track.genres, ...track.tags]);
  const shared = [...new Set([...other.genres, ...other.tags])].filter((tag) => known.has(tag)).slice(0, TAGS);
  return [
    ...(together ? ['liked by the same listeners'] : []),
    ...(sameArtist ? ['the same artist'] : []),
    ...(shared.length > 0 ? [`in common: ${listed(shared.map(visible))}`] : []),
  ];
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}
