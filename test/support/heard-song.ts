import type { TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import { anAnalysis } from '../analysis/analyses.ts';

/** What a song of three minutes at 120 bpm in A minor may sound like: quiet, loud, quiet. */
export function aHeardSong(given: Partial<TrackAnalysis> = {}): TrackAnalysis {
  const { seconds = 180 } = given;
  const beats = Float32Array.from({ length: seconds * 2 }, (_, i) => i / 2);
  return anAnalysis({
    seconds,
    loudness: { integratedLufs: -14.27, rangeLu: 6, truePeakDbtp: -0.04 },
    tempo: { bpm: 120.02, confidence: 0.9, alternative: 60.01, steadiness: 1 },
    beats,
    downbeats: Uint32Array.from({ length: beats.length / 4 }, (_, i) => 4 * i),
    character: { onsetsPerSecond: 6, energy: 0.85, brightness: 0.3, danceability: 0.7, acousticness: 0.05, vocalness: null, valence: null, arousal: null },
    curves: { stepSeconds: seconds / 900, energy: Uint8Array.from({ length: 900 }, (_, i) => (i >= 300 && i < 600 ? 200 : 100)), brightness: new Uint8Array(900) },
    sections: ['A', 'B', 'A'].map((label, i) => ({ start: (i * seconds) / 3, end: ((i + 1) * seconds) / 3, label, energy: label === 'B' ? 1 : 0.5 })),
    cues: { start: 0, introEnd: 0.1 * seconds, outroStart: 0.9 * seconds, end: seconds },
    ...given,
  });
}
