import { z } from 'zod';
import { action, type Command } from '../src/command.ts';
import type { ReasonedTrack } from '../src/view.ts';
import { trackTags } from '../src/library/track-tags.ts';
import { UserError } from '../src/user-error.ts';
import { currentHere } from './here/session.ts';
import { artistNamed, artistQuery, suggestArtists } from './options/artist.ts';
import { suggestTags } from './options/tag.ts';
import { findTrack, suggestTracks, trackQuery } from './options/track.ts';
import { inQuotes } from './wording/label.ts';
import { whisper } from './wording/notice.ts';

const USUAL = 10;
const MOST = 20;
const CLOUD = 40;
const FILE = 'file';

export const tags: Command = {
  name: 'tags',
  description: 'What the music here is called: by its files, and by what is written about it',
  subcommands: {
    search: action({
      description: 'Tracks that a label fits, such as a genre or a mood',
      public: true,
      options: z.object({
        label: z.string().min(1).max(100).describe('A genre, a mood, an instrument; suggestions come while you type'),
        count: z.number().int().min(1).max(MOST).optional().describe(`How many, ${USUAL} if you do not say`),
      }),
      rights: 'anyone',
      complete: { label: suggestTags },
      async run({ services: { library, recommender } }, { label, count = USUAL }) {
        const tracks = (await recommender.labelled(label, count)).flatMap(({ trackId, says, broader }): ReasonedTrack[] => {
          const track = library.get(trackId);
          return track ? [{ track, reasons: [broader === null ? WHO_SAYS[says] : `not called so: it is ${broader}`] }] : [];
        });
        if (tracks.length === 0) return whisper(`Nothing in the library is known to be ${inQuotes(label)}: /tags library lists what there is.`, 'info');
        return { private: false, view: { kind: 'labelled', label, tracks } };
      },
    }),
    of: action({
      description: 'Tags of a track or an artist, or of what plays, and where they come from',
      public: true,
      options: z.object({ track: trackQuery.optional(), artist: artistQuery.optional() }),
      rights: 'anyone',
      complete: { track: suggestTracks, artist: suggestArtists },
      async run(context, { track: query, artist: named }) {
        if (query !== undefined && named !== undefined) throw new UserError('option', 'Name a track or an artist, not both.');
        const { recommender } = context.services;
        const track = named !== undefined ? null : query === undefined ? currentHere(context).track : findTrack(context, query);
        const { name: artist, tracks } = track ? { name: track.artist, tracks: [track] } : await artistNamed(context, named ?? '');
        const about = await recommender.wordsAbout(artist);
        const own = [...new Set(tracks.flatMap(trackTags))];
        const read = new Map(about.tags.map(({ tag, sources }) => [tag, sources]));
        const known = [...own.map((tag) => ({ tag, from: [FILE, ...(read.get(tag) ?? [])] })), ...about.tags.filter(({ tag }) => !own.includes(tag)).map(({ tag, sources: from }) => ({ tag, from }))];
        if (known.length === 0) return whisper(`Nothing says what ${inQuotes(track?.title ?? artist)} is: its files have no tags, and nothing was read about ${inQuotes(artist)}.`, 'info');
        return { private: false, view: { kind: 'tags', artist, track, tags: known, sources: about.sources } };
      },
    }),
    library: action({
      description: 'The tags of the library: press one to hear it',
      options: z.object({}),
      rights: 'anyone',
      async run({ services }) {
        return { private: true, view: { kind: 'cloud', tags: await services.recommender.libraryTags(CLOUD) } };
      },
    }),
  },
};

const WHO_SAYS = {
  file: 'its file says so',
  artist: 'its artist is described so',
  kin: 'its other tags sound like it',
  heard: 'by its sound',
} as const;
