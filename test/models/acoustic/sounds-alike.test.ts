import { describe, expect, it } from 'vitest';
import { type Audible, soundsAlike } from '../../../models/acoustic/sounds-alike.ts';
import { camelotOf } from '../../../models/acoustic/tonal/camelot.ts';

/** Of the middle in everything, in A minor at 120. */
const PLAIN: Audible = { bpm: 120, tonic: 9, major: 0, onsetsPerSecond: 3.5, energy: 0.6, brightness: 0.5, acousticness: 0.4 };
const UNKNOWN: Audible = { bpm: NaN, tonic: NaN, major: NaN, onsetsPerSecond: NaN, energy: NaN, brightness: NaN, acousticness: NaN };
const keyless = { tonic: NaN, major: NaN };

describe('what two tracks have in common that can be heard', () => {
  it('is their tempo, as near as a fader goes, and at half or double', () => {
    const told = (bpm: number) => soundsAlike({ ...PLAIN, ...keyless }, { ...PLAIN, ...keyless, bpm });
    expect(told(124)).toEqual(['same tempo']);
    expect(told(116)).toEqual(['same tempo']);
    expect(told(128)).toEqual([]);
    expect(told(61)).toEqual(['half or double the tempo']);
    expect(told(238)).toEqual(['half or double the tempo']);
    expect(told(NaN)).toEqual([]);
  });

  it('is their key, and keys that lie side by side on the wheel', () => {
    const tell = (a: Audible, b: Audible) => soundsAlike({ ...a, bpm: 100 }, { ...b, bpm: 140 });
    for (let one = 0; one < 24; one++) {
      for (let other = 0; other < 24; other++) {
        const [a, b] = [one, other].map((key) => ({ ...PLAIN, tonic: key % 12, major: key < 12 ? 1 : 0 }));
        const [x, y] = [a, b].map(({ tonic, major }) => camelotOf({ tonic, mode: major === 1 ? 'major' : 'minor' }));
        const apart = Math.abs(parseInt(x) - parseInt(y));
        const sameLetter = x.at(-1) === y.at(-1);
        const beside = sameLetter ? apart === 1 || apart === 11 : apart === 0;
        expect(tell(a, b), `${x} and ${y}`).toEqual(x === y ? ['same key'] : beside ? ['neighbouring keys'] : []);
      }
    }
  });

  it('says tempo and key together, and then what both are clearly alike', () => {
    const quiet = { ...PLAIN, onsetsPerSecond: 0.5, brightness: 0.3 };
    expect(soundsAlike(quiet, { ...quiet, onsetsPerSecond: 0.6 })).toEqual(['same tempo and key', 'similarly sparse and warm']);
    expect(soundsAlike(quiet, { ...quiet, bpm: 240 })[0]).toBe('same key at half or double the tempo');
    expect(soundsAlike(quiet, { ...PLAIN, bpm: 240 })).toEqual(['same key at half or double the tempo']);
  });

  it('does not call alike what is of the middle, apart or unknown', () => {
    expect(soundsAlike(PLAIN, { ...PLAIN, bpm: 150, tonic: 3 })).toEqual([]);
    expect(soundsAlike({ ...UNKNOWN, energy: 0.9 }, { ...UNKNOWN, energy: 0.8 })).toEqual(['similarly lively']);
    expect(soundsAlike({ ...UNKNOWN, energy: 0.9 }, { ...UNKNOWN, energy: 0.1 })).toEqual([]);
    expect(soundsAlike(UNKNOWN, UNKNOWN)).toEqual([]);
  });
});
