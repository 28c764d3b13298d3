import { describe, expect, it } from 'vitest';
import { seeded } from '../../../../models/random.ts';
import { TonalAnalyser } from '../../../../models/acoustic/tonal/tonal-analyser.ts';
import { joined, noise, playChords } from '../sounds.ts';

function hear(sound: Float32Array, block = sound.length) {
  const analyser = new TonalAnalyser();
  for (let at = 0; at < sound.length; at += block) analyser.push(sound.subarray(at, at + block));
  return analyser.finish();
}

/** I IV V I and i iv V i on a tonic, the root in the bass. */
function cadence(tonic: number, mode: 'major' | 'minor'): { readonly seconds: number; readonly notes: readonly number[] }[] {
  const third = mode === 'major' ? 4 : 3;
  const triad = (root: number, middle: number) => [root - 24, root, root + middle, root + 7].map((note) => 60 + tonic + note);
  return [triad(0, third), triad(5, third), triad(7, 4), triad(0, third)].map((notes) => ({ seconds: 1.5, notes }));
}

describe('TonalAnalyser', () => {
  it.each(Array.from({ length: 12 }, (_, tonic) => tonic))('hears a cadence on %i for what it is, in major and minor', (tonic) => {
    for (const mode of ['major', 'minor'] as const) {
      expect(hear(playChords(cadence(tonic, mode))).key).toMatchObject({ tonic, mode });
    }
  });

  it.each([-40, 30])('does not mind how the instruments are tuned: %i cents', (cents) => {
    expect(hear(playChords([...cadence(2, 'major'), ...cadence(2, 'major')], cents)).key).toMatchObject({ tonic: 2, mode: 'major' });
  });

  it('is surer of plain music than of music under noise, and finds no key in noise and silence', () => {
    const sound = playChords([...cadence(7, 'minor'), ...cadence(7, 'minor')]);
    const hiss = noise(sound.length / 22_050, 0.3, seeded(1));
    const plain = hear(sound).key;
    const buried = hear(sound.map((x, i) => x + hiss[i])).key;
    expect(plain?.confidence).toBeGreaterThan(0.5);
    expect(buried?.confidence ?? 0).toBeLessThan(plain?.confidence ?? 0);
    for (const seconds of [2, 10, 30]) expect(hear(noise(seconds, 0.3, seeded(seconds))).key).toBeNull();
    expect(hear(new Float32Array(100_000)).key).toBeNull();
    expect(hear(new Float32Array()).key).toBeNull();
  });

  it('says the same however the sound is cut', () => {
    const sound = joined([playChords(cadence(4, 'major')), noise(1, 0.1, seeded(2))]);
    const whole = hear(sound);
    const parts = hear(sound, 777);
    expect(parts.key).toEqual(whole.key);
    expect(parts.chroma.values).toEqual(whole.chroma.values);
  });
});
