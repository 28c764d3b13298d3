import { oklchHex } from '../../src/oklch.ts';
import type { CoverPlan, CoverVariant } from '../../src/weekly/list.ts';

export interface ListPalette {
  readonly ground: string;
  /** Laid over the ground, one disc over the other, towards its light. */
  readonly glow: string;
  /** Of each of those discs; the more of them, the more of the glow is seen. */
  readonly glowOpacity: number;
  /** From the first shape (0) to the last (1). */
  shape(place: number): string;
  /** What stands out: a sun, a heart, a line. */
  readonly light: string;
  readonly shade: string;
}

interface Tones {
  readonly ground: readonly [light: number, chroma: number];
  readonly glow: readonly [light: number, chroma: number];
  readonly glowOpacity: number;
  /** Of the first shape, and of the last. */
  readonly first: readonly [light: number, chroma: number];
  readonly last: readonly [light: number, chroma: number];
  readonly light: readonly [light: number, chroma: number];
  readonly shade: readonly [light: number, chroma: number];
}

const TONES: Readonly<Record<CoverVariant, Tones>> = {
  night: { ground: [0.16, 0.045], glow: [0.42, 0.12], glowOpacity: 0.05, first: [0.84, 0.13], last: [0.45, 0.13], light: [0.93, 0.08], shade: [0.11, 0.04] },
  paper: { ground: [0.965, 0.012], glow: [0.88, 0.06], glowOpacity: 0.06, first: [0.82, 0.1], last: [0.42, 0.14], light: [0.72, 0.17], shade: [0.3, 0.09] },
  bloom: { ground: [0.52, 0.17], glow: [0.76, 0.16], glowOpacity: 0.07, first: [0.94, 0.07], last: [0.34, 0.15], light: [0.97, 0.05], shade: [0.24, 0.1] },
};

/** The colours of a cover: the hues are its listener's, how light they are the variant's. */
export function paletteOf({ variant, hues }: CoverPlan): ListPalette {
  const tones = TONES[variant];
  const [main = 0, second = main + 40, third = second + 40] = hues;
  const hueAt = (place: number) => (place < 0.5 ? turned(third, second, place * 2) : turned(second, main, place * 2 - 1));
  return {
    ground: oklchHex(...tones.ground, main),
    glow: oklchHex(...tones.glow, second),
    glowOpacity: tones.glowOpacity,
    shape: (place) => oklchHex(mixed(tones.first[0], tones.last[0], place), mixed(tones.first[1], tones.last[1], place), hueAt(place)),
    // On paper a light of another hue looks sallow.
    light: oklchHex(...tones.light, variant === 'paper' ? main : third),
    shade: oklchHex(...tones.shade, main),
  };
}

function mixed(from: number, to: number, place: number): number {
  return from + (to - from) * place;
}

/** Between two hues, the shorter way round. */
function turned(from: number, to: number, place: number): number {
  const way = ((to - from + 540) % 360) - 180;
  return (from + way * place + 360) % 360;
}
