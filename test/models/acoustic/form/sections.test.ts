import { describe, expect, it } from 'vitest';
import { TrackAnalyser } from '../../../../models/acoustic/track-analyser.ts';
import type { TrackAnalysis } from '../../../../models/acoustic/track-analysis.ts';
import { seeded } from '../../../../models/random.ts';
import { joined, noise, playChords } from '../sounds.ts';

const QUIET = { integratedLufs: -20, rangeLu: 5, truePeakDbtp: -1 };

/** Bars of two seconds: four chords a bar, and on every beat a noise as loud as said. */
function part(bars: number, notes: readonly number[], struck: number): Float32Array {
  const tones = playChords(Array.from({ length: 4 * bars }, () => ({ seconds: 0.5, notes })));
  const hit = noise(bars * 2, struck, seeded(8));
  return tones.map((x, i) => x + hit[i] * Math.exp(-(i % 11_025) / 800));
}

function analyse(sound: Float32Array): TrackAnalysis {
  const analyser = new TrackAnalyser();
  analyser.push(sound);
  return analyser.finish(QUIET);
}

const VERSE = [48, 60, 64, 67];
const CHORUS = [41, 77, 81, 84, 89];
const FADE = (sound: Float32Array, level: number) => sound.map((x) => x * level);

describe('the form of a track', () => {
  const song = analyse(joined([FADE(part(4, [60, 64], 0), 0.3), part(10, VERSE, 0.3), part(8, CHORUS, 0.8), part(10, VERSE, 0.3), part(8, CHORUS, 0.8), FADE(part(5, [60, 64], 0), 0.3)]));

  it('has its sections where the music changes, to the bar', () => {
    const starts = song.sections.map(({ start }) => start);
    for (const change of [8, 28, 44, 64, 80]) expect(Math.min(...starts.map((start) => Math.abs(start - change)))).toBeLessThan(2);
    expect(starts.length).toBeLessThanOrEqual(9);
  });

  it('names what comes again by the same letter, and says which is fuller', () => {
    const at = (time: number) => song.sections.find(({ start, end }) => start <= time && time < end);
    expect(at(18)?.label).toBe(at(54)?.label);
    expect(at(36)?.label).toBe(at(72)?.label);
    expect(at(18)?.label).not.toBe(at(36)?.label);
    expect(at(36)?.energy ?? 0).toBeGreaterThan(at(4)?.energy ?? 1);
  });

  it('tells a DJ where the body begins and ends', () => {
    expect(Math.abs(song.cues.introEnd - 8)).toBeLessThan(2.1);
    expect(Math.abs(song.cues.outroStart - 80)).toBeLessThan(2.1);
  });

  it('is one section where nothing changes', () => {
    const { sections } = analyse(playChords([{ seconds: 20, notes: VERSE }]));
    expect(sections).toHaveLength(1);
    expect(sections[0]).toMatchObject({ start: 0, label: 'A', energy: 1 });
  });
});
