import { seedOf } from '../../models/random.ts';
import type { Track } from '../domain.ts';
import { fromOklch, type Rgb } from '../oklch.ts';

export type { Rgb } from '../oklch.ts';

export interface CoverColours {
  readonly ground: readonly [Rgb, Rgb];
  readonly deep: Rgb;
  readonly middle: Rgb;
  readonly bright: Rgb;
  readonly contrast: Rgb;
}

/** Browns and olives do nobody good: the circle of hues without them, degrees. */
const FIRST_HUE = 155;
const HUES = 250;

/** An artist's colours, 0 to 255 a channel: the same on all their covers. */
export function coloursOf({ artist }: Pick<Track, 'artist'>): CoverColours {
  const hue = hueOf(artist);
  const tone = (light: number, chroma: number, turn: number) => fromOklch(light, chroma, hue + turn);
  const turn = seedOf(`contrast ${artist}`) % 2 === 0 ? 160 : 205;
  return {
    ground: [tone(0.42, 0.12, 8), tone(0.25, 0.08, -18)],
    deep: tone(0.3, 0.1, -25),
    middle: tone(0.6, 0.16, 12),
    bright: tone(0.85, 0.12, 36),
    contrast: tone(0.76, 0.14, turn),
  };
}

/** The artist's main colour, 0xRRGGBB. */
export function accentOf({ artist }: Pick<Track, 'artist'>): number {
  const [r, g, b] = fromOklch(0.68, 0.15, hueOf(artist) + 12);
  return (Math.round(r) << 16) | (Math.round(g) << 8) | Math.round(b);
}

function hueOf(artist: string): number {
  return (FIRST_HUE + (seedOf(artist) % HUES)) % 360;
}
