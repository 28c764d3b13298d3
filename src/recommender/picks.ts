import { randomUUID } from 'node:crypto';
import type { Pick } from '../domain.ts';
import type { Choice } from './choose.ts';

/** Gives choices their identity and provenance. */
export function picksOf(choices: readonly Choice[], modelVersion: string, madeAt: number): readonly Pick[] {
  return choices.map((choice) => ({ id: randomUUID(), modelVersion, madeAt, ...choice }));
}
