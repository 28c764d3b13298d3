import type { PathShape, TextShape } from '../../src/picture.ts';

/** Pictures bring a ground of their own, so that they are as legible on white as on black. */
export const GROUND = '#15171e';
export const INK = '#f2f3f7';
export const FAINT = '#9aa0b0';
export const GRID = '#2b2f3a';
/** Tells neighbours apart also for whoever sees few colours (after Okabe & Ito 2008, lightened for the dark ground). */
export const COLOURS = ['#56b4e9', '#e9a23b', '#2fc18c', '#d887b8', '#efe05a', '#7d8ff5', '#ee7350', '#a3d65c'];

export function filled(d: string, fill: string, opacity = 1): PathShape {
  return { kind: 'path', d, fill, opacity };
}

export function rectangle(left: number, top: number, width: number, height: number, fill: string): PathShape {
  return filled(box(left, top, width, height), fill);
}

export function box(left: number, top: number, width: number, height: number): string {
  return `M${round(left)} ${round(top)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

export function disc(x: number, y: number, radius: number): string {
  const r = round(radius);
  return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${round(2 * r)} 0a${r} ${r} 0 1 0 ${round(-2 * r)} 0z`;
}

export function written(text: string, x: number, y: number, size: number, anchor: TextShape['anchor'], fill: string = INK): TextShape {
  return { kind: 'text', text, x: round(x), y: round(y), size, anchor, fill };
}

/** Letters of the pictures' font are about so wide, of their size. */
const LETTER = 0.58;

export function widthOf(text: string, size: number): number {
  return [...text].length * size * LETTER;
}

/** What fits, with an ellipsis where something does not. */
export function fitted(text: string, size: number, width: number): string {
  const letters = [...text];
  const most = Math.max(1, Math.floor(width / (size * LETTER)));
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('').trimEnd()}…`;
}

/** A tenth of a pixel is fine enough. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
