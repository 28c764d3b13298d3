import { rootPitch, walk } from '../composition/bass.ts';
import { choose } from '../composition/chance.ts';
import { improvise } from '../composition/improvisation.ts';
import { composeTheme, singTheme } from '../composition/melody.ts';
import { comp, sing, sustain, Voicings } from '../composition/playing.ts';
import type { Song } from '../composition/song.ts';
import type { Studio } from '../composition/studio.ts';
import type { Band, Mix, Style } from './style.ts';

const RIDES: Readonly<Record<number, readonly string[]>> = { 4: ['X.xoX.xo', 'X.xoX.x.', 'X.x.X.xo'], 3: ['X.xoX.', 'X.xox.', 'X.x.xo'] };
const COMPS: Readonly<Record<number, readonly string[]>> = {
  4: ['x-.....o', '...x-...', '.x-....x', 'x---....', '..x..x..', '...x..x.', '.o.x----'],
  3: ['x-....', '..x-..', '.x..x.', 'x-----', '...x-.'],
};
const HEADS: Readonly<Record<number, readonly string[]>> = {
  4: ['x-x-x--x', 'x--x----', '.xx-x-x-', 'x---x-xx', 'xx.xx---', '..x-xxx-'],
  3: ['x-x-x-', 'x---xx', '.xx-x-', 'x-----', 'xxx-x-'],
};
const SNARES: Readonly<Record<number, string>> = { 4: '?..?-.?.', 3: '?.-?.?' };

/** Jazz trio: walking bass, brushes and ride, a piano that states a head, takes choruses and comes home. */
export const jazz: Style = {
  name: 'jazz',
  tempo: [
    [112, 138],
    [142, 186],
  ],
  timeSignatures: ['4/4', '4/4', '4/4', '3/4'],
  modes: ['major', 'major', 'minor', 'dorian'],
  swing: { unit: 0.5, from: 0.6, to: 0.67 },
  phraseBars: 8,
  forms: [
    'intro verse chorus verse outro',
    'verse chorus break verse outro',
    'intro verse chorus break outro',
    'intro verse chorus chorus outro',
    'verse chorus chorus break outro',
    'intro verse break chorus verse outro',
  ],
  major: {
    verse: [
      'Imaj7-vi7 ii7-V7 iii7-vi7 ii7-V7 I6-I7 IV6-iv6 iii7-vi7 ii7-V7',
      'ii9 V13 Imaj9 vi7 ii9 V13 Imaj9 %',
      'Imaj9 % iii7 vi7 ii9 V13 iii7-vi7 ii7-V7',
      'Imaj7 bIIImaj7 ii7 V7b9 iii7 VI7b9 ii9 V13',
      'I7 IV7 I7 % IV7 #ivo7 I7-VI7b9 ii7-V7',
    ],
    chorus: ['ii9 V13 Imaj9 IVmaj7 viiø7 III7b9 vi9 I7', 'Imaj7 vi7 ii9 V13 iii7 VI7b9 ii9 V7b9', 'IVmaj7 iv6 iii7 VI7b9 ii9 V13 Imaj9 ii7-V7', 'I7 % IV7 % ii7 V7 I7-VI7b9 ii7-V7'],
    break: ['iii7 VI7 ii7 V7 iii7 VI7 ii9 V13', 'vi9 % ii9 % V13 % Imaj9 %'],
    home: 'I69',
  },
  minor: {
    verse: ['i6 iiø7-V7b9 i9 % iv9 % iiø7 V7b9', 'i9 bVII9 bVImaj7 V7b9 i9 iv9 iiø7 V7b9', 'i7 % % % iv9 % iiø7 V7b9', 'iv9 bVII9 bIIImaj9 bVImaj7 iiø7 V7b9 i6 %'],
    chorus: ['iv9 bVII13 bIIImaj9 bVImaj7 iiø7 V7alt i6 V7b9', 'i9 % iv9 % bVImaj7 V7b9 i9 V7b9', 'iiø7 V7b9 i9 % iiø7 V7b9 i6 %'],
    break: ['i7 % iv7 % i7 % iiø7 V7b9', 'bVImaj7 % V7b9 % bVImaj7 % V7b9 %'],
    home: 'i6',
  },
  writtenEndings: 1,
  loudness: [-20, -17],
  write,
};

function write(song: Song, studio: Studio, band: Band): Mix {
  const random = song.random('jazz');
  const { beatsPerBar } = song.grid;
  const piano = studio.player('piano', { patch: { kind: 'piano', brightness: band === 0 ? 0.5 : 0.7, seconds: 1.4, hammer: 0.5, release: 0.14 }, level: -5, pan: -0.1, reverb: 0.2, looseness: 8 });
  const left = studio.player('left hand', { patch: { kind: 'piano', brightness: 0.4, seconds: 1.2, hammer: 0.4, release: 0.12 }, level: -9, pan: -0.22, reverb: 0.18, looseness: 8 });
  const bass = studio.player('bass', { patch: { kind: 'pluck', seconds: 2, brightness: 0.22, position: 0.28, body: 0.25, release: 0.1 }, level: -1, pan: 0.08, reverb: 0.06, looseness: 7 });
  const ride = studio.player('ride', { patch: { kind: 'cymbal', decay: 0.32, low: 5000, metal: 0.6 }, level: -10, pan: 0.3, reverb: 0.12, looseness: 5 });
  const pedal = studio.player('pedal hat', { patch: { kind: 'cymbal', decay: 0.03, low: 6000, metal: 0.3 }, level: -12, pan: 0.2, looseness: 5 });
  const sweep = studio.player('brush', { patch: { kind: 'shaker', attack: 0.09, decay: 0.09, low: 1200, high: 7500 }, level: -12, pan: -0.15, reverb: 0.1, looseness: 10 });
  const snare = studio.player('snare', { patch: { kind: 'snare', tone: 190, body: 0.35, decay: 0.06, low: 900, high: 8000 }, level: -8, pan: -0.1, reverb: 0.14, looseness: 7 });
  const kick = studio.player('kick', { patch: { kind: 'kick', from: 90, to: 55, drop: 0.02, decay: 0.09, click: 0.1, drive: 1 }, level: -8, looseness: 6 });

  const chords = new Voicings(song, { low: 51, high: 70, notes: 4, rootless: true });
  let last = 40;
  for (const bar of song.bars) {
    const { name, energy } = bar.section;
    if (bar.final) {
      sustain(left, song, bar, chords, 0.8, 0.06);
      bass.play(bar.beat, beatsPerBar, rootPitch(song.chordAt(bar.beat).bass, 28), 0.8);
      ride.play(bar.beat, beatsPerBar, 60, 0.8);
      continue;
    }
    const solo = name === 'break';
    const two = name === 'intro' || (name === 'verse' && bar.section.occurrence === 0);
    const line = walk(random, song, bar, last, 31, 53);
    line.forEach((pitch, i) => {
      // In two: long notes on one and three; in four: a note a beat and a skipped triplet now and then.
      if (solo || (two && i % 2 === 1 && i < beatsPerBar - 1)) return;
      bass.play(bar.beat + i, two ? 1.8 : 0.95, pitch, i === 0 ? 0.85 : 0.76);
      if (!two && random() < 0.08) bass.play(bar.beat + i + 0.5, 0.4, pitch, 0.5);
    });
    last = line[line.length - 1];
    const soft = solo || name === 'intro';
    if (two || solo) {
      sweep.strike(bar.beat, beatsPerBar === 4 ? 'xoxo' : 'xoo');
      if (!soft) snare.strike(bar.beat, beatsPerBar === 4 ? '..o...o.' : '..o...', 0.7);
    } else {
      ride.strike(bar.beat, choose(random, RIDES[beatsPerBar]), 0.7 + 0.3 * energy);
      snare.strike(bar.beat, SNARES[beatsPerBar], 0.9);
      kick.strike(bar.beat, beatsPerBar === 4 ? 'o...o...' : 'o.....', 0.7);
    }
    pedal.strike(bar.beat, beatsPerBar === 4 ? '..x...x.' : '..x.x.');
    if (bar.turns && !soft) snare.strike(bar.beat, beatsPerBar === 4 ? '....oxxX' : '..oxxX');
    if (solo) comp(left, song, bar, chords, bar.index % 2 === 0 ? COMPS[beatsPerBar][0] : '........', 0.55);
    else comp(left, song, bar, chords, choose(random, COMPS[beatsPerBar]), name === 'chorus' ? 0.65 : 0.58);
  }

  const head = composeTheme(song.random('head'), { shapes: ['abacabad', 'aab.aabc', 'a.b.a.bc', 'abab.cac'], rhythms: HEADS[beatsPerBar], low: 62, high: 81, ladder: 'scale', leaps: 0.3 });
  for (const { name, startBar, bars } of song.sections) {
    const beat = startBar * beatsPerBar;
    if (name === 'verse') sing(piano, singTheme(random, head, song, beat, bars), 0.78);
    if (name === 'chorus') sing(piano, improvise(random, song, beat, bars, 60, 86), 0.8);
    // The bass takes the break: a sparse line two octaves down.
    if (name === 'break') sing(bass, improvise(random, song, beat, bars, 43, 60).filter((n) => n.strong), 0.8);
    if (name === 'outro') sing(piano, singTheme(random, head, song, beat, Math.max(1, bars - 1)), 0.7);
  }
  return {
    duckedBy: null,
    room: { seconds: 1.1, brightness: 0.5, predelay: 0.01, level: 0.8 },
    echo: { left: 0.3, right: 0.3, feedback: 0, tone: 2500 },
    master: { drive: 0.15, tone: 14_000, drift: 0, width: 1.05 },
  };
}
