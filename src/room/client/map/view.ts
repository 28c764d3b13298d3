import type { MapPoints, Place } from './points.ts';

/** What of the map is seen: its middle, and how many pixels 1 is. */
export interface View {
  readonly centre: Place;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const MARGIN_PX = 28;
const LEAST_SCALE = 60;
const MOST_SCALE = 40_000;

/** All of the points. */
export function whole({ x, y }: MapPoints, { width, height }: Size): View {
  const [left, right] = ends(x);
  const [top, bottom] = ends(y);
  const scale = Math.min((width - 2 * MARGIN_PX) / Math.max(right - left, 0.05), (height - 2 * MARGIN_PX) / Math.max(bottom - top, 0.05));
  return { centre: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: within(scale) };
}

export function toScreen({ centre, scale }: View, { width, height }: Size, { x, y }: Place): Place {
  return { x: width / 2 + (x - centre.x) * scale, y: height / 2 + (y - centre.y) * scale };
}

export function toMap({ centre, scale }: View, { width, height }: Size, { x, y }: Place): Place {
  return { x: centre.x + (x - width / 2) / scale, y: centre.y + (y - height / 2) / scale };
}

export function panned(view: View, dx: number, dy: number): View {
  return { ...view, centre: { x: clamp(view.centre.x - dx / view.scale), y: clamp(view.centre.y - dy / view.scale) } };
}

/** Zoomed by a factor; what is at a place of the screen stays there. */
export function zoomed(view: View, size: Size, factor: number, fixed: Place = { x: size.width / 2, y: size.height / 2 }): View {
  const scale = within(view.scale * factor);
  const held = toMap(view, size, fixed);
  return { centre: { x: clamp(held.x - (fixed.x - size.width / 2) / scale), y: clamp(held.y - (fixed.y - size.height / 2) / scale) }, scale };
}

/** Moved as little as brings a place well into sight. */
export function showing(view: View, size: Size, place: Place): View {
  const { x, y } = toScreen(view, size, place);
  const beyond = (at: number, end: number) => (at < MARGIN_PX ? MARGIN_PX - at : at > end - MARGIN_PX ? end - MARGIN_PX - at : 0);
  return panned(view, beyond(x, size.width), beyond(y, size.height));
}

function ends(values: Float32Array): readonly [number, number] {
  return values.length === 0 ? [-1, 1] : values.reduce<readonly [number, number]>(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
}

function within(scale: number): number {
  return Math.max(LEAST_SCALE, Math.min(MOST_SCALE, scale));
}

/** The map is not lost out of sight. */
function clamp(x: number): number {
  return Math.max(-1.1, Math.min(1.1, x));
}
