import { monoOf } from '../audio/mono.ts';
import { SAMPLE_RATE } from '../audio/pcm.ts';
import { type Commission, compose } from '../library/demo/compose.ts';
import type { GroundTruth } from '../library/demo/ground-truth.ts';
import { render } from '../library/demo/render.ts';

/** A piece by the demo composer as it is analysed, at 22,050 Hz, with what its composer knows of it. */
export function composedPiece(commission: Commission): { readonly mono: Float32Array; readonly truth: GroundTruth } {
  const { score, truth } = compose(commission);
  return { mono: monoOf(render(score), SAMPLE_RATE), truth };
}
