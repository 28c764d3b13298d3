import type { Random } from '../../models/random.ts';
import type { CoverColours, Rgb } from './cover-colours.ts';

/** A shape in the unit square, painted over those before it. */
export interface Layer {
  /** To the shape's edge, negative inside; near the edge it must be true to scale. */
  readonly distance: (x: number, y: number) => number;
  readonly colour: Rgb;
  /** 0 to 1. */
  readonly opacity: number;
}

type Motif = (random: Random, colours: CoverColours) => readonly Layer[];

export function motifFor(seed: number): Motif {
  return MOTIFS[seed % MOTIFS.length] ?? orbits;
}

const disc = (cx: number, cy: number, radius: number) => (x: number, y: number) => Math.hypot(x - cx, y - cy) - radius;

const ring = (cx: number, cy: number, radius: number, width: number) => (x: number, y: number) =>
  Math.abs(Math.hypot(x - cx, y - cy) - radius) - width / 2;

/** Everything below a line that swings twice at most. */
const below = (level: number, swing: number, frequency: number, phase: number) => (x: number, y: number) => {
  const angle = frequency * x + phase;
  const slope = swing * frequency * Math.cos(angle);
  return (level + swing * Math.sin(angle) - y) / Math.hypot(1, slope);
};

const orbits: Motif = (random, p) => {
  const [cx, cy] = [0.3 + random() * 0.4, 0.3 + random() * 0.4];
  const step = 0.095 + random() * 0.03;
  const rings = Array.from({ length: 6 }, (_, i) => ({
    distance: ring(cx, cy, 0.16 + i * step, 0.008 + random() * 0.022),
    colour: i % 2 === 0 ? p.bright : p.middle,
    opacity: 0.95 - i * 0.12,
  }));
  const moons = [1, 3].map((i) => {
    const angle = random() * 2 * Math.PI;
    const radius = 0.16 + i * step;
    return { distance: disc(cx + Math.cos(angle) * radius, cy + Math.sin(angle) * radius, 0.035 + random() * 0.025), colour: p.contrast, opacity: 1 };
  });
  return [...rings, { distance: disc(cx, cy, 0.085), colour: p.bright, opacity: 1 }, ...moons];
};

const hills: Motif = (random, p) => {
  const sun = { distance: disc(0.25 + random() * 0.5, 0.3 + random() * 0.08, 0.13 + random() * 0.06), colour: p.bright, opacity: 1 };
  const ridges = [p.contrast, p.middle, p.deep].map((colour, i) => ({
    distance: below(0.5 + i * 0.15, 0.05 + random() * 0.07, 4 + random() * 4, random() * 6.3),
    colour,
    opacity: i === 0 ? 0.75 : 0.95,
  }));
  return [sun, ...ridges];
};

const waves: Motif = (random, p) => {
  const frequency = 6 + random() * 5;
  const swing = 0.03 + random() * 0.035;
  const drift = random() * 6.3;
  const colours = [p.middle, p.deep, p.bright, p.middle, p.contrast, p.deep];
  return colours.map((colour, i) => ({ distance: below(0.2 + i * 0.14, swing, frequency, drift + i * 1.1), colour, opacity: 0.9 - i * 0.04 }));
};

const tiles: Motif = (random, p) => {
  const colours = [p.deep, p.middle, p.bright, p.contrast];
  return Array.from({ length: 16 }, (_, i): Layer => {
    const [left, top] = [(i % 4) / 4, Math.floor(i / 4) / 4];
    const corner = Math.floor(random() * 4);
    const [cx, cy] = [left + (corner % 2) / 4, top + Math.floor(corner / 2) / 4];
    const colour = colours[Math.floor(random() * 4)] ?? p.middle;
    const inTile = (x: number, y: number) => Math.max(left - x, x - left - 0.25, top - y, y - top - 0.25);
    return { distance: (x, y) => Math.max(inTile(x, y), Math.hypot(x - cx, y - cy) - 0.25), colour, opacity: 0.95 };
  });
};

const rays: Motif = (random, p) => {
  const [cx, cy] = [0.35 + random() * 0.3, 0.75 + random() * 0.15];
  const count = 14 + 2 * Math.floor(random() * 4);
  const turn = random() * 6.3;
  const beam = (x: number, y: number) => {
    const [dx, dy] = [x - cx, y - cy];
    const sector = ((Math.atan2(dy, dx) + turn) / (2 * Math.PI)) * count;
    const inside = Math.abs(sector - Math.floor(sector) - 0.5) - 0.25;
    return ((inside * 2 * Math.PI) / count) * Math.hypot(dx, dy);
  };
  const radius = 0.17 + random() * 0.07;
  return [
    { distance: beam, colour: p.middle, opacity: 0.7 },
    { distance: disc(cx, cy, radius + 0.05), colour: p.contrast, opacity: 0.85 },
    { distance: disc(cx, cy, radius), colour: p.bright, opacity: 1 },
  ];
};

const dots: Motif = (random, p) => {
  const [cx, cy] = [random(), random()];
  const cell = 1 / 9;
  const nearness = (x: number, y: number) => Math.max(0, 1 - Math.hypot(x - cx, y - cy) / 1.05);
  const centre = (value: number) => (Math.floor(value / cell) + 0.5) * cell;
  const among = (from: number, to: number) => (x: number, y: number) => {
    const [dx, dy] = [centre(x), centre(y)];
    const near = nearness(dx, dy);
    return near < from || near >= to ? 1 : Math.hypot(x - dx, y - dy) - (0.012 + near * 0.042);
  };
  return [
    { distance: among(0, 0.4), colour: p.middle, opacity: 0.9 },
    { distance: among(0.4, 0.72), colour: p.bright, opacity: 0.95 },
    { distance: among(0.72, 2), colour: p.contrast, opacity: 1 },
  ];
};

const arcs: Motif = (random, p) => {
  const corner = Math.floor(random() * 4);
  const [cx, cy] = [corner % 2, Math.floor(corner / 2)];
  const colours = [p.contrast, p.bright, p.middle, p.deep, p.middle, p.bright];
  const width = 0.13 + random() * 0.04;
  const gap = 0.02 + random() * 0.02;
  return colours.map((colour, i) => ({ distance: ring(cx, cy, 0.2 + i * (width + gap), width), colour, opacity: 0.95 - i * 0.06 }));
};

const MOTIFS: readonly Motif[] = [orbits, hills, waves, tiles, rays, dots, arcs];
