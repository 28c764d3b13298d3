import type { TempoLesson } from '../../../models/acoustic/rhythm/train-tempo-network.ts';
import { ANALYSIS_RATE } from '../../../models/acoustic/track-analysis.ts';
import { seedOf } from '../../../models/random.ts';
import { CATALOGUE } from '../../library/demo/catalogue.ts';
import { composedPiece } from '../composed-piece.ts';
import { lessonsOf, near } from './lesson.ts';

const WEIGHT = 0.7;
/** Seconds: each piece is heard a second time as an excerpt of its middle. */
const EXCERPT = [20, 50] as const;

/** One piece for each of the demo library's, of its style and length, composed anew. */
export function composedLessons(seed: number, round: number): TempoLesson[] {
  return CATALOGUE.flatMap(({ title, commission }) => {
    const { mono, truth } = composedPiece({ ...commission, seed: seedOf(`tempo ${seed} ${round} ${title}`) });
    const [from, to] = EXCERPT;
    const excerpt = mono.subarray(from * ANALYSIS_RATE, to * ANALYSIS_RATE);
    return [mono, excerpt].flatMap((heard) => lessonsOf(heard, WEIGHT, near(truth.bpm)));
  });
}
