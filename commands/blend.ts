import { z } from 'zod';
import { GROUP_MODES, type GroupMode } from '../models/group/group-worth.ts';
import { command, type CommandContext, type Reply } from '../src/command.ts';
import type { ListenerId } from '../src/domain.ts';
import { UserError } from '../src/user-error.ts';
import { LIST_LENGTHS } from '../src/weekly/preferences.ts';
import { listReply, playHere } from './here/lists.ts';
import { checkRights } from './here/rights.ts';
import { peopleNamed, suggestPeople } from './options/people.ts';
import { listed, named } from './wording/label.ts';
import { announce, whisper } from './wording/notice.ts';

/** More people have nothing in common. */
const MOST_PEOPLE = 25;

export const blend = command('blend', {
  description: 'A set for several people together: to play now, or as a list',
  public: true,
  options: z.object({
    members: z.string().max(300).optional().describe('Who it is for, such as Ada, Ben; everybody who listens if you do not say'),
    mode: z.enum(GROUP_MODES).optional().describe('How their wishes become one; as it is set here if you do not say'),
    as: z.enum(['now', 'list']).optional().describe('Played here now, or shown to you as a list; now if you do not say'),
    length: z.number().int().min(LIST_LENGTHS.least).max(LIST_LENGTHS.most).optional().describe(`How many tracks, ${LIST_LENGTHS.usual} if you do not say`),
    share: z.boolean().optional().describe('Whether others may see how well your taste matches theirs; it holds from now on'),
  }),
  rights: 'anyone',
  complete: { members: suggestPeople },
  async run(context, { members, mode, as, length = LIST_LENGTHS.usual, share }) {
    const { caller, services } = context;
    if (share !== undefined) {
      await services.listening.preferences.change(caller.id, { sharesMatch: share });
      if (members === undefined && mode === undefined && as === undefined) return whisper(share ? 'Others who share theirs as well may now see how well your tastes match: /blend share:no ends that.' : 'Nobody is told any more how well your taste matches theirs.');
    }
    if (as !== 'list') await checkRights('listener', context);
    const people = await together(context, members);
    const { groupMode } = await services.sessions.settings(context.placeId);
    return as === 'list' ? shown(context, people, mode ?? groupMode, length) : played(context, people, mode ?? groupMode, length);
  },
});

async function shown(context: CommandContext, people: readonly ListenerId[], groupMode: GroupMode, count: number): Promise<Reply> {
  const list = await make(context, people, groupMode, count);
  const reply = await listReply(context, list);
  const { view } = reply;
  return view.kind === 'list' ? { ...reply, view: { ...view, about: [...view.about, `for ${await names(context, people)}`, ...(await matchOf(context, people))] } } : reply;
}

async function played(context: CommandContext, people: readonly ListenerId[], groupMode: GroupMode, length: number): Promise<Reply> {
  const list = await make(context, people, groupMode, length);
  const count = await playHere(context, list);
  if (count === 0) return whisper('All of that blend waits in the queue already: /queue shows it.', 'info');
  const match = await matchOf(context, people);
  return announce([`A blend for ${await names(context, people)} plays here: ${count} tracks, after what was asked for.`, ...match.map((said) => `Their tastes: ${said}.`)].join('\n'));
}

async function make({ caller, placeId, services }: CommandContext, people: readonly ListenerId[], groupMode: GroupMode, count: number) {
  const list = await services.weekly.discover({ placeId, by: caller.id, count, together: people, groupMode });
  if (list === null) throw new UserError('nothing', 'There is nothing in the library that all of them would hear: more music helps, or fewer who have blocked it.');
  return list;
}

/** Those who are named, or everybody who listens; of them who is counted in. @throws UserError when that is not several */
async function together(context: CommandContext, members: string | undefined): Promise<readonly ListenerId[]> {
  const { caller, placeId, services: { sessions, listening } } = context;
  const meant = members === undefined ? sessions.present(placeId).filter(({ deafened }) => !deafened).map(({ id }) => id) : [...new Set([caller.id, ...(await peopleNamed(context, members))])];
  const people = meant.filter((id) => listening.consentOf(id) === 'given');
  if (people.length > MOST_PEOPLE) throw new UserError('too-many', `A blend is for ${MOST_PEOPLE} people at most: name some of them.`);
  if (people.length < 2) throw new UserError('too-few', 'A blend takes two people who are counted in, at least: who is not says /privacy join.');
  return people;
}

/** How alike the tastes of two are, in a phrase, if both agreed to tell. */
async function matchOf({ services: { listening, recommender } }: CommandContext, people: readonly ListenerId[]): Promise<readonly string[]> {
  const [a, b, ...others] = people;
  if (others.length > 0) return [];
  const agreed = await Promise.all([a, b].map(async (id) => (await listening.preferences.of(id)).sharesMatch));
  const match = agreed.every((yes) => yes) ? await recommender.tasteMatch(a, b) : null;
  return match === null ? [] : [`a match of ${Math.round(100 * match)} %`];
}

/** Also of who is not there now. */
async function names({ placeId, services: { sessions, listening } }: CommandContext, people: readonly ListenerId[]): Promise<string> {
  const present = new Map(sessions.present(placeId).map(({ id, name }) => [id, name]));
  return listed(await Promise.all(people.map(async (id) => named(present.get(id) ?? (await listening.nameOf(id)) ?? 'somebody'))));
}
