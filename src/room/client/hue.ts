import { seedOf } from '../../../models/random.ts';

/** Dark yellows and olives do nobody good: the circle of hues without them, degrees. */
const FIRST = 155;
const COUNT = 285;

/** A hue, degrees, that is always the same for the same text; `shift` turns it a little. */
export function hueOfText(text: string, shift = 0): number {
  return (FIRST + Math.min(COUNT, Math.max(0, (seedOf(text) % COUNT) + shift))) % 360;
}
