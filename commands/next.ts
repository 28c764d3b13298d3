import { z } from 'zod';
import { command } from '../src/command.ts';
import { UserError } from '../src/user-error.ts';
import { mayDj } from './here/rights.ts';
import { isAnothersRequest, memberOf, positionOf, startedHere } from './here/session.ts';
import { findTrack, suggestTracks, trackQuery } from './options/track.ts';

export const next = command('next', {
  description: 'Ask for a track and hear it next, before other requests',
  public: true,
  options: z.object({ query: trackQuery }),
  rights: 'listener',
  complete: { query: suggestTracks },
  async run(context, { query }) {
    const track = findTrack(context, query);
    const session = await startedHere(context);
    const overtakes = session.view().queue.some((entry) => isAnothersRequest(entry, context));
    if (overtakes && !(await mayDj(context))) {
      throw new UserError('not-dj', 'Others asked before you, and only a DJ may overtake them: /play puts your track behind theirs.');
    }
    const entry = await session.request(track.id, memberOf(context), { first: true });
    return { private: false, view: { kind: 'queued', track, position: positionOf(entry, session.view()) } };
  },
});
