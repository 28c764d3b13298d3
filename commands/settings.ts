import { z } from 'zod';
import { action, type Command, type CommandContext, type Reply } from '../src/command.ts';
import type { PlaceSettings } from '../src/domain.ts';
import { UserError } from '../src/user-error.ts';
import { djNames, findPerson, suggestPeople } from './options/dj.ts';

const change = z.object({
  crossfade: z.number().min(0).max(12).optional().describe('Seconds by which tracks overlap, 0 to 12'),
  loudness: z.number().min(-23).max(-9).optional().describe('Playback loudness in LUFS, -23 (quiet) to -9 (loud)'),
  idle: z.number().int().min(1).max(240).optional().describe('Minutes with nobody here after which the session ends'),
  bitrate: z.number().int().min(32).max(384).optional().describe('Sound quality in kbit/s, from 32 to 384'),
  add_dj: z.string().max(100).optional().describe('Somebody who may do what a DJ may'),
  remove_dj: z.string().max(100).optional().describe('Somebody who is no longer a DJ'),
});

export const settings: Command = {
  name: 'settings',
  description: 'How the music plays in this place',
  subcommands: {
    show: action({
      description: 'Show the settings of this place',
      options: z.object({}),
      rights: 'anyone',
      run: async (context) => shown(context, await context.services.sessions.settings(context.placeId)),
    }),
    change: action({
      description: 'Change settings of this place; what you leave out stays',
      options: change,
      rights: 'dj',
      complete: {
        add_dj: suggestPeople,
        remove_dj: suggestPeople,
      },
      async run(context, options) {
        const { placeId, services } = context;
        const wanted = { ...played(options), ...(await appointed(context, options)) };
        if (Object.keys(wanted).length === 0) {
          throw new UserError('option', 'Say what to change, for example /settings change crossfade:6.');
        }
        return shown(context, await services.sessions.changeSettings(placeId, wanted));
      },
    }),
  },
};

function shown(context: CommandContext, current: PlaceSettings): Reply {
  return { private: true, view: { kind: 'settings', settings: current, djNames: djNames(context, current.djs) } };
}

function played({ crossfade, loudness, idle, bitrate }: z.output<typeof change>): Partial<PlaceSettings> {
  return {
    ...(crossfade !== undefined && { crossfadeMs: Math.round(crossfade * 1000) }),
    ...(loudness !== undefined && { targetLufs: loudness }),
    ...(idle !== undefined && { idleMinutes: idle }),
    ...(bitrate !== undefined && { bitrate: bitrate * 1000 }),
  };
}

/** DJs are named by who manages the place alone: a lone listener could otherwise make themselves one for later. */
async function appointed(
  context: CommandContext,
  { add_dj: added, remove_dj: removed }: z.output<typeof change>,
): Promise<Partial<PlaceSettings>> {
  if (added === undefined && removed === undefined) return {};
  if (!context.caller.manager) throw new UserError('not-manager', 'Only somebody who manages this place names its DJs.');
  const { djs } = await context.services.sessions.settings(context.placeId);
  const going = removed === undefined ? null : findPerson(context, removed, djs);
  const coming = added === undefined ? [] : [findPerson(context, added, djs)];
  return { djs: [...new Set([...djs.filter((id) => id !== going), ...coming])] };
}
