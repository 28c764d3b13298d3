import type { PathShape, Picture } from '../../src/picture.ts';
import type { CoverPlan } from '../../src/weekly/list.ts';
import { COVER_HEIGHT, COVER_WIDTH, motifShapes } from './list-motifs.ts';
import { paletteOf, type ListPalette } from './list-palette.ts';
import { disc } from './smooth-path.ts';

/** Discs that the light of the ground is made of. */
const GLOWS = 22;

/** The cover of a list: in the colours of the styles that its listener leant to, shaped by the energy of its tracks. */
export function drawListCover(plan: CoverPlan): Picture {
  const palette = paletteOf(plan);
  return { width: COVER_WIDTH, height: COVER_HEIGHT, shapes: [...ground(plan, palette), ...motifShapes(plan, palette)] };
}

function ground({ seed }: CoverPlan, { ground: fill, glow, glowOpacity }: ListPalette): readonly PathShape[] {
  const centre = [COVER_WIDTH * (0.15 + 0.7 * ((seed % 101) / 100)), COVER_HEIGHT * (0.05 + 0.5 * ((seed % 89) / 88))] as const;
  const whole: PathShape = { kind: 'path', d: `M0 0h${COVER_WIDTH}v${COVER_HEIGHT}h${-COVER_WIDTH}z`, fill, opacity: 1 };
  const discs = Array.from({ length: GLOWS }, (_, i): PathShape => ({ kind: 'path', d: disc(centre, COVER_WIDTH * (0.85 - (0.8 * i) / GLOWS)), fill: glow, opacity: glowOpacity }));
  return [whole, ...discs];
}
