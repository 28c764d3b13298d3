import { z } from 'zod';
import { command } from '../src/command.ts';
import { memberOf, positionOf, startedHere } from './here/session.ts';
import { findTrack, suggestTracks, trackQuery } from './options/track.ts';

export const play = command('play', {
  description: 'Ask for a track: it plays after earlier requests, before what Segue picks',
  public: true,
  options: z.object({ query: trackQuery }),
  rights: 'listener',
  complete: { query: suggestTracks },
  async run(context, { query }) {
    const track = findTrack(context, query);
    const session = await startedHere(context);
    const entry = await session.request(track.id, memberOf(context));
    return { private: false, view: { kind: 'queued', track, position: positionOf(entry, session.view()) } };
  },
});
