import type { CommandContext, Reply } from '../../src/command.ts';
import { UserError } from '../../src/user-error.ts';
import type { DiscoveryList } from '../../src/weekly/weekly.ts';
import { drawListCover } from '../pictures/list-cover.ts';
import { aboutList, coverWords, reasonedPick, titleOf } from '../wording/list-words.ts';
import { startedHere } from './session.ts';

export const WHOSE = ['mine', 'everybody'] as const;

export interface WhichList {
  readonly whose?: (typeof WHOSE)[number] | undefined;
  /** Of the lists that the caller keeps, the newest first, from 1 on. */
  readonly kept?: number | undefined;
}

/**
 * The list that is meant: the one that the caller had before them, one that they keep, or the newest of the week.
 * @throws UserError when there is none
 */
export async function listHere({ listId, caller, placeId, services: { weekly } }: CommandContext, { whose = 'mine', kept }: WhichList = {}): Promise<DiscoveryList> {
  if (listId !== undefined) {
    const list = await weekly.get(listId);
    if (list) return list;
    throw new UserError('list-gone', 'That list is no longer kept: /discover makes another.');
  }
  if (kept !== undefined) {
    const list = (await weekly.kept(placeId, caller.id))[kept - 1];
    if (list) return list;
    throw new UserError('not-kept', 'You keep no list with that number: /weekly kept shows them.');
  }
  const list = await weekly.latest({ placeId, listenerId: whose === 'mine' ? caller.id : null });
  if (list) return list;
  throw whose === 'mine'
    ? new UserError('no-list', 'There is no list for you yet: /weekly on asks for one every week, /discover makes one now.')
    : new UserError('no-list', 'There is no list for everybody here yet: whoever manages this place can have one made every week with /weekly server on:yes.');
}

/** A list as its reader may see it: what speaks for its tracks is their owner's to know. */
export async function listReply(context: CommandContext, list: DiscoveryList): Promise<Reply> {
  const { caller, services: { library, weekly } } = context;
  const mine = list.listenerId === caller.id;
  const found = list.content.picks.flatMap((pick) => {
    const track = library.get(pick.trackId);
    return track ? [{ pick, track }] : [];
  });
  const kept = list.kind === 'kept' ? mine : (await weekly.kept(list.placeId, caller.id)).some(({ week }) => week === `kept ${list.id}`);
  return {
    private: true,
    view: {
      kind: 'list',
      list: { id: list.id, kind: list.kind, listenerId: list.listenerId },
      title: titleOf(list, mine),
      about: aboutList(list, found.map(({ track }) => track), mine),
      tracks: found.map(({ pick, track }) => reasonedPick(context, pick, track, mine)),
      cover: drawListCover(list.content.cover),
      alt: coverWords(list.content.cover),
      kept,
    },
  };
}

/** Plays a list here: behind what was asked for, before what Segue picks. @returns how many of its tracks that are */
export async function playHere(context: CommandContext, list: DiscoveryList): Promise<number> {
  const session = await startedHere(context);
  return session.playList(list.content.picks.filter(({ trackId }) => context.services.library.get(trackId)));
}
