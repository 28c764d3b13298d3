import { z } from 'zod';
import { command } from '../src/command.ts';
import { requestTrack } from './here/request-track.ts';
import { answerFrame } from './here/words.ts';
import { notFound, suggestTracks, trackLike, trackQuery } from './options/track.ts';

/** Words that are no track are taken for a wish only when that is clear: most of them are titles the library lacks. */
const SURE = 0.7;

export const play = command('play', {
  description: 'Ask for a track: it plays after earlier requests, before what Segue picks',
  public: true,
  options: z.object({ query: trackQuery }),
  rights: 'listener',
  complete: { query: suggestTracks },
  async run(context, { query }) {
    const track = trackLike(context, query);
    if (track) return requestTrack(context, track);
    const frame = await context.services.requests.read(query);
    const { tags, artists, era, energy, tempo, mood } = frame;
    const named = tags.wanted.length > 0 || artists.wanted.length > 0 || era !== null || energy !== 0 || tempo !== 0 || mood !== 0;
    const clear = frame.intent === 'play' && frame.titles.wanted.length === 0 && frame.question === null && frame.unknown.length === 0;
    if (clear && named && frame.sure >= SURE) return answerFrame(context, frame);
    throw notFound(context, query);
  },
});
