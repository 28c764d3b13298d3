import { z } from 'zod';
import { storedPick } from '../listening/stored-pick.ts';
import { COVER_VARIANTS, MOTIFS, type ListContent } from './list.ts';

const content: z.ZodType<ListContent> = z.object({
  picks: z.array(storedPick),
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
