import type { ListenerId } from '../domain.ts';
import type { Knowledge } from './knowledge.ts';
import type { TasteNumbers } from './recommender.ts';
import { modelVersion } from './trained-taste.ts';

/** What a listener's export says of their place in the model. */
export function tasteNumbers(knowledge: Knowledge, id: ListenerId, now: number): TasteNumbers | null {
  const numbers = knowledge.vectorOf(id, now);
  const weights = knowledge.ownBlendOf(id);
  if (!numbers && !weights) return null;
  return { modelVersion: modelVersion(knowledge), numbers: numbers ?? [], ...(weights && { weights }) };
}
