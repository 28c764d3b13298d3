import type { TrackSound } from '../../../src/storage/track-analyses.ts';

export interface SoundShape {
  /** Beats a minute; null without a pulse. */
  readonly tempo?: number | null;
  readonly tempoConfidence?: number;
  readonly tonic?: number;
  readonly energy?: number;
  readonly valence?: number | null;
  /** null when no network has heard it. */
  readonly embedding?: readonly number[] | null;
}

/** How a track might sound that the network `n1` has heard; `n` makes it a little different from others of its shape. */
export function aSound({ tempo = 120, tempoConfidence = 0.9, tonic = 0, energy = 0.5, valence = null, embedding = [1, 0, 0] }: SoundShape = {}, n = 0): TrackSound {
  const towards = embedding?.map((x, i) => x + 0.05 * Math.sin(n * 7 + i));
  const length = Math.hypot(...(towards ?? []));
  return {
    version: 1,
    seconds: 200,
    loudness: { integratedLufs: -12, rangeLu: 5, truePeakDbtp: -1 },
    tempo: tempo === null ? null : { bpm: tempo, confidence: tempoConfidence, alternative: tempo / 2, steadiness: 1 },
    key: { tonic, mode: 'minor', confidence: 0.8 },
    character: { onsetsPerSecond: 3, energy, brightness: 0.5, danceability: 0.5, acousticness: 0.5, vocalness: null, valence, arousal: null },
    embedding: towards ? Float32Array.from(towards, (x) => x / length) : null,
    networkVersion: 'n1',
  };
}
