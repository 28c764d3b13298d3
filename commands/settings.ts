import { z } from 'zod';
import { GROUP_MODES } from '../models/group/group-worth.ts';
import { command, type Command, type CommandContext, type Reply } from '../src/command.ts';
import { LANGUAGES, type ListenerId, type PlaceSettings } from '../src/domain.ts';
import { UserError } from '../src/user-error.ts';
import { checkRights } from './here/rights.ts';
import { findPerson, namesOf, suggestPerson } from './options/people.ts';

const options = z.object({
  crossfade: z.number().min(0).max(12).optional().describe('Seconds by which tracks overlap, 0 to 12'),
  loudness: z.number().min(-23).max(-9).optional().describe('Playback loudness in LUFS, -23 (quiet) to -9 (loud)'),
  idle: z.number().int().min(1).max(240).optional().describe('Minutes with nobody here after which the session ends'),
  bitrate: z.number().int().min(32).max(384).optional().describe('Sound quality in kbit/s, from 32 to 384'),
  add_dj: z.string().max(100).optional().describe('Somebody who may do what a DJ may'),
  remove_dj: z.string().max(100).optional().describe('Somebody who is no longer a DJ'),
  language: z.enum(LANGUAGES).optional().describe('Language of Segue’s own sentences'),
  group: z.enum(GROUP_MODES).optional().describe('How the wishes of several who listen become one'),
});

export const settings: Command = {
  ...command('settings', {
    description: 'The settings of this place; with options it changes them, what you leave out stays',
    options,
    // Anybody may look; changes are checked below.
    rights: 'anyone',
    complete: {
      add_dj: suggestPerson,
      remove_dj: suggestPerson,
    },
    async run(context, given) {
      const { placeId, services } = context;
      if (Object.keys(given).length === 0) return shown(context, await services.sessions.settings(placeId));
      await checkRights('dj', context);
      const appointed = appointing(context, given);
      return shown(context, await services.sessions.changeSettings(placeId, ({ djs }) => ({ ...played(given), ...appointed(djs) })));
    },
  }),
  forManagers: true,
};

function shown(context: CommandContext, current: PlaceSettings): Reply {
  return { private: true, view: { kind: 'settings', settings: current, djNames: namesOf(context, current.djs) } };
}

function played({ crossfade, loudness, idle, bitrate, language, group }: z.output<typeof options>): Partial<PlaceSettings> {
  return {
    ...(crossfade !== undefined && { crossfadeMs: Math.round(crossfade * 1000) }),
    ...(loudness !== undefined && { targetLufs: loudness }),
    ...(idle !== undefined && { idleMinutes: idle }),
    ...(bitrate !== undefined && { bitrate: bitrate * 1000 }),
    ...(language !== undefined && { language }),
    ...(group !== undefined && { groupMode: group }),
  };
}

/**
 * DJs are named by who manages the place alone: a lone listener could otherwise make themselves one for later.
 * @returns what becomes of those who hold
 */
function appointing(context: CommandContext, { add_dj: added, remove_dj: removed }: z.output<typeof options>): (djs: readonly ListenerId[]) => Partial<PlaceSettings> {
  if (added === undefined && removed === undefined) return () => ({});
  if (!context.caller.manager) throw new UserError('not-manager', 'Only somebody who manages this place names its DJs.');
  return (djs) => {
    const going = removed === undefined ? null : findPerson(context, removed, djs);
    const coming = added === undefined ? [] : [findPerson(context, added, djs)];
    return { djs: [...new Set([...djs.filter((id) => id !== going), ...coming])] };
  };
}
