import { z } from 'zod';
import { SIGNALS } from '../domain.ts';
import { COVER_VARIANTS, MOTIFS, type ListContent } from './list.ts';

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

const content: z.ZodType<ListContent> = z.object({
  picks: z.array(
    z.object({
      id: z.string(),
      trackId: z.string(),
      modelVersion: z.string(),
      probability: z.number(),
      exploratory: z.boolean(),
      madeAt: z.number(),
      vibe: z.number().exactOptional(),
      list: z.string().exactOptional(),
      scores: z.array(scores),
    }),
  ),
  cover: z.object({
    variant: z.enum(COVER_VARIANTS),
    probability: z.number(),
    motif: z.enum(MOTIFS),
    hues: z.array(z.number()).min(1),
    styles: z.array(z.string()),
    curves: z.array(z.array(z.number())),
    measured: z.number(),
    seed: z.number(),
  }),
  together: z.number().exactOptional(),
  asked: z.array(z.string()).exactOptional(),
});

/** What a list holds, of its JSON; null when that is missing or spoilt. */
export function storedContent(json: string | null): ListContent | null {
  if (json === null) return null;
  const parsed = content.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}
