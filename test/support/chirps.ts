import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { wavBytes } from '../audio/files.ts';

const RATE = 48_000;
const LOWEST_HZ = 220;
const BAND_HZ = 130;
const SWEEP_HZ = 100;
/** Of the analysis window; long enough for a hertz of resolution after interpolation. */
const WINDOW = 9_600;
/** Of how many samples one is left before looking for a frequency. */
const THIN = 12;

/**
 * A library whose every moment can be told by ear: track k is a slow sweep through a band of its own, so that
 * the frequency heard says which track plays and where in it. All bands lie between 220 and 1,000 Hz, where
 * the K-weighting of ITU-R BS.1770 is flat to within 1 dB.
 */
export interface ChirpLibrary {
  readonly folder: string;
  readonly seconds: number;
  readonly titles: readonly string[];
  readonly files: readonly string[];
}

/**
 * @param levels peak amplitude of each track: one track each, at most six.
 * @param genres what their files say they are
 */
export async function writeChirps(folder: string, seconds: number, levels: readonly number[], genres: readonly string[] = []): Promise<ChirpLibrary> {
  const titles = levels.map((_, k) => `Sweep ${'ABCDEF'[k]}`);
  const files = titles.map((title, k) => join(folder, `Band ${k}`, 'Sweeps', `01 ${title}.wav`));
  await Promise.all(
    files.map(async (file, k) => {
      await mkdir(dirname(file), { recursive: true });
      const channel = sweep(k, seconds, levels[k] ?? 0.5);
      await writeFile(file, wavBytes({ left: channel, right: channel }, { ...(genres[k] !== undefined && { genre: genres[k] }) }));
    }),
  );
  return { folder, seconds, titles, files };
}

/** What is heard in the window that begins at `at` samples: the track's number and the position in ms, or null. */
export function chirpAt(samples: Float32Array, at: number, seconds: number): { track: number; positionMs: number } | null {
  const window = samples.subarray(at, at + WINDOW);
  const hertz = loudestFrequency(window);
  if (hertz === null) return null;
  const track = bandOf(hertz);
  const middleMs = ((hertz - LOWEST_HZ - track * BAND_HZ) / SWEEP_HZ) * seconds * 1_000;
  return { track, positionMs: middleMs - (WINDOW / RATE) * 500 };
}

/** The number of the track whose band a frequency lies in. */
export function bandOf(hertz: number): number {
  return Math.floor((hertz - LOWEST_HZ + 10) / BAND_HZ);
}

function sweep(track: number, seconds: number, level: number): Float32Array {
  const from = LOWEST_HZ + track * BAND_HZ;
  const rate = SWEEP_HZ / seconds;
  return Float32Array.from({ length: seconds * RATE }, (_, i) => {
    const t = i / RATE;
    return level * Math.sin(2 * Math.PI * (from * t + (rate * t * t) / 2));
  });
}

/** By Goertzel's filter every 2 Hz, refined by a parabola; null for silence. */
function loudestFrequency(window: Float32Array): number | null {
  const energy = window.reduce((sum, x) => sum + x * x, 0) / window.length;
  if (window.length < WINDOW || energy < 1e-6) return null;
  const STEP = 2;
  const thin = decimated(window);
  const powers = Array.from({ length: (1_010 - 200) / STEP }, (_, i) => goertzel(thin, 200 + i * STEP));
  const best = powers.indexOf(Math.max(...powers));
  const [left = 0, middle = 0, right = 0] = [powers[best - 1], powers[best], powers[best + 1]];
  const shift = middle > 0 && left + right < 2 * middle ? (left - right) / (2 * (left - 2 * middle + right)) : 0;
  return 200 + (best + shift) * STEP;
}

/** To 4 kHz by means of twelve: all that matters here lies below 1 kHz. */
function decimated(samples: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / THIN) }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < THIN; j++) sum += samples[i * THIN + j];
    return sum / THIN;
  });
}

function goertzel(window: Float32Array, hertz: number): number {
  const k = 2 * Math.cos((2 * Math.PI * hertz * THIN) / RATE);
  let [a, b] = [0, 0];
  for (let i = 0; i < window.length; i++) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / window.length);
    [a, b] = [window[i] * hann + k * a - b, a];
  }
  return a * a + b * b - k * a * b;
}
