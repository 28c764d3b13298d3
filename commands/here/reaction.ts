import { action, type Action, type CommandContext } from '../../src/command.ts';
import type { Reaction } from '../../src/domain.ts';
import { UserError } from '../../src/user-error.ts';
import { z } from 'zod';
import { quoted } from '../wording/label.ts';
import { whisper } from '../wording/notice.ts';
import { currentHere, memberOf, sessionHere } from './session.ts';

/** A reaction to the track that plays; given again, it is taken back. `said` answers it, with the track's title. */
export function reactionAction(reaction: Reaction, description: string, said: (title: string) => string): Action {
  return action({
    description,
    options: z.object({}),
    rights: 'listener',
    async run(context) {
      const { track } = currentHere(context);
      mustBeCountedIn(context);
      const standing = await context.services.listening.reactionOf(context.caller.id, track.id);
      const takenBack = standing === reaction;
      await sessionHere(context).react(memberOf(context), takenBack ? null : reaction);
      return whisper(takenBack ? `Taken back: what you said about ${quoted(track)} no longer counts.` : said(quoted(track)));
    },
  });
}

function mustBeCountedIn({ caller, services }: CommandContext): void {
  switch (services.listening.consentOf(caller.id)) {
    case 'given':
      return;
    case 'paused':
      throw new UserError('consent-paused', 'You paused being counted, so this was not kept: /privacy resume counts you in again.');
    case 'unasked':
      throw new UserError('no-consent', 'Segue keeps nothing about you until you say so: /privacy join counts you in, then it learns what you like.');
  }
}
