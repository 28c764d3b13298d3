import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { seedOf, seeded, type Random } from '../../../../models/random.ts';
import type { RoomTrack } from '../../protocol.ts';
import { html } from '../html.ts';
import { hueOfText } from '../hue.ts';

/**
 * A cover for music that has none: tracks of one genre share colours and a motif, and no two tracks are
 * quite alike. The same track always has the same cover.
 */

type Subject = Pick<RoomTrack, 'id' | 'artist' | 'genres'>;

/** The cover's main hue, degrees; the page takes its colours from it too. */
export function hueOf(track: Subject): number {
  return hueOfText(styleOf(track), (seedOf(track.id) % 31) - 15);
}

function styleOf({ genres, artist }: Subject): string {
  return genres[0] ?? artist;
}

interface Palette {
  readonly ground: string;
  readonly deep: string;
  readonly middle: string;
  readonly bright: string;
  readonly contrast: string;
}

function paletteOf(hue: number): Palette {
  const tone = (light: number, chroma: number, turn: number) => `oklch(${light} ${chroma} ${(hue + turn) % 360})`;
  return {
    ground: tone(0.36, 0.1, 0),
    deep: tone(0.26, 0.08, 340),
    middle: tone(0.58, 0.15, 14),
    bright: tone(0.82, 0.13, 38),
    contrast: tone(0.76, 0.14, 190),
  };
}

type Motif = (random: Random, palette: Palette) => readonly VNode[];

const orbits: Motif = (random, p) => {
  const [x, y] = [30 + random() * 40, 30 + random() * 40];
  const rings = Array.from({ length: 6 }, (_, i) => html`<circle cx=${x} cy=${y} r=${14 + i * (9 + random() * 3)} fill="none" stroke=${i % 2 ? p.middle : p.bright} stroke-width=${1 + random() * 3} opacity=${1 - i * 0.13} />`);
  const angle = random() * 2 * Math.PI;
  return [
    ...rings,
    html`<circle cx=${x} cy=${y} r="8" fill=${p.bright} />`,
    html`<circle cx=${x + Math.cos(angle) * 26} cy=${y + Math.sin(angle) * 26} r=${4 + random() * 3} fill=${p.contrast} />`,
  ];
};

const waves: Motif = (random, p) =>
  [p.deep, p.middle, p.bright, p.contrast].map((colour, i) => {
    const top = 26 + i * 17;
    const swell = 6 + random() * 8;
    const shift = random() * 30;
    const path = `M${-40 + shift} ${top} q 17 ${-swell} 34 0 t 34 0 t 34 0 t 34 0 V 110 H -40 z`;
    return html`<path d=${path} fill=${colour} opacity=${0.92 - i * 0.08} />`;
  });

const tiles: Motif = (random, p) => {
  const colours = [p.deep, p.middle, p.bright, p.contrast];
  return Array.from({ length: 16 }, (_, i) => {
    const [x, y] = [(i % 4) * 25, Math.floor(i / 4) * 25];
    const turn = Math.floor(random() * 4) * 90;
    return html`<path d="M0 0 H25 A25 25 0 0 1 0 25 z" transform=${`translate(${x} ${y}) rotate(${turn} 12.5 12.5)`} fill=${colours[Math.floor(random() * 4)]} />`;
  });
};

const rays: Motif = (random, p) => {
  const [x, y] = [50 + (random() - 0.5) * 30, 78 + random() * 14];
  const count = 16 + Math.floor(random() * 8);
  const beams = Array.from({ length: count }, (_, i) => {
    const point = (at: number) => `${x + Math.cos(at) * 140} ${y + Math.sin(at) * 140}`;
    const [from, to] = [i, i + 0.5].map((step) => (step / count) * 2 * Math.PI);
    return html`<path d=${`M${x} ${y} L${point(from)} L${point(to)} z`} fill=${i % 3 === 0 ? p.contrast : p.middle} opacity=${i % 3 === 0 ? 0.55 : 0.75} />`;
  });
  return [...beams, html`<circle cx=${x} cy=${y} r=${16 + random() * 6} fill=${p.bright} />`];
};

const bars: Motif = (random, p) =>
  Array.from({ length: 9 }, (_, i) => {
    const height = 18 + random() * 62;
    const colour = [p.middle, p.bright, p.contrast][Math.floor(random() * 3)];
    return html`<rect x=${6.5 + i * 10} y=${50 - height / 2} width="6" height=${height} rx="3" fill=${colour} />`;
  });

const hills: Motif = (random, p) => {
  const sun = html`<circle cx=${25 + random() * 50} cy=${26 + random() * 12} r=${11 + random() * 5} fill=${p.bright} />`;
  const ridges = [p.contrast, p.middle, p.deep].map((colour, i) => {
    const base = 52 + i * 15;
    const at = () => base - random() * 22;
    return html`<path d=${`M0 ${at()} C 20 ${at()} 30 ${base + 6} 50 ${base} S 80 ${at()} 100 ${at()} V 100 H 0 z`} fill=${colour} />`;
  });
  return [sun, ...ridges];
};

const dots: Motif = (random, p) => {
  const [x, y] = [random() * 100, random() * 100];
  return Array.from({ length: 64 }, (_, i) => {
    const [cx, cy] = [6.25 + (i % 8) * 12.5, 6.25 + Math.floor(i / 8) * 12.5];
    const near = Math.max(0, 1 - Math.hypot(cx - x, cy - y) / 95);
    return html`<circle cx=${cx} cy=${cy} r=${1 + near * 5} fill=${near > 0.72 ? p.contrast : near > 0.4 ? p.bright : p.middle} />`;
  });
};

const ribbons: Motif = (random, p) =>
  [p.middle, p.deep, p.bright, p.contrast].map((colour, i) => {
    const y = () => 10 + random() * 80;
    return html`<path d=${`M-10 ${y()} C 25 ${y()} 55 ${y()} 110 ${y()}`} fill="none" stroke=${colour} stroke-width=${20 - i * 5} stroke-linecap="round" />`;
  });

const MOTIFS = [orbits, waves, tiles, rays, bars, hills, dots, ribbons];

export function Cover({ track, size }: { readonly track: Subject; readonly size: 'small' | 'large' }): VNode {
  const { id } = track;
  const style = styleOf(track);
  return useMemo(() => {
    const palette = paletteOf(hueOf(track));
    const motif = MOTIFS[seedOf(`motif ${style}`) % MOTIFS.length];
    return html`<svg class=${`cover cover-${size}`} viewBox="0 0 100 100" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
      <rect width="100" height="100" fill=${palette.ground} />
      ${motif(seeded(seedOf(id)), palette)}
    </svg>`;
  }, [id, style, size]);
}
