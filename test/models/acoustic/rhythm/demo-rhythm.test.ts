import { describe, expect, it } from 'vitest';
import { RhythmAnalyser } from '../../../../models/acoustic/rhythm/rhythm-analyser.ts';
import { ANALYSIS_RATE } from '../../../../models/acoustic/track-analysis.ts';
import { SAMPLE_RATE } from '../../../../src/audio/pcm.ts';
import { Resampler } from '../../../../src/audio/resampler.ts';
import { compose } from '../../../../src/library/demo/compose.ts';
import { render } from '../../../../src/library/demo/render.ts';
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
    const { score, truth } = compose({ ...track, style, seed });
    const { left, right } = render(score);
    const mono = left.map((sample, i) => (sample + right[i]) / 2);
    const analyser = new RhythmAnalyser();
    const resampler = new Resampler(SAMPLE_RATE, ANALYSIS_RATE);
    analyser.push(resampler.process({ left: mono, right: mono }).left);
    analyser.push(resampler.flush().left);
    const { tempo, beats } = analyser.finish();
    expect(Math.abs((tempo?.bpm ?? 0) / truth.bpm - 1)).toBeLessThan(0.01);
    expect(beatScore(beats, truth.beats)).toBeGreaterThan(0.9);
  });
});
