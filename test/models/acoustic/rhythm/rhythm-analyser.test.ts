import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RhythmAnalyser } from '../../../../models/acoustic/rhythm/rhythm-analyser.ts';
import type { Rhythm } from '../../../../models/acoustic/rhythm/rhythm.ts';
import { ANALYSIS_RATE } from '../../../../models/acoustic/track-analysis.ts';
import { seeded } from '../../../../models/random.ts';
import { beatScore } from './beat-score.ts';
import { drums, strike } from './clicks.ts';

function heard(samples: Float32Array, block = 4096): Rhythm {
  const analyser = new RhythmAnalyser();
  for (let at = 0; at < samples.length; at += block) analyser.push(samples.subarray(at, at + block));
  return analyser.finish();
}

describe('RhythmAnalyser', () => {
  it('hears tempo, beats and bars of drums', { timeout: 30_000 }, () => {
    for (const bpm of [92, 120, 133.7, 174]) {
      const { tempo, beats, downbeats, beatsPerBar, pulse } = heard(drums(bpm, 24));
      expect(tempo?.bpm).toBeCloseTo(bpm, 0);
      expect(tempo?.steadiness).toBe(1);
      expect(pulse).toBeGreaterThan(0.5);
      expect(beatsPerBar).toBe(4);
      const truth = Array.from({ length: Math.ceil((23.9 * bpm) / 60) }, (_, i) => 0.1 + (i * 60) / bpm);
      expect(beatScore(beats, truth, 0.025)).toBeGreaterThan(0.97);
      expect(Array.from(downbeats).every((beat, i) => i === 0 || beat === downbeats[i - 1] + 4)).toBe(true);
    }
  });

  it('puts the beats where they are heard, to a few milliseconds', () => {
    const { beats } = heard(drums(110, 20));
    const errors = Array.from(beats, (beat) => {
      const place = ((beat - 0.1) * 110) / 60;
      return Math.abs(place - Math.round(place)) * (60 / 110);
    });
    expect(Math.max(...errors)).toBeLessThan(0.015);
  });

  it('counts three where there are three', () => {
    const samples = drums(140, 30, { beatsPerBar: 3 });
    const { beatsPerBar, beats, downbeats } = heard(samples);
    expect(beatsPerBar).toBe(3);
    const bars = Array.from(downbeats, (beat) => ((beats[beat] - 0.1) * 140) / 60 / 3);
    for (const bar of bars) expect(Math.abs(bar - Math.round(bar))).toBeLessThan(0.1);
  });

  it('moves its beats with the music, hears no difference in level, and none in how it is handed over', { timeout: 60_000 }, () => {
    const samples = drums(126, 14);
    const { beats, tempo } = heard(samples);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.double({ min: 0.01, max: 4, noNaN: true }), fc.integer({ min: 1, max: 9_000 }), (shift, gain, block) => {
        const moved = new Float32Array(samples.length + shift);
        moved.set(samples.map((sample) => sample * gain), shift);
        const after = heard(moved, block);
        expect(after.tempo?.bpm).toBeCloseTo(tempo?.bpm ?? 0, 0);
        expect(beatScore(after.beats, Array.from(beats, (beat) => beat + shift / ANALYSIS_RATE), 0.02)).toBeGreaterThan(0.95);
      }),
      { numRuns: 8 },
    );
  });

  it('follows a tempo that drifts, and says that it does', () => {
    const samples = new Float32Array(80 * ANALYSIS_RATE);
    const truth: number[] = [];
    const noise = seeded(2);
    for (let time = 0.1; time < 79.5; ) {
      const beat = 60 / (112 + (16 * time) / 80);
      const isKick = truth.length % 2 === 0;
      truth.push(time);
      strike(samples, Math.round(time * ANALYSIS_RATE), 0.8, 0.06, (t) => (isKick ? Math.sin(2 * Math.PI * 60 * t) : noise() - 0.5));
      strike(samples, Math.round((time + beat / 2) * ANALYSIS_RATE), 0.1, 0.01, () => noise() - 0.5);
      time += beat;
    }
    const { tempo, beats } = heard(samples);
    expect(beatScore(beats, truth, 0.07)).toBeGreaterThan(0.9);
    expect(tempo?.steadiness).toBeLessThan(0.9);
  });

  it('finds no tempo where there is none', () => {
    const noise = seeded(3);
    const none: Record<string, Float32Array> = {
      nothing: new Float32Array(),
      'one sample': Float32Array.of(0.5),
      silence: new Float32Array(10 * ANALYSIS_RATE),
      'a constant': new Float32Array(10 * ANALYSIS_RATE).fill(0.5),
      noise: Float32Array.from({ length: 40 * ANALYSIS_RATE }, () => noise() - 0.5),
      'a drone': Float32Array.from({ length: 40 * ANALYSIS_RATE }, (_, i) => 0.3 * Math.sin(i * 0.03) + 0.2 * Math.sin(i * 0.0451)),
    };
    for (const [name, samples] of Object.entries(none)) {
      const { tempo, beats, downbeats, beatsPerBar, pulse } = heard(samples);
      expect([name, tempo, beats.length, downbeats.length, beatsPerBar]).toEqual([name, null, 0, 0, 0]);
      expect(pulse).toBeLessThan(0.1);
    }
  });

  it('hears a long mix passage by passage, without a break', () => {
    const samples = new Float32Array(150 * ANALYSIS_RATE);
    [124, 126, 174].forEach((bpm, part) => samples.set(drums(bpm, 50), 50 * part * ANALYSIS_RATE));
    const analyser = new RhythmAnalyser(25);
    for (let at = 0; at < samples.length; at += 10_000) analyser.push(samples.subarray(at, at + 10_000));
    const { tempo, beats, downbeats, beatsPerBar } = analyser.finish();
    const truth = [124, 126, 174].flatMap((bpm, part) => Array.from({ length: Math.ceil((49.9 * bpm) / 60) }, (_, i) => 50 * part + 0.1 + (i * 60) / bpm));
    expect(tempo?.bpm).toBeCloseTo(126, 0);
    expect(tempo?.steadiness).toBeLessThan(0.5);
    expect(beatsPerBar).toBe(4);
    expect(beatScore(beats, truth, 0.05)).toBeGreaterThan(0.93);
    expect(downbeats.length).toBeGreaterThan(beats.length / 5);
    expect(Math.max(...downbeats)).toBeLessThan(beats.length);
  });

  it('takes clips of two seconds', () => {
    const { onsetsPerSecond, beats } = heard(drums(120, 2));
    expect(onsetsPerSecond).toBeGreaterThan(3);
    for (const beat of beats) expect(beat).toBeLessThan(2.1);
  });

  it('counts onsets', () => {
    const samples = new Float32Array(10 * ANALYSIS_RATE);
    for (let i = 0; i < 20; i++) strike(samples, Math.round((0.25 + i * 0.5) * ANALYSIS_RATE), 0.5, 0.05, (t) => Math.sin(2 * Math.PI * 440 * t));
    expect(heard(samples).onsetsPerSecond).toBeCloseTo(2, 1);
  });
});
