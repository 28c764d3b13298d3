import { z } from 'zod';
import { command, type CommandContext, type Reply } from '../src/command.ts';
import { UserError } from '../src/user-error.ts';
import { artistNamed, artistQuery, suggestArtists } from './options/artist.ts';
import { artistsToChoose } from './wording/artists-to-choose.ts';
import { inQuotes, listed } from './wording/label.ts';
import { whisper } from './wording/notice.ts';

/** Of a chosen artist so many tracks speak for what the newcomer likes. */
const TRACKS = 3;

export const start = command('start', {
  description: 'Say whom you like: choose up to three of nine artists, and Segue picks with them in mind',
  options: z.object({
    first: artistQuery.optional(),
    second: artistQuery.optional(),
    third: artistQuery.optional(),
  }),
  rights: 'anyone',
  complete: { first: suggestArtists, second: suggestArtists, third: suggestArtists },
  async run(context, { first, second, third }) {
    mustCount(context);
    const names = [first, second, third].filter((name) => name !== undefined);
    return names.length > 0 ? liked(context, names) : offered(context);
  },
});

async function offered({ services }: CommandContext): Promise<Reply> {
  const artists = await artistsToChoose(services);
  if (artists.length === 0) return whisper('The library has too few artists to choose from: /like says what you like of what plays.', 'info');
  return { private: true, view: { kind: 'onboarding', note: null, artists } };
}

/** They are said to like some of each artist's tracks, those that are received best; none counts as heard. */
async function liked(context: CommandContext, names: readonly string[]): Promise<Reply> {
  const { caller, placeId, services: { listening, recommender, clock } } = context;
  const chosen = await Promise.all(names.map(async (typed) => {
    const { name } = await artistNamed(context, typed);
    return { name, tracks: await recommender.bestTracksOf(name, TRACKS) };
  }));
  const unknown = chosen.find(({ tracks }) => tracks.length === 0);
  if (unknown) throw new UserError('no-artist', `The library has nothing by ${inQuotes(unknown.name)}: suggestions come while you type.`);
  const tracks = chosen.flatMap((artist) => artist.tracks);
  await Promise.all(tracks.map((trackId) => listening.feedback({ listenerId: caller.id, trackId, kind: 'artist', at: clock.now(), placeId, sessionId: null, playId: null, positionMs: null })));
  return whisper(`Noted: from now on Segue picks for you with ${listed(chosen.map(({ name }) => inQuotes(name)))} in mind. What you like or skip says the rest.`);
}

function mustCount({ caller, services: { listening } }: CommandContext): void {
  const consent = listening.consentOf(caller.id);
  if (consent === 'unasked') throw new UserError('no-consent', 'You are not counted in, so nothing is kept about you: /privacy join would change that.');
  if (consent === 'paused') throw new UserError('no-consent', 'Nothing new is kept about you while you pause: /privacy resume ends that.');
}
