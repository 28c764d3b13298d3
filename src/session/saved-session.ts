import { z } from 'zod';
import { SIGNALS, type Destination, type ListenerId, type Origin } from '../domain.ts';

const member = z.object({ id: z.string(), name: z.string() });

const scores = z.object({
  listenerId: z.string(),
  score: z.number(),
  relevance: z.number(),
  signals: z.record(z.enum(SIGNALS), z.object({ value: z.number(), weight: z.number() })),
  because: z.array(z.string()),
});

const origin: z.ZodType<Origin> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('request'), by: member }),
  z.object({
    kind: z.literal('pick'),
    pick: z.object({
      id: z.string(),
      trackId: z.string(),
      modelVersion: z.string(),
      probability: z.number(),
      exploratory: z.boolean(),
      madeAt: z.number(),
      scores: z.array(scores),
    }),
  }),
]);

const destination: z.ZodType<Destination> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stream') }),
  z.object({ kind: z.literal('discord'), guildId: z.string(), channelId: z.string() }),
]);

const entry = z.object({ id: z.string(), trackId: z.string(), origin });

/** A session as it is kept for the next start: ids only, tracks come from the library again. */
export const savedSession = z.object({
  id: z.string(),
  /** Sessions from before there were voice channels played in the room. */
  destination: destination.default({ kind: 'stream' }),
  current: z
    .object({
      playId: z.string(),
      trackId: z.string(),
      origin,
      startedAt: z.number(),
      positionMs: z.number(),
      paused: z.boolean(),
    })
    .nullable(),
  placed: z.array(entry),
  played: z.array(z.string()),
  passedOver: z.array(z.string()),
  history: z.array(z.object({ trackId: z.string(), origin, endedAt: z.number() })),
  satisfaction: z.array(z.tuple([z.string(), z.number()])),
  volume: z.number(),
});

export type SavedSession = z.output<typeof savedSession>;

/** Stands for a member whose name may not be kept. */
export const GUEST = { id: '', name: 'a guest' } as const;

/** The origin without the members that `mayKeep` refuses. */
export function redacted(origin: Origin, mayKeep: (id: ListenerId) => boolean): Origin {
  if (origin.kind === 'request') return mayKeep(origin.by.id) ? origin : { kind: 'request', by: GUEST };
  return { kind: 'pick', pick: { ...origin.pick, scores: origin.pick.scores.filter((s) => mayKeep(s.listenerId)) } };
}
