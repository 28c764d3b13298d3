export interface Course {
  /** Steps in which likeness pulls {@link EXAGGERATION} times as strongly, so that what belongs together finds together. */
  readonly exaggerated: number;
  /** Steps after those. */
  readonly plain: number;
}

const EXAGGERATION = 12;
const LEAST_RATE = 50;
const LEAST_GAIN = 0.01;

/**
 * Moves points until their closeness is what the odds say (t-distributed stochastic neighbour embedding, van der Maaten &
 * Hinton 2008; rates by Belkina et al. 2019). Exact: n² a step.
 * @param odds n × n, symmetric, of sum 1 (`neighbour-odds.ts`)
 * @param points n × 2: where they begin, and then where they are
 */
export function settlePoints(odds: Float32Array, points: Float64Array, { exaggerated, plain }: Course): void {
  const n = points.length / 2;
  const rate = Math.max(n / (4 * EXAGGERATION), LEAST_RATE);
  const pull = new Float64Array(n * 2);
  const push = new Float64Array(n * 2);
  const speed = new Float64Array(n * 2);
  const gains = new Float64Array(n * 2).fill(1);
  for (let step = 0; step < exaggerated + plain; step++) {
    const early = step < exaggerated;
    const total = forces(odds, points, pull, push);
    const momentum = early ? 0.5 : 0.8;
    for (let i = 0; i < n * 2; i++) {
      const gradient = 4 * ((early ? EXAGGERATION : 1) * pull[i] - push[i] / total);
      gains[i] = Math.max(LEAST_GAIN, gradient > 0 === speed[i] > 0 ? gains[i] * 0.8 : gains[i] + 0.2);
      speed[i] = momentum * speed[i] - rate * gains[i] * gradient;
      points[i] += speed[i];
    }
  }
}

/** What pulls and pushes each point. @returns what the pushes are to be divided by */
function forces(odds: Float32Array, points: Float64Array, pull: Float64Array, push: Float64Array): number {
  const n = points.length / 2;
  // Each point's nearness to itself is no neighbourhood.
  let total = -n;
  for (let a = 0; a < n; a++) {
    const x = points[a * 2];
    const y = points[a * 2 + 1];
    let pullX = 0;
    let pullY = 0;
    let pushX = 0;
    let pushY = 0;
    for (let b = 0, at = a * n; b < n; b++, at++) {
      const dx = x - points[b * 2];
      const dy = y - points[b * 2 + 1];
      const near = 1 / (1 + dx * dx + dy * dy);
      total += near;
      const pulled = odds[at] * near;
      const pushed = near * near;
      pullX += pulled * dx;
      pullY += pulled * dy;
      pushX += pushed * dx;
      pushY += pushed * dy;
    }
    pull[a * 2] = pullX;
    pull[a * 2 + 1] = pullY;
    push[a * 2] = pushX;
    push[a * 2 + 1] = pushY;
  }
  return total;
}
