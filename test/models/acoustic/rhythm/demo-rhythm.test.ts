import { describe, expect, it } from 'vitest';
import { RhythmAnalyser } from '../../../../models/acoustic/rhythm/rhythm-analyser.ts';
import { composedPiece } from '../../../../src/lab/composed-piece.ts';
import { beatScore } from './beat-score.ts';

const track = { band: 0, seconds: 40, loudness: null, genres: [], moods: [] } as const;

describe('RhythmAnalyser on composed music', () => {
  // Neither half nor double: a fast style, a slow one, a swung one, and one in three.
  it.each([
    { style: 'house', seed: 11 },
    { style: 'drum and bass', seed: 12 },
    { style: 'lo-fi', seed: 13 },
    { style: 'jazz', seed: 14 },
  ] as const)('hears what was composed: $style', { timeout: 60_000 }, ({ style, seed }) => {
    const { mono, truth } = composedPiece({ ...track, style, seed });
    const analyser = new RhythmAnalyser();
    analyser.push(mono);
    const { tempo, beats } = analyser.finish();
    expect(Math.abs((tempo?.bpm ?? 0) / truth.bpm - 1)).toBeLessThan(0.01);
    expect(beatScore(beats, truth.beats)).toBeGreaterThan(0.9);
  });
});
