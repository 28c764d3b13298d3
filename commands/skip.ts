import { z } from 'zod';
import { command } from '../src/command.ts';
import { mayDj } from './here/rights.ts';
import { currentHere, memberOf, sessionHere } from './here/session.ts';
import { quoted } from './wording/label.ts';
import { announce } from './wording/notice.ts';

export const skip = command('skip', {
  description: 'Go on to the next track; it tells Segue that this one was not for you',
  public: true,
  options: z.object({}),
  // Among more than two, half of those who listen; at once for DJs and who asked for the track.
  rights: 'listener',
  async run(context) {
    const decides = await mayDj(context);
    const { track, origin } = currentHere(context);
    const session = sessionHere(context);
    const member = memberOf(context);
    const own = origin.kind === 'request' && origin.by.id === member.id;
    if (decides || own) await session.skip(member);
    const missing = decides || own ? 0 : await session.voteToSkip(member);
    if (missing === 0) return announce(`Skipped ${quoted(track)}.`);
    return announce(`${quoted(track)} is skipped as soon as ${missing === 1 ? 'one more of those who listen wants' : `${missing} more of those who listen want`} it: /skip or ⏭️ says so.`, 'info');
  },
});
