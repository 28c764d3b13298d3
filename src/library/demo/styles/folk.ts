import { playBass, rootPitch } from '../composition/bass.ts';
import { choose } from '../composition/chance.ts';
import { composeTheme, singTheme, type MelodyPlan } from '../composition/melody.ts';
import { arpeggiate, comp, sing, sustain, Voicings } from '../composition/playing.ts';
import type { Song } from '../composition/song.ts';
import type { Studio } from '../composition/studio.ts';
import type { TimeSignature } from '../composition/grid.ts';
import type { Patch } from '../voices/patch.ts';
import type { Band, Mix, Style } from './style.ts';

interface Habits {
  readonly picking: readonly string[];
  readonly strums: readonly string[];
  readonly bass: readonly string[];
  readonly stomp: string;
  readonly brush: string;
  readonly tunes: readonly string[];
}

const HABITS: Readonly<Record<TimeSignature, Habits>> = {
  '4/4': {
    picking: ['0.2.1.3.0.2.1.3.', '0.231.2.0.231.3.', '0..2.3.1.0.2.3.2'],
    strums: ['x...x.o...o.x.o.', 'x...x.o.x...x.o.'],
    bass: ['R-------5-------', 'R-----..R---5---'],
    stomp: 'X.......x.......',
    brush: '..o.x.o...o.x.o.',
    tunes: ['x---x-x-x---x---', 'x-x-x---x-------', 'x---x---x-x-x---', 'x-x-x-x-x-------', '..x-x-x-x-------'],
  },
  '3/4': {
    picking: ['0.2.3.2.1.2.', '0.1.2.3.2.1.', '0..12.3.2.1.'],
    strums: ['x...o.o.x.o.', 'x...x...o.o.'],
    bass: ['R-----------', 'R-------5---'],
    stomp: 'X...........',
    brush: '....o...o...',
    tunes: ['x---x-x-x---', 'x-----x-x-x-', 'x-x-x-------', 'x---x---x---', '..x-x-x-x---'],
  },
  '6/8': {
    picking: ['0.1.2.3.2.1.', '0.2.1.3.2.1.', '0.12..3.2.1.'],
    strums: ['x...o.x...o.', 'x..ox.x..ox.'],
    bass: ['R-----5-----', 'R-----R---a-'],
    stomp: 'X.....x.....',
    brush: '..o.o...o.o.',
    tunes: ['x-x-x-x---x-', 'x---x-x-x-x-', 'x-x-x-x-----', 'x---x-x-----', 'x-x-x-x-x-x-'],
  },
};

const WHISTLE: Patch = {
  kind: 'synth',
  wave: 'whistle',
  breath: 0.14,
  envelope: { attack: 0.03, decay: 0.3, sustain: 0.85, release: 0.07 },
  scoop: -0.25,
  vibrato: { rate: 5.3, cents: 13, delay: 0.22 },
};
const FIDDLE: Patch = {
  kind: 'synth',
  wave: 'reed',
  envelope: { attack: 0.05, decay: 0.4, sustain: 0.8, release: 0.1 },
  filter: { cutoff: 2200, track: 0.5, sweep: 0.4, attack: 0.08, decay: 0.5, resonance: 0.8 },
  scoop: -0.3,
  vibrato: { rate: 5.7, cents: 17, delay: 0.18 },
};

/** Folk: picked and strummed strings, a whistle or fiddle tune, feet on a wooden floor. */
export const folk: Style = {
  name: 'folk',
  tempo: [
    [92, 108],
    [104, 118],
  ],
  timeSignatures: ['3/4', '6/8', '4/4', '6/8', '3/4'],
  modes: ['major', 'mixolydian', 'dorian', 'major', 'minor'],
  swing: { unit: 0.5, from: 0.5, to: 0.5 },
  phraseBars: 8,
  forms: [
    'intro verse chorus verse chorus outro',
    'verse chorus break verse chorus outro',
    'intro verse verse chorus break chorus outro',
    'verse verse chorus outro',
    'intro chorus verse chorus break outro',
    'intro verse break verse chorus outro',
  ],
  major: {
    verse: ['I % IV I I V I V', 'I V vi IV I V IV I', 'I IV I V I IV V I', 'I bVII IV I I bVII V I', 'vi IV I V vi IV V I'],
    chorus: ['IV I V I IV I V I', 'IV V I vi IV I V I', 'vi IV I V vi IV I-V I', 'I bVII I V I bVII IV-V I'],
    break: ['vi % IV % I % V %', 'ii % I % ii % V %', 'bVII % I % bVII % V %'],
    home: 'I',
  },
  minor: {
    verse: ['i % bVII % i % bVII-v i', 'i bVII i v i bVII v i', 'i IV i bVII i IV bVII i', 'i bIII bVII i i bIII bVII i'],
    chorus: ['bIII bVII i % bIII bVII v i', 'bVI bVII i % bVI bVII i %', 'bIII bVII IV i bIII bVII v i'],
    break: ['iv % i % iv % v %', 'bVII % i % bVII % i %'],
    home: 'i',
  },
  writtenEndings: 1,
  loudness: [-19, -16],
  write,
};

function write(song: Song, studio: Studio, band: Band): Mix {
  const random = song.random('folk');
  const habits = HABITS[song.grid.timeSignature];
  const guitar = studio.player('guitar', { patch: { kind: 'pluck', seconds: 3.4, brightness: 0.5, position: 0.18, body: 0.9, release: 0.3 }, level: -5, pan: -0.28, reverb: 0.14, looseness: 6 });
  const strum = studio.player('strum', { patch: { kind: 'pluck', seconds: 2.4, brightness: 0.75, position: 0.12, body: 0.6, release: 0.18 }, level: -11, pan: 0.35, reverb: 0.12, looseness: 6 });
  const mandolin = studio.player('mandolin', { patch: { kind: 'pluck', seconds: 1.1, brightness: 0.9, position: 0.1, body: 0.3, release: 0.15 }, level: -8, pan: 0.3, reverb: 0.18, looseness: 7 });
  const bass = studio.player('bass', { patch: { kind: 'pluck', seconds: 2.2, brightness: 0.15, position: 0.3, body: 0.3, release: 0.12 }, level: -4, looseness: 6 });
  const stomp = studio.player('stomp', { patch: { kind: 'tom', from: 62, drop: 0.5, decay: 0.11, skin: 0.5 }, level: -3, reverb: 0.1, looseness: 7 });
  const brush = studio.player('shaker', { patch: { kind: 'shaker', attack: 0.016, decay: 0.03, low: 3000, high: 11_000 }, level: -12, pan: 0.2, looseness: 8 });
  const tune = studio.player('tune', { patch: band === 0 ? WHISTLE : FIDDLE, level: -11, pan: 0.06, reverb: 0.28, looseness: 9 });

  const chords = new Voicings(song, { low: 48, high: 69, notes: 4 });
  const full = new Voicings(song, { low: 52, high: 76, notes: 4 });
  const picking = { verse: choose(random, habits.picking), chorus: choose(random, habits.picking) };
  const strums = choose(random, habits.strums);
  const bassLine = choose(random, habits.bass);

  for (const bar of song.bars) {
    const { name, bars, energy, occurrence } = bar.section;
    if (bar.final) {
      sustain(guitar, song, bar, chords, 0.8, 0.035);
      sustain(strum, song, bar, full, 0.8, 0.03);
      bass.play(bar.beat, 2, rootPitch(song.chordAt(bar.beat).bass, 33), 0.8);
      continue;
    }
    arpeggiate(guitar, song, bar, chords, name === 'chorus' ? picking.chorus : picking.verse, 0.55 + 0.25 * energy, 3);
    const strummed = name === 'chorus' || (name === 'verse' && occurrence > 0);
    if (strummed) comp(strum, song, bar, full, strums, 0.55 + 0.3 * energy, 0.018);
    if (name === 'verse' || name === 'chorus') playBass(bass, song, bar, bassLine, 33, 0.75);
    if (strummed || (name === 'break' && bar.index >= bars / 2)) {
      stomp.strike(bar.beat, habits.stomp, 0.8);
      brush.strike(bar.beat, habits.brush);
    }
  }
  const plan: Omit<MelodyPlan, 'shapes'> = { rhythms: habits.tunes, low: band === 0 ? 72 : 66, high: band === 0 ? 90 : 84, ladder: 'scale', leaps: 0.26 };
  const verse = composeTheme(song.random('verse'), { ...plan, shapes: ['abacabad', 'aabcaabd', 'ababacad'] });
  const chorus = composeTheme(song.random('chorus'), { ...plan, shapes: ['abacabad', 'aabbaabc', 'abcbabcd'] });
  const answer = composeTheme(song.random('answer'), { ...plan, low: 62, high: 81, shapes: ['...a...a', '...a...b'] });
  for (const { name, startBar, bars, occurrence } of song.sections) {
    const beat = startBar * song.grid.beatsPerBar;
    // The mandolin takes the tune first where the verse comes twice; the whistle joins it after that.
    if (name === 'verse') {
      const notes = singTheme(random, verse, song, beat, bars);
      if (occurrence === 0 && song.sections.filter((s) => s.name === 'verse').length > 1) sing(mandolin, notes, 0.75, band === 0 ? -12 : 0);
      else sing(tune, notes, 0.75);
    }
    if (name === 'chorus') {
      sing(tune, singTheme(random, chorus, song, beat, bars, occurrence > 0 ? 2 : 0), 0.85);
      sing(mandolin, singTheme(random, answer, song, beat, bars), 0.65);
    }
    if (name === 'break') sing(mandolin, singTheme(random, chorus, song, beat, Math.min(4, bars), -7), 0.6);
  }
  return {
    duckedBy: null,
    room: { seconds: 1.4, brightness: 0.6, predelay: 0.014, level: 0.8 },
    echo: { left: 0.3, right: 0.4, feedback: 0.1, tone: 2500 },
    master: { drive: 0.12, tone: 20_000, drift: 0, width: 1 },
  };
}
