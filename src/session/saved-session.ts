import { z } from 'zod';
import type { Destination, ListenerId, Origin } from '../domain.ts';
import { LEANINGS, type Vibe } from '../vibe.ts';
import { storedPick } from '../listening/stored-pick.ts';

const member = z.object({ id: z.string(), name: z.string() });

const origin: z.ZodType<Origin> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('request'), by: member }),
  z.object({ kind: z.literal('pick'), pick: storedPick }),
]);

const destination: z.ZodType<Destination> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stream') }),
  z.object({ kind: z.literal('discord'), guildId: z.string(), channelId: z.string() }),
]);

const wishes = z.object({ wanted: z.array(z.string()), unwanted: z.array(z.string()) });

const vibe: z.ZodType<Vibe> = z.object({
  tags: wishes,
  artists: wishes,
  like: z.object({ artists: z.array(z.string()), tracks: z.array(z.string()) }),
  unlike: z.array(z.string()),
  without: z.array(z.string()).default([]),
  era: z.object({ from: z.number().nullable(), to: z.number().nullable() }).nullable(),
  leanings: z.record(z.enum(LEANINGS), z.object({ by: z.number(), than: z.string().nullable() }).nullable()),
  tracksLeft: z.number().nullable().default(null),
  since: z.number(),
});

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
  /** By how much better than others members were served, in earlier sessions and in this one. */
  surplus: z.array(z.tuple([z.string(), z.number(), z.number()])).default([]),
  /** Members who want nothing to be learnt from it; of earlier sessions nobody said. */
  unlearnt: z.array(z.string()).default([]),
  volume: z.number(),
  /** Sessions from before there were vibes have none. */
  vibe: vibe.nullable().default(null),
});

export type SavedSession = z.output<typeof savedSession>;

/** Stands for a member whose name may not be kept. */
export const GUEST = { id: '', name: 'a guest' } as const;

/** The origin without the members that `mayKeep` refuses. */
export function redacted(origin: Origin, mayKeep: (id: ListenerId) => boolean): Origin {
  if (origin.kind === 'request') return mayKeep(origin.by.id) ? origin : { kind: 'request', by: GUEST };
  return { kind: 'pick', pick: { ...origin.pick, scores: origin.pick.scores.filter((s) => mayKeep(s.listenerId)) } };
}
