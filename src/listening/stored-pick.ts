import { z } from 'zod';
import { type Pick, SIGNALS } from '../domain.ts';

const NOTHING = Object.fromEntries(SIGNALS.map((signal) => [signal, { value: 0, weight: 0 }]));

const scores = z.object({
  listenerId: z.string(),
  score: z.number(),
  relevance: z.number(),
  // What an earlier version picked knew fewer signals.
  signals: z.preprocess((given) => ({ ...NOTHING, ...(given as object) }), z.record(z.enum(SIGNALS), z.object({ value: z.number(), weight: z.number() }))),
  because: z.array(z.string()),
  described: z.object({ tags: z.array(z.string()), like: z.string().nullable() }).exactOptional(),
  sounds: z.object({ like: z.string(), reasons: z.array(z.string()) }).exactOptional(),
});

/** A pick as it is kept with sessions and lists, also by earlier versions. */
export const storedPick: z.ZodType<Pick> = z.object({
  id: z.string(),
  trackId: z.string(),
  modelVersion: z.string(),
  probability: z.number(),
  exploratory: z.boolean(),
  madeAt: z.number(),
  vibe: z.number().exactOptional(),
  list: z.string().exactOptional(),
  scores: z.array(scores),
});
