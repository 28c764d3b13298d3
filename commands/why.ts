import { z } from 'zod';
import { command, SOMEBODY_GONE, type CommandContext } from '../src/command.ts';
import type { ListenerScore, Origin, Track } from '../src/domain.ts';
import { currentHere } from './here/session.ts';
import { whySentence } from './wording/why-sentence.ts';

export const why = command('why', {
  description: 'Why this track plays: what each signal of taste said, and for whom',
  options: z.object({}),
  rights: 'anyone',
  async run(context) {
    const { track, origin } = currentHere(context);
    const { caller, placeId, services } = context;
    const names = new Map(services.sessions.present(placeId).map(({ id, name }) => [id, name]));
    const people = (await scoresFor(context, track, origin)).map((scores) => ({
      member: { id: scores.listenerId, name: names.get(scores.listenerId) ?? SOMEBODY_GONE },
      scores,
      because: scores.listenerId === caller.id ? known(context, scores) : [],
    }));
    const because = people.flatMap((person) => person.because);
    const sentence = whySentence({ track, origin, callerId: caller.id, people, because });
    return { private: true, view: { kind: 'why', why: { track, origin, sentence, people } } };
  },
});

/** A pick keeps the scores it was chosen by; a request is scored now, for the people who are counted in. */
async function scoresFor({ placeId, services }: CommandContext, track: Track, origin: Origin): Promise<readonly ListenerScore[]> {
  if (origin.kind === 'pick') return origin.pick.scores;
  const counted = services.sessions.present(placeId).filter(({ id }) => services.listening.consentOf(id) === 'given');
  return counted.length === 0 ? [] : services.recommender.explain(track.id, counted.map(({ id }) => id));
}

function known({ services }: CommandContext, scores: ListenerScore): Track[] {
  return scores.because.flatMap((id) => services.library.get(id) ?? []);
}
