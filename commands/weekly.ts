import { z } from 'zod';
import { action, type Command, type CommandContext } from '../src/command.ts';
import { UserError } from '../src/user-error.ts';
import { isZone, WEEKDAYS } from '../src/weekly/calendar.ts';
import { LIST_LENGTHS, rhythmOf, type MemberPlan, type PlacePlan } from '../src/weekly/preferences.ts';
import { listHere, listReply, playHere, WHOSE } from './here/lists.ts';
import { findTrack, suggestTracks, trackQuery } from './options/track.ts';
import { suggestZones } from './options/zone.ts';
import { reasonedPick } from './wording/list-words.ts';
import { inQuotes, listed, quoted } from './wording/label.ts';
import { announce, whisper } from './wording/notice.ts';
import { dateIn, momentIn } from './wording/moment.ts';

const none = z.object({});
const whose = z.enum(WHOSE).optional().describe('Your own list, if you do not say, or everybody’s');
const rhythm = {
  day: z.enum(WEEKDAYS).optional().describe('Its day'),
  hour: z.number().int().min(0).max(23).optional().describe('Its hour, 0 to 23'),
  zone: z.string().max(60).optional().describe('Its time zone, such as Europe/Berlin'),
};
/** Titles by which a list that is kept is known again. */
const FIRST_TITLES = 3;

export const weekly: Command = {
  name: 'weekly',
  description: 'Lists of music that you never heard here, made for you every week',
  subcommands: {
    show: action({
      description: 'Show the newest list of the week',
      options: z.object({ whose, kept: z.number().int().min(1).optional().describe('One you keep, by its number in /weekly kept') }),
      rights: 'anyone',
      run: async (context, which) => listReply(context, await listHere(context, which)),
    }),
    play: action({
      description: 'Play a list here, after what was asked for',
      public: true,
      options: z.object({ whose, kept: z.number().int().min(1).optional().describe('One you keep, by its number in /weekly kept') }),
      rights: 'listener',
      async run(context, which) {
        const list = await listHere(context, which);
        const count = await playHere(context, list);
        if (count === 0) return whisper('All of that list waits in the queue already: /queue shows it.', 'info');
        return announce(`A list plays here: ${count} tracks, after what was asked for.`);
      },
    }),
    keep: action({
      description: 'Keep your newest list, or let go of it again',
      options: none,
      rights: 'anyone',
      async run(context) {
        const kept = await context.services.weekly.keep(await listHere(context), context.caller.id);
        return whisper(kept ? 'Kept: /weekly kept lists what you keep, and /weekly play plays it.' : 'You keep that list no longer.');
      },
    }),
    less: action({
      description: 'Less like your newest list: the next ones turn another way',
      options: none,
      rights: 'anyone',
      async run(context) {
        const { weekly: lists } = context.services;
        await lists.wantLess(await listHere(context), context.caller.id);
        return whisper('Noted: your next lists turn away from what this one was like, for four weeks. Tracks you like on it still count: say so with /like.');
      },
    }),
    track: action({
      description: 'A track of your newest list, to say what you think of it',
      options: z.object({ track: trackQuery }),
      rights: 'anyone',
      complete: { track: suggestTracks },
      async run(context, { track: query }) {
        const list = await listHere(context);
        const track = findTrack(context, query);
        const pick = list.content.picks.find(({ trackId }) => trackId === track.id);
        if (!pick) throw new UserError('not-listed', `${quoted(track)} is not on that list: /weekly show has what is.`);
        const { caller, services } = context;
        const mine = services.listening.consentOf(caller.id) === 'unasked' ? null : await services.listening.reactionOf(caller.id, track.id);
        return { private: true, view: { kind: 'list-track', listId: list.id, of: reasonedPick(context, pick, track, list.listenerId === caller.id), mine } };
      },
    }),
    kept: action({ description: 'The lists that you keep', options: none, rights: 'anyone', run: async (context) => whisper(await keptLines(context), 'info') }),
    on: action({
      description: 'Have a list made for you every week',
      options: z.object({
        by: z.enum(['dm', 'channel']).optional().describe('Where it comes; in the channel all see what speaks for it'),
        ...rhythm,
      }),
      rights: 'anyone',
      complete: { zone: suggestZones },
      async run(context, wishes) {
        mustBeZone(wishes.zone);
        const { caller, placeId, services } = context;
        await services.weekly.join(placeId, caller.id, wishes);
        return whisper(await ownLine(context));
      },
    }),
    off: action({
      description: 'Have no list made for you any more',
      options: none,
      rights: 'anyone',
      async run({ caller, placeId, services }) {
        await services.weekly.leave(placeId, caller.id);
        return whisper('No more lists are made for you here. Those you have stay: /privacy delete removes everything.');
      },
    }),
    when: action({
      description: 'When the next lists come, and how',
      options: none,
      rights: 'anyone',
      run: async (context) => whisper([await ownLine(context), await everybodyLine(context)].join('\n'), 'info'),
    }),
    server: action({
      description: 'How lists come here; whoever manages the place sets that',
      options: z.object({
        on: z.boolean().optional().describe('Yes for a list for everybody every week'),
        ...rhythm,
        length: z.number().int().min(LIST_LENGTHS.least).max(LIST_LENGTHS.most).optional().describe('How many tracks lists have'),
        channel: z.string().max(40).optional().describe('Where lists stand, such as #music; none for where Segue writes'),
      }),
      rights: 'anyone',
      complete: { zone: suggestZones },
      async run(context, { on, channel, ...change }) {
        const { caller, placeId, services } = context;
        if (on === undefined && channel === undefined && Object.keys(change).length === 0) return whisper(await everybodyLine(context), 'info');
        if (!caller.manager) throw new UserError('not-manager', 'Only somebody who manages this place sets how lists come here.');
        mustBeZone(change.zone);
        const before = await services.weekly.place(placeId);
        const since = on === undefined ? before.since : on ? (before.since ?? services.clock.now()) : null;
        await services.weekly.changePlace(placeId, { ...change, since, ...(channel !== undefined && { channelId: channelIn(channel) }) });
        return whisper(await everybodyLine(context));
      },
    }),
  },
};

/** @throws UserError for what is no time zone */
function mustBeZone(zone: string | undefined): void {
  if (zone !== undefined && !isZone(zone)) throw new UserError('zone', `There is no time zone called ${inQuotes(zone)}: name one such as Europe/Berlin or America/New_York.`);
}

/** A channel as Discord writes it into a text. @throws UserError for anything else */
function channelIn(text: string): string | null {
  if (text.trim().toLowerCase() === 'none') return null;
  const id = /^<#(\d+)>$/.exec(text.trim())?.[1];
  if (id !== undefined) return id;
  throw new UserError('channel', 'Name a channel of this server with a # before it, and pick it from what Discord suggests.');
}

async function ownLine({ caller, placeId, services: { weekly: lists, listening } }: CommandContext): Promise<string> {
  const to = { placeId, listenerId: caller.id };
  const [plan, nextAt, place] = await Promise.all([lists.member(placeId, caller.id), lists.nextAt(to), lists.place(placeId)]);
  if (plan === null || nextAt === null) return 'No list is made for you here: /weekly on asks for one every week, /discover makes one now.';
  if (listening.consentOf(caller.id) === 'paused') return 'Your lists rest while you pause being counted: /privacy resume goes on.';
  const fault = FAULTS[(await lists.faultOf(to)) ?? ''];
  return [`Your next list comes ${wayOf(plan)} on ${momentIn(nextAt, zoneOf(place, plan))}.`, ...(fault === undefined ? [] : [fault])].join('\n');
}

/** Why the last list did not come, where its reader can do something about it. */
const FAULTS: Readonly<Record<string, string>> = {
  'dm-closed': 'The last one could not be sent: you take no direct messages from members of this server. /weekly show has it all the same; /weekly on by:channel has them posted here.',
  'nothing-new': 'The last one had nothing on it: you have heard everything in the library.',
  'no-channel': 'The last one waits: Segue may write and look back in no channel of this server.',
};

function wayOf({ by }: MemberPlan): string {
  return by === 'dm' ? 'to you alone' : 'into the channel';
}

async function everybodyLine({ placeId, services: { weekly: lists } }: CommandContext): Promise<string> {
  const [place, nextAt] = await Promise.all([lists.place(placeId), lists.nextAt({ placeId, listenerId: null })]);
  const next = nextAt === null ? 'No list for everybody here is made.' : `The next list for everybody here comes on ${momentIn(nextAt, place.zone)}.`;
  const where = place.channelId === null ? 'in the channel that Segue writes in' : `in <#${place.channelId}>`;
  return [next, `Lists here have ${place.length} tracks and stand ${where}.`].join('\n');
}

function zoneOf(place: PlacePlan, plan: MemberPlan): string {
  return rhythmOf(place, plan).zone;
}

async function keptLines({ caller, placeId, services: { weekly: lists, library } }: CommandContext): Promise<string> {
  const kept = await lists.kept(placeId, caller.id);
  if (kept.length === 0) return 'You keep no list yet: press “Keep” on one, or say /weekly keep.';
  const { zone } = await lists.place(placeId);
  return kept
    .map(({ madeAt, content: { picks } }, i) => {
      const first = picks.flatMap(({ trackId }) => library.get(trackId) ?? []).slice(0, FIRST_TITLES);
      return `${i + 1} · ${picks.length} tracks, kept on ${dateIn(madeAt, zone)}: ${listed(first.map(quoted))}`;
    })
    .join('\n');
}
