import { action, type Action, type CommandContext } from '../../src/command.ts';
import type { Reaction, Track } from '../../src/domain.ts';
import { UserError } from '../../src/user-error.ts';
import { z } from 'zod';
import { findTrack, suggestTracks, trackQuery } from '../options/track.ts';
import { quoted } from '../wording/label.ts';
import { whisper } from '../wording/notice.ts';
import { checkRights } from './rights.ts';
import { currentHere, memberOf } from './session.ts';

const options = z.object({
  track: trackQuery.optional().describe('Another track than the one that plays: its title, artist or album'),
});

/** A reaction to a track; given again, it is taken back. `said` answers it, with the track's title. */
export function reactionAction(reaction: Reaction, description: string, said: (title: string) => string): Action {
  return action({
    description,
    options,
    // Of what plays, people who listen speak; about a track that is named, anybody may.
    rights: 'anyone',
    complete: { track: suggestTracks },
    async run(context, { track: named }) {
      const { caller, placeId, services } = context;
      const track = named === undefined ? await playing(context) : findTrack(context, named);
      mustBeCountedIn(context);
      const takenBack = (await services.listening.reactionOf(caller.id, track.id)) === reaction;
      await services.sessions.react(placeId, memberOf(context), track.id, takenBack ? null : reaction);
      return whisper(takenBack ? `Taken back: what you said about ${quoted(track)} no longer counts.` : said(quoted(track)));
    },
  });
}

async function playing(context: CommandContext): Promise<Track> {
  await checkRights('listener', context);
  return currentHere(context).track;
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
