import { z } from 'zod';
import { nameKey } from '../models/language/names.ts';
import { artistKey } from '../models/language/without-guests.ts';
import { action, type Command, type CommandContext } from '../src/command.ts';
import type { Blocked, Preferences } from '../src/domain.ts';
import { UserError } from '../src/user-error.ts';
import { checkRights } from './here/rights.ts';
import { currentHere } from './here/session.ts';
import { artistNamed, artistQuery, suggestArtists } from './options/artist.ts';
import { findTrack, suggestTracks, trackQuery } from './options/track.ts';
import { inQuotes, label, listed, quoted } from './wording/label.ts';
import { whisper } from './wording/notice.ts';

/** More in a sentence nobody reads. */
const MOST_NAMED = 25;

export const block: Command = {
  name: 'block',
  description: 'Artists and tracks that you never want to hear',
  subcommands: {
    artist: action({
      description: 'Never play me this artist; as long as you are there, nobody hears them by Segue’s choice',
      options: z.object({ artist: artistQuery }),
      rights: 'anyone',
      complete: { artist: suggestArtists },
      async run(context, { artist: typed }) {
        const { name } = await artistNamed(context, typed);
        await context.services.listening.preferences.block(context.caller.id, 'artist', blockedNow(context, artistKey(name), name));
        return whisper(`Segue never picks ${inQuotes(name)} while you are there: /block remove takes that back.`);
      },
    }),
    track: action({
      description: 'Never play me this track, or the one that plays',
      options: z.object({ track: trackQuery.optional().describe('Another track than the one that plays: its title, artist or album') }),
      rights: 'anyone',
      complete: { track: suggestTracks },
      async run(context, { track: named }) {
        if (named === undefined) await checkRights('listener', context);
        const track = named === undefined ? currentHere(context).track : findTrack(context, named);
        await context.services.listening.preferences.block(context.caller.id, 'track', blockedNow(context, track.id, label(track)));
        return whisper(`Segue never picks ${quoted(track)} while you are there: /block remove takes that back.`);
      },
    }),
    list: action({
      description: 'What you have blocked',
      options: z.object({}),
      rights: 'anyone',
      async run({ caller, services }) {
        const { blockedArtists, blockedTracks } = await services.listening.preferences.of(caller.id);
        if (blockedArtists.length + blockedTracks.length === 0) return whisper('You have blocked nothing: /block artist and /block track do that.', 'info');
        const artists = blockedArtists.length === 0 ? [] : [`Artists: ${named(blockedArtists)}.`];
        const tracks = blockedTracks.length === 0 ? [] : [`Tracks: ${named(blockedTracks)}.`];
        return whisper([...artists, ...tracks].join('\n'), 'info');
      },
    }),
    remove: action({
      description: 'Let Segue pick an artist or a track again',
      options: z.object({ name: z.string().min(1).max(200).describe('Of what you have blocked; /block list names it') }),
      rights: 'anyone',
      async run({ caller, services }, { name }) {
        const { preferences } = services.listening;
        const found = blockedCalled(await preferences.of(caller.id), name);
        if (!found) throw new UserError('not-blocked', `You have blocked nothing called ${inQuotes(name)}: /block list names what you have.`);
        await preferences.unblock(caller.id, found.what, found.subject);
        return whisper(`Segue may pick ${inQuotes(found.name)} again.`);
      },
    }),
  },
};

function blockedNow({ services: { clock } }: CommandContext, subject: string, name: string): Blocked {
  return { subject, name, at: clock.now() };
}

function named(blocked: readonly Blocked[]): string {
  const names = blocked.slice(-MOST_NAMED).map(({ name }) => inQuotes(name));
  const more = blocked.length - names.length;
  return listed(more > 0 ? [...names, `${more} more, which /privacy export shows`] : names);
}

/** By its whole name, or by the beginning of it when nothing else begins so. */
function blockedCalled({ blockedArtists, blockedTracks }: Preferences, typed: string) {
  const all = [...blockedArtists.map((one) => ({ ...one, what: 'artist' as const })), ...blockedTracks.map((one) => ({ ...one, what: 'track' as const }))];
  const wanted = nameKey(typed);
  const begun = all.filter(({ name }) => nameKey(name).startsWith(wanted));
  return all.find(({ name }) => nameKey(name) === wanted) ?? (begun.length === 1 ? begun[0] : undefined);
}
