import type { TensorBackend } from '../tensor-backend.ts';

/** How far the analysis of the library is. */
export interface AnalysisProgress {
  readonly tracks: number;
  readonly analysed: number;
  /** Milliseconds until the rest is, at the pace of the last; null while nobody can tell, or none is left. */
  readonly leftMs: number | null;
  /** What the network computes with; null before it was needed, and where there is none. */
  readonly backend: TensorBackend | null;
  /** Tracks that cannot be analysed … */
  readonly faults: number;
  /** … and the first of them. */
  readonly faulty: readonly FaultyFile[];
}

export interface FaultyFile {
  readonly path: string;
  /** What comes after “because”. */
  readonly reason: string;
}

/** Before anything is known. */
export const NOTHING_ANALYSED: AnalysisProgress = { tracks: 0, analysed: 0, leftMs: null, backend: null, faults: 0, faulty: [] };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const BACKENDS: Readonly<Record<TensorBackend, string>> = {
  tensorflow: 'TensorFlow computes with its native library.',
  wasm: 'TensorFlow computes with WebAssembly.',
  cpu: 'TensorFlow computes with plain JavaScript, which is slow.',
};

/** The progress for people, a sentence each; none for an empty library. */
export function analysisSentences({ tracks, analysed, leftMs, backend, faults }: AnalysisProgress): readonly string[] {
  if (tracks === 0) return [];
  return [
    analysed === tracks ? `All ${figure(tracks)} tracks are analysed.` : leftMs === null ? `${figure(analysed)} of ${figure(tracks)} tracks analysed.` : `${figure(analysed)} of ${figure(tracks)} tracks analysed; ${durationWords(leftMs)} left.`,
    ...(backend === null ? [] : [BACKENDS[backend]]),
    ...(faults === 0 ? [] : [faults === 1 ? 'One track could not be analysed.' : `${figure(faults)} tracks could not be analysed.`]),
  ];
}

function durationWords(ms: number): string {
  if (ms < 1.5 * MINUTE_MS) return 'about a minute';
  if (ms < 50 * MINUTE_MS) return `about ${Math.round(ms / MINUTE_MS)} minutes`;
  if (ms < 1.5 * HOUR_MS) return 'about an hour';
  return ms < 2 * DAY_MS ? `about ${Math.round(ms / HOUR_MS)} hours` : `about ${figure(Math.round(ms / DAY_MS))} days`;
}

function figure(count: number): string {
  return count.toLocaleString('en');
}
