import { SAMPLE_RATE } from '../../../audio/pcm.ts';
import type { Waveform } from './patch.ts';

/** Samples of one period, 2^11. One more follows it, equal to the first, for interpolation. */
export const TABLE_SIZE = 2048;

/** Partials above this are left out: brighter than any of our styles wants, and safe from aliasing. */
const HIGHEST_PARTIAL = 15_000;

const tables = new Map<string, Float32Array>();

/**
 * One period of a band-limited wave for notes of about this fundamental. Tables are made half an octave
 * apart when first wanted, so that no partial passes 15 kHz.
 */
export function wavetable(wave: Waveform, fundamental: number): Float32Array {
  const partials = Math.max(1, HIGHEST_PARTIAL / fundamental);
  const step = Math.min(18, Math.floor(2 * Math.log2(partials)));
  const key = `${wave}:${step}`;
  let table = tables.get(key);
  if (!table) {
    table = build(wave, Math.min(Math.floor(2 ** (step / 2)), Math.floor(SAMPLE_RATE / 2 / 24)));
    tables.set(key, table);
  }
  return table;
}

/** One period of a sine, TABLE_SIZE + 1 samples. */
export const SINE: Float32Array = Float32Array.from({ length: TABLE_SIZE + 1 }, (_, i) =>
  Math.sin((2 * Math.PI * i) / TABLE_SIZE),
);

function build(wave: Waveform, partials: number): Float32Array {
  const table = new Float32Array(TABLE_SIZE + 1);
  const count = Math.min(partials, 512);
  for (let h = 1; h <= count; h++) {
    // Lanczos' sigma tames the ripple of a truncated series.
    const x = (Math.PI * h) / (count + 1);
    const amplitude = partial(wave, h) * (h === 1 ? 1 : Math.sin(x) / x);
    if (amplitude === 0) continue;
    for (let i = 0; i < TABLE_SIZE; i++) table[i] += amplitude * SINE[(i * h) & (TABLE_SIZE - 1)];
  }
  let peak = 0;
  for (let i = 0; i < TABLE_SIZE; i++) peak = Math.max(peak, Math.abs(table[i]));
  for (let i = 0; i < TABLE_SIZE; i++) table[i] /= peak;
  table[TABLE_SIZE] = table[0];
  return table;
}

const DRAWBARS = [1, 0.75, 0.55, 0.28, 0, 0.2, 0, 0.14];
const REED = [1, 0.75, 0.85, 0.45, 0.5, 0.22, 0.26, 0.12, 0.14, 0.07, 0.08, 0.04];
const WHISTLE = [1, 0.22, 0.14, 0.05, 0.03];
const HOLLOW = [1, 0.05, 0.38, 0.03, 0.17, 0.02, 0.07];

function partial(wave: Waveform, h: number): number {
  switch (wave) {
    case 'sine':
      return h === 1 ? 1 : 0;
    case 'saw':
      return 1 / h;
    case 'square':
      return h % 2 === 1 ? 1 / h : 0;
    case 'triangle':
      return h % 2 === 1 ? ((h % 4 === 1 ? 1 : -1) / h) / h : 0;
    case 'pulse25':
      return Math.sin(h * Math.PI * 0.25) / h;
    case 'pulse12':
      return Math.sin(h * Math.PI * 0.125) / h;
    case 'organ':
      return DRAWBARS[h - 1] ?? 0;
    case 'reed':
      return REED[h - 1] ?? 0;
    case 'whistle':
      return WHISTLE[h - 1] ?? 0;
    case 'hollow':
      return HOLLOW[h - 1] ?? 0;
  }
}
