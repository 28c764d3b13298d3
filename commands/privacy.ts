import { z } from 'zod';
import { action, type Command, type CommandContext } from '../src/command.ts';
import { UserError } from '../src/user-error.ts';
import { memberOf, sessionHere } from './here/session.ts';
import { artistsToChoose } from './wording/artists-to-choose.ts';
import { whisper } from './wording/notice.ts';

const none = z.object({});

/** What a member agrees to, exactly. */
const ELSEWHERE =
  'while Discord shows that you listen to music in another app, Segue keeps the track, its artist and album, when you heard it and for how long, '
  + 'and learns your taste from it; only where whoever runs this Segue has switched that on';

const COUNTED_IN =
  'You are counted in: from now on Segue keeps which tracks you hear here, for how long, and your reactions, and picks with them in mind. '
  + '/privacy pause stops that, /privacy delete removes everything.';

const READ_BY_SERVER = 'The words of /vibe, of the mood in /discover, and of /play where no track is called so, are sent to a server that whoever runs this Segue has set, which reads them.';

export const privacy: Command = {
  name: 'privacy',
  description: 'What Segue keeps about you, and how to change that',
  // Also for who has left the server, or whose server has removed Segue.
  anywhere: true,
  subcommands: {
    show: action({
      description: 'Show what is kept about you',
      options: none,
      rights: 'anyone',
      async run({ caller, services }) {
        return { private: true, view: { kind: 'privacy', summary: await services.listening.summary(caller.id), note: services.requests.readByServer ? READ_BY_SERVER : null } };
      },
    }),
    join: action({
      description: 'Count me in: Segue keeps what you hear and how you react, and learns from it',
      options: none,
      rights: 'anyone',
      async run(context) {
        const { caller, services } = context;
        switch (services.listening.consentOf(caller.id)) {
          case 'given':
            return whisper('You are counted in already: /privacy show says what is kept.', 'info');
          case 'paused':
            await services.listening.resumeConsent(caller.id);
            break;
          case 'unasked':
            await services.listening.giveConsent(memberOf(context));
        }
        const artists = await artistsToChoose(services);
        return artists.length === 0 ? whisper(COUNTED_IN) : { private: true, view: { kind: 'onboarding', note: COUNTED_IN, artists } };
      },
    }),
    pause: action({
      description: 'Keep nothing new about you until you resume',
      options: none,
      rights: 'anyone',
      async run(context) {
        mustHaveJoined(context);
        await context.services.listening.pauseConsent(context.caller.id);
        return whisper('Paused: nothing new is kept about you. What was kept stays: /privacy resume goes on, /privacy delete removes it.');
      },
    }),
    resume: action({
      description: 'Be counted again after a pause',
      options: none,
      rights: 'anyone',
      async run(context) {
        mustHaveJoined(context);
        await context.services.listening.resumeConsent(context.caller.id);
        return whisper('You are counted in again.');
      },
    }),
    elsewhere: action({
      description: 'Whether what you listen to outside Segue, as Discord shows it, is kept as well',
      options: z.object({ agree: z.boolean().optional().describe('Yes, keep it from now on; no, keep nothing more of it') }),
      rights: 'anyone',
      async run({ caller, services: { listening } }, { agree }) {
        if (agree === undefined) {
          return whisper(listening.agreedToElsewhere(caller.id) ? `You agreed: ${ELSEWHERE}. /privacy elsewhere agree:no ends that.` : `Nothing you listen to elsewhere is kept. If you agree, ${ELSEWHERE}: /privacy elsewhere agree:yes.`, 'info');
        }
        if (agree || listening.consentOf(caller.id) !== 'unasked') await listening.agreeToElsewhere(caller.id, agree);
        return whisper(
          agree
            ? `Agreed: ${ELSEWHERE}. /privacy elsewhere agree:no ends that, /privacy delete removes everything.`
            : 'From now on nothing you listen to elsewhere is kept. What was kept of it stays: /privacy export shows it, /privacy delete removes everything.',
        );
      },
    }),
    session: action({
      description: 'Whether Segue learns from what you hear and skip in the session that plays here',
      options: z.object({ learn: z.boolean().optional().describe('No, this session is not my taste; yes, learn again') }),
      rights: 'anyone',
      async run(context, { learn }) {
        mustHaveJoined(context);
        const { caller } = context;
        const session = sessionHere(context);
        if (learn !== undefined) await session.setLearning(caller.id, learn);
        return whisper(
          session.learnsFrom(caller.id)
            ? 'Segue learns from what you hear in this session: /privacy session learn:no ends that until the session is over.'
            : 'Nothing you hear or skip in this session is kept or learnt from; a 👍, ❤️ or 👎 of yours still counts. The next session counts again.',
          learn === undefined ? 'info' : 'ok',
        );
      },
    }),
    export: action({
      description: 'Get everything kept about you as a file',
      options: none,
      rights: 'anyone',
      async run({ caller, services }) {
        const kept = await services.listening.exportOf(caller.id);
        const everything = { ...kept, taste: await services.recommender.tasteOf(caller.id) };
        return {
          private: true,
          view: {
            kind: 'file',
            name: 'segue-export.json',
            type: 'application/json',
            content: `${JSON.stringify(everything, null, 2)}\n`,
            text: 'Everything Segue keeps about you; it is plain text that any editor opens.',
          },
        };
      },
    }),
    delete: action({
      description: 'Remove everything kept about you, for good',
      options: z.object({ confirm: z.boolean().optional().describe('Yes, remove everything: it cannot be brought back') }),
      rights: 'anyone',
      async run({ caller, services }, { confirm }) {
        if (confirm !== true) {
          return whisper('This removes everything Segue keeps about you, and nothing brings it back: to do it, say /privacy delete confirm:yes.', 'info');
        }
        await services.listening.deleteAll(caller.id);
        return whisper('Everything about you is removed, and nothing is kept from now on. You still hear the music; /privacy join counts you in again.');
      },
    }),
  },
};

function mustHaveJoined({ caller, services }: CommandContext): void {
  if (services.listening.consentOf(caller.id) === 'unasked') {
    throw new UserError('no-consent', 'You are not counted in, so nothing is kept about you: /privacy join would change that.');
  }
}
