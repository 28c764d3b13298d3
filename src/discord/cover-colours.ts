import { seedOf } from '../../models/random.ts';
import type { Track } from '../domain.ts';

/** sRGB, 0 to 255 a channel. */
export type Rgb = readonly [number, number, number];

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

/** OKLCH to sRGB (Björn Ottosson 2020), 0 to 255 a channel; what sRGB cannot show is cut off. */
function fromOklch(light: number, chroma: number, hue: number): Rgb {
  const angle = (hue / 180) * Math.PI;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function gamma(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.min(255, Math.max(0, value * 255));
}
