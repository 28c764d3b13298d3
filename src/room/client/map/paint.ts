import { type MapPoints, type Place, placeOf } from './points.ts';
import { type Size, toScreen, type View } from './view.ts';

/** Hues of the commonest styles, degrees: neighbours in the legend lie far apart. */
const HUES = [250, 45, 150, 340, 95, 200, 300, 20, 175, 275];
/** By so many pixels the most heard of somebody's own is larger than the least. */
const LARGEST_OWN = 9;
/** Styles that have a colour of their own. */
export const COLOURED = HUES.length;

export function styleColour(style: number, dark: boolean): string {
  if (style >= COLOURED) return dark ? 'oklch(0.6 0.01 260)' : 'oklch(0.68 0.01 260)';
  return `oklch(${dark ? 0.76 : 0.6} 0.15 ${HUES[style]})`;
}

export interface Marks {
  /** What plays; −1 when it is not on the map, as with `focus`. */
  readonly playing: number;
  readonly focus: number;
  /** What played before. */
  readonly recent: readonly number[];
  /** Somebody's own, and how much of what they hear each is, 0 to 1; they stand out. */
  readonly own?: readonly { readonly point: number; readonly share: number }[];
  /** A style that stands out, or null. */
  readonly style: number | null;
  readonly line: readonly Place[];
  readonly along: readonly number[];
}

export interface Ink {
  readonly dark: boolean;
  readonly text: string;
  readonly ground: string;
  readonly accent: string;
}

/** Draws the whole map. @param radius of a point, px */
export function paint(canvas: CanvasRenderingContext2D, size: Size, view: View, points: MapPoints, marks: Marks, ink: Ink, radius: number): void {
  canvas.clearRect(0, 0, size.width, size.height);
  const seen = onScreen(points, view, size);
  const own = marks.own ?? [];
  const faint = own.length > 0 ? 0.25 : 0.85;
  for (const [style, of] of seen) {
    canvas.globalAlpha = marks.style === null ? faint : marks.style === style ? 1 : 0.12;
    canvas.fillStyle = styleColour(style, ink.dark);
    canvas.beginPath();
    for (const { x, y } of of) {
      canvas.moveTo(x + radius, y);
      canvas.arc(x, y, radius, 0, 2 * Math.PI);
    }
    canvas.fill();
  }
  const at = (point: number) => toScreen(view, size, placeOf(points, point));
  paintOwn(canvas, own.map(({ point, share }) => ({ ...at(point), share, style: Math.min(COLOURED, points.styleOf[point]) })), marks.style, ink, radius);
  const ring = (point: number, grow: number, colour: string, width: number) => {
    const { x, y } = at(point);
    canvas.strokeStyle = colour;
    canvas.lineWidth = width;
    canvas.beginPath();
    canvas.arc(x, y, radius + grow, 0, 2 * Math.PI);
    canvas.stroke();
  };
  canvas.globalAlpha = 0.45;
  for (const point of marks.recent) ring(point, 2.5, ink.text, 1.25);
  canvas.globalAlpha = 1;
  if (marks.line.length > 1) {
    canvas.strokeStyle = ink.accent;
    canvas.lineWidth = 2.5;
    canvas.lineJoin = canvas.lineCap = 'round';
    canvas.beginPath();
    for (const place of marks.line) canvas.lineTo(...pair(toScreen(view, size, place)));
    canvas.stroke();
  }
  marks.along.forEach((point, i) => label(canvas, at(point), String(i + 1), ink));
  if (marks.playing >= 0) {
    const { x, y } = at(marks.playing);
    canvas.fillStyle = ink.text;
    canvas.beginPath();
    canvas.arc(x, y, radius + 2, 0, 2 * Math.PI);
    canvas.fill();
    ring(marks.playing, 6, ink.text, 2);
  }
  if (marks.focus >= 0) {
    ring(marks.focus, 5, ink.ground, 5);
    ring(marks.focus, 5, ink.accent, 2.5);
  }
}

interface OwnPoint extends Place {
  readonly share: number;
  readonly style: number;
}

/** Discs whose areas are as large as their shares, the larger below. @param radius of the smallest, px */
function paintOwn(canvas: CanvasRenderingContext2D, own: readonly OwnPoint[], chosen: number | null, { dark, ground }: Ink, radius: number): void {
  const most = Math.max(...own.map(({ share }) => share));
  for (const { x, y, share, style } of own.toSorted((a, b) => b.share - a.share)) {
    canvas.globalAlpha = chosen === null || chosen === style ? 0.95 : 0.15;
    canvas.beginPath();
    canvas.arc(x, y, radius + 1 + LARGEST_OWN * Math.sqrt(share / most), 0, 2 * Math.PI);
    canvas.fillStyle = styleColour(style, dark);
    canvas.fill();
    canvas.strokeStyle = ground;
    canvas.lineWidth = 1.5;
    canvas.stroke();
  }
}

/** A number on a disc. */
function label(canvas: CanvasRenderingContext2D, { x, y }: Place, text: string, { ground, accent }: Ink): void {
  canvas.fillStyle = accent;
  canvas.beginPath();
  canvas.arc(x, y, 9, 0, 2 * Math.PI);
  canvas.fill();
  canvas.fillStyle = ground;
  canvas.font = '600 11px system-ui, sans-serif';
  canvas.textAlign = 'center';
  canvas.textBaseline = 'middle';
  canvas.fillText(text, x, y + 0.5);
}

/** Points in sight, by the style they are coloured by; the rarer on top of the commoner. */
function onScreen(points: MapPoints, view: View, size: Size): ReadonlyMap<number, readonly Place[]> {
  const seen = new Map<number, Place[]>();
  for (const style of new Set([COLOURED, ...Array.from({ length: COLOURED }, (_, i) => i)])) seen.set(style, []);
  for (let i = 0; i < points.x.length; i++) {
    const place = toScreen(view, size, { x: points.x[i], y: points.y[i] });
    if (place.x < -9 || place.y < -9 || place.x > size.width + 9 || place.y > size.height + 9) continue;
    seen.get(Math.min(COLOURED, points.styleOf[i]))?.push(place);
  }
  return seen;
}

function pair({ x, y }: Place): [number, number] {
  return [x, y];
}
