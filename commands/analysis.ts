import { z } from 'zod';
import { action, type Command, type CommandContext } from '../src/command.ts';
import type { ReasonedTrack } from '../src/view.ts';
import type { Track } from '../src/domain.ts';
import { currentHere } from './here/session.ts';
import { findTrack, suggestTracks, trackQuery } from './options/track.ts';
import { drawAnalysis } from './pictures/analysis-picture.ts';
import { clockTime } from './pictures/time-axis.ts';
import { quoted } from './wording/label.ts';
import { whisper } from './wording/notice.ts';
import { soundFacts } from './wording/sound-words.ts';
import { unheard } from './wording/unheard.ts';

const NEAREST = 5;

export const analysis: Command = {
  name: 'analysis',
  description: 'What the music sounds like, as Segue hears it',
  subcommands: {
    track: action({
      description: 'How a track sounds, or what plays, with a picture of it, and what sounds like it',
      public: true,
      options: z.object({ track: trackQuery.optional() }),
      rights: 'anyone',
      complete: { track: suggestTracks },
      async run(context, { track: query }) {
        const track = query === undefined ? currentHere(context).track : findTrack(context, query);
        const { recommender } = context.services;
        const heard = await recommender.analysisOf({ id: track.id, path: track.file.path });
        if (heard === null) return whisper(unheard(track, recommender.status()), 'info');
        const facts = soundFacts(heard);
        const alt = `How ${quoted(track)} goes over ${clockTime(heard.seconds)}, section by section: ${facts.flatMap(({ phrases }) => phrases).join('; ')}`;
        return { private: false, view: { kind: 'analysis', track, facts, picture: drawAnalysis(heard), alt, like: await nearest(context, track) } };
      },
    }),
  },
};

/** What sounds like it, and what both have that can be heard. */
async function nearest({ services: { library, recommender } }: CommandContext, { id }: Track): Promise<readonly ReasonedTrack[]> {
  return ((await recommender.similarSounding(id, NEAREST)) ?? []).flatMap(({ trackId, sound }) => {
    const track = library.get(trackId);
    return track ? [{ track, reasons: sound }] : [];
  });
}
