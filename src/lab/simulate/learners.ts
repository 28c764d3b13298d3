import { evidenceOf } from '../../../models/collaborative/confidence.ts';
import type { Random } from '../../../models/random.ts';
import type { Interaction, Scorer } from '../../../models/scorer.ts';

/** What a policy makes of one listener, pick by pick. */
export interface Learner {
  /** By item: the best that was not played yet is picked. It may be another array, or the same anew. */
  scores(): Float32Array;
  /** What became of the last pick. */
  heard(item: number, liked: boolean): void;
}

/** A way to learn: begins with what is known of a listener. */
export type Policy = (known: readonly Interaction[]) => Learner;

const ONCE = { plays: 1, leaves: 0, requests: 0, reaction: null, lastAt: 0 } as const;
/** What the bot makes of a pick that was heard to its end … */
const COMPLETED = evidenceOf({ ...ONCE, completions: 1, skips: 0, earlySkips: 0 }, 0);
/** … and of one that was skipped at once. */
const SKIPPED = evidenceOf({ ...ONCE, completions: 0, skips: 1, earlySkips: 1 }, 0);

/** Never learns: what was known at the start decides all picks. */
export function staticPolicy(scorer: Scorer, items: number): Policy {
  return (known) => {
    const scores = scored(scorer, known, items);
    return { scores: () => scores, heard: () => undefined };
  };
}

/**
 * Solves the listener anew after every like, or also after every skip. A pick counts in units of the listener's usual
 * listen, which is what the bot's evidence, in units of a track heard to its end, becomes for the models.
 */
export function resolvingPolicy(scorer: Scorer, items: number, { skips }: { readonly skips: boolean }): Policy {
  return (known) => {
    const history = [...known];
    const usual = known.length > 0 ? known.reduce((sum, { positive }) => sum + positive, 0) / known.length : 1;
    let scores = scored(scorer, history, items);
    return {
      scores: () => scores,
      heard(item, liked) {
        if (!liked && !skips) return;
        const { positive, negative } = liked ? COMPLETED : SKIPPED;
        history.push({ column: item, positive: usual * positive, negative: usual * negative });
        scores = scored(scorer, history, items);
      },
    };
  };
}

/**
 * Learns for each listener by itself which signal to trust, and nothing else: Thompson sampling with one arm a signal (Thompson
 * 1933; Chapelle & Li 2011). The reference for what takes longer to learn than a session lasts.
 */
export function thompsonPolicy(signals: readonly Scorer[], items: number, random: Random): Policy {
  return (known) => {
    const arms = signals.map((signal) => ({ scores: scored(signal, known, items), likes: 0, skips: 0 }));
    let pulled = arms[0];
    return {
      scores() {
        let most = -1;
        for (const arm of arms) {
          const drawn = betaDraw(1 + arm.likes, 1 + arm.skips, random);
          if (drawn > most) [pulled, most] = [arm, drawn];
        }
        return pulled.scores;
      },
      heard: (_, liked) => void (liked ? pulled.likes++ : pulled.skips++),
    };
  };
}

/** From a Beta distribution with whole parameters: the a-th smallest of a + b − 1 uniform numbers. */
function betaDraw(a: number, b: number, random: Random): number {
  return Float64Array.from({ length: a + b - 1 }, random).sort()[a - 1];
}

function scored(scorer: Scorer, history: readonly Interaction[], items: number): Float32Array {
  const scores = new Float32Array(items);
  scorer.score(history, scores);
  return scores;
}
