import { z } from 'zod';
import { command, type CommandContext } from '../src/command.ts';
import { SOMEBODY_GONE, type Why } from '../src/view.ts';
import type { ListenerScore, Origin, Track } from '../src/domain.ts';
import { currentHere } from './here/session.ts';
import { evidenceIn } from './wording/evidence.ts';
import { chance, type EvidenceParts, signalEvidence, sureness } from './wording/signal-evidence.ts';
import { whySentence } from './wording/why-sentence.ts';

export const why = command('why', {
  description: 'Why this track plays: for whom, and what each signal of your taste said',
  options: z.object({}),
  rights: 'anyone',
  async run(context) {
    const { track, origin } = currentHere(context);
    const { caller, placeId, services } = context;
    // Whoever went, or is not counted in any more, is not named.
    const there = services.sessions.present(placeId).filter(({ id }) => services.listening.consentOf(id) === 'given');
    const names = new Map(there.map(({ id, name }) => [id, name]));
    const scored = origin.kind === 'pick' ? origin.pick.scores : [];
    const people = scored.map((scores) => ({ member: { id: scores.listenerId, name: names.get(scores.listenerId) ?? SOMEBODY_GONE }, scores }));
    const scores = await ownScores(context, track, origin);
    const evidence = evidenceIn(context, scores);
    const sentence = whySentence({ track, origin, callerId: caller.id, people, ...evidence });
    const own = scores && { scores, because: evidence.because, ...(await ownEvidence(context, origin, { track, scores, ...evidence })) };
    return { private: true, view: { kind: 'why', why: { track, sentence, own, chance: origin.kind === 'pick' ? chance(origin.pick) : null } } };
  },
});

/** What of the caller's own listening the signals go by, and how sure that is. */
async function ownEvidence({ caller, services }: CommandContext, origin: Origin, parts: Omit<EvidenceParts, 'affinities' | 'together'>): Promise<Pick<NonNullable<Why['own']>, 'evidence' | 'sure'>> {
  const affinities = await services.listening.affinities(caller.id);
  // The log keeps no more than what a pick was chosen by.
  const [explained] = origin.kind === 'request' ? [parts.scores] : await services.recommender.explain(parts.track.id, [caller.id]);
  const together = (explained?.together ?? []).flatMap((id) => services.library.get(id) ?? []);
  const record = origin.kind === 'pick' ? await services.recommender.pickRecord(caller.id, parts.scores.relevance) : undefined;
  return { evidence: signalEvidence({ ...parts, affinities, together }), sure: sureness(record) };
}

/** What the caller's taste says; null when it has no say. A pick keeps the scores it was chosen by; a request is scored now. */
async function ownScores({ caller, services }: CommandContext, track: Track, origin: Origin): Promise<ListenerScore | null> {
  if (origin.kind === 'pick') return origin.pick.scores.find(({ listenerId }) => listenerId === caller.id) ?? null;
  if (services.listening.consentOf(caller.id) !== 'given') return null;
  const [scores] = await services.recommender.explain(track.id, [caller.id]);
  return scores ?? null;
}
