import { ANALYSIS_VERSION, type TrackAnalysis } from '../../models/acoustic/track-analysis.ts';

/** An analysis with something in all its parts. */
export function anAnalysis(given: Partial<TrackAnalysis> = {}): TrackAnalysis {
  return {
    version: ANALYSIS_VERSION,
    seconds: 30.25,
    loudness: { integratedLufs: -14.2, rangeLu: 5.5, truePeakDbtp: -0.8 },
    tempo: { bpm: 120.5, confidence: 0.9, alternative: 60.25, steadiness: 0.95 },
    beats: Float32Array.from({ length: 60 }, (_, beat) => 0.25 + beat / 2),
    downbeats: Uint32Array.from({ length: 15 }, (_, bar) => 4 * bar),
    beatsPerBar: 4,
    key: { tonic: 9, mode: 'minor', confidence: 0.7 },
    character: { onsetsPerSecond: 3.5, energy: 0.6, brightness: 0.4, danceability: 0.8, acousticness: 0.1, vocalness: null, valence: 0.3, arousal: null },
    curves: { stepSeconds: 0.25, energy: Uint8Array.from([0, 128, 255, 40]), brightness: Uint8Array.from([9, 8, 7, 255]) },
    sections: [
      { start: 0, end: 12.5, label: 'A', energy: 0.2 },
      { start: 12.5, end: 30.25, label: 'B', energy: 1 },
    ],
    cues: { start: 0.1, introEnd: 8, outroStart: 24, end: 30 },
    ...given,
  };
}
