import { playBass } from '../composition/bass.ts';
import { choose } from '../composition/chance.ts';
import { composeTheme, singTheme, type MelodyNote } from '../composition/melody.ts';
import { arpeggiate, comp, sing, Voicings } from '../composition/playing.ts';
import type { Song } from '../composition/song.ts';
import type { Player, Studio } from '../composition/studio.ts';
import type { Patch, Waveform } from '../voices/patch.ts';
import type { Band, Mix, Style } from './style.ts';

const pulse = (wave: Waveform, sustain: number, vibrato: number): Patch => ({
  kind: 'synth',
  wave,
  envelope: { attack: 0.002, decay: 0.22, sustain, release: 0.03 },
  ...(vibrato > 0 ? { vibrato: { rate: 6.2, cents: vibrato, delay: 0.14 } } : {}),
});

const BASS_LINES = ['R.R.8.R.R.R.8.R.', 'R-.R..8.R-.R..5.', 'R.5.8.5.R.5.8.5.', 'R.RR8.R.5.55R.a.', 'R---8---5---8---'];
/** The trick of consoles with few channels: a chord as a very fast arpeggio. */
const SHIMMERS = ['01210121012101210121012101210121', '01230123012301230123012301230123', '02420242024202420242024202420242'];
const COMPS = ['..x...x...x...x.', 'x..x..x.x..x..x.', '....x.......x.x.'];
const KICKS = ['X...X...X...X...', 'X.....x.X...x...', 'X...x..xX...x...', 'X..x..x.X..x....'];

/** Chiptune: two pulse waves, a triangle and a noise channel, quick and cheerful. */
export const chiptune: Style = {
  name: 'chiptune',
  tempo: [
    [132, 146],
    [148, 164],
  ],
  timeSignatures: ['4/4'],
  modes: ['major', 'major', 'mixolydian', 'minor', 'dorian'],
  swing: { unit: 0.25, from: 0.5, to: 0.54 },
  phraseBars: 4,
  forms: [
    'intro verse chorus verse chorus break chorus outro',
    'intro chorus verse chorus break chorus outro',
    'verse chorus verse break chorus outro',
    'intro verse break verse chorus outro',
    'intro verse chorus break verse chorus outro',
  ],
  major: {
    verse: ['I V/VII vi IV', 'I % IV V', 'I bVII IV I', 'I iii IV V', 'I vi ii V'],
    chorus: ['IV V iii vi ii V I %', 'vi IV I V', 'IV V I vi IV V bVI-bVII I', 'I V vi iii IV I ii V', 'bVI bVII I %'],
    break: ['vi % iii %', 'ii % V %', 'IV iv I %'],
    home: 'I',
  },
  minor: {
    verse: ['i bVII bVI V', 'i % bVI bVII', 'i iv bVII bIII', 'i v bVI bVII'],
    chorus: ['bVI bVII i % bVI bVII bIII V', 'i bVI bIII bVII', 'iv bVII bIII bVI iv V i %'],
    break: ['bVI % i %', 'iv % V %'],
    home: 'i',
  },
  writtenEndings: 1,
  loudness: [-14, -12],
  write,
};

function write(song: Song, studio: Studio, band: Band): Mix {
  const random = song.random('chiptune');
  const kick = studio.player('kick', { patch: { kind: 'kick', from: 260, to: 58, drop: 0.02, decay: 0.06, click: 0.2, drive: 2.5 }, level: -4 });
  const snare = studio.player('snare', { patch: { kind: 'chip', rate: 9000, decay: 0.055, fall: 0.6 }, level: -8 });
  const hat = studio.player('hat', { patch: { kind: 'chip', rate: 19_000, decay: 0.014, fall: 0 }, level: -12, pan: 0.15 });
  const bass = studio.player('bass', { patch: { kind: 'synth', wave: 'triangle', envelope: { attack: 0.002, decay: 0.3, sustain: 0.8, release: 0.02 } }, level: -10 });
  const lead = studio.player('lead', { patch: pulse(band === 0 ? 'pulse25' : 'square', 0.6, 14), level: -7, pan: -0.12, echo: 0.3, reverb: 0.05 });
  const second = studio.player('second', { patch: pulse(band === 0 ? 'square' : 'pulse12', 0.45, 8), level: -10, pan: 0.35, echo: 0.12 });
  const shimmer = studio.player('shimmer', { patch: pulse('pulse12', 0.5, 0), level: -14, pan: -0.4, reverb: 0.06 });
  const stab = studio.player('stab', { patch: pulse('pulse25', 0.3, 0), level: -12, pan: 0.3, reverb: 0.06 });

  const chords = new Voicings(song, { low: 60, high: 78, notes: 3 });
  const line = { verse: choose(random, BASS_LINES), chorus: choose(random, BASS_LINES) };
  const kicks = choose(random, KICKS);
  const figure = choose(random, SHIMMERS);
  const stabs = choose(random, COMPS);
  const floor = 36;

  for (const bar of song.bars) {
    const { name, bars, energy, occurrence } = bar.section;
    const late = bar.index >= bars / 2;
    if (bar.final) {
      // The classic flourish: a run up the tonic chord and a last low note.
      arpeggiate(second, song, bar, chords, '0.1.2.3.4.5.6---', 0.8);
      playBass(bass, song, bar, 'R.......R-------', floor);
      kick.play(bar.beat + 3, 1, 60, 1);
      continue;
    }
    if (name !== 'break' && (name !== 'intro' || late)) {
      kick.strike(bar.beat, kicks);
      snare.strike(bar.beat, bar.turns ? choose(random, ['....X.......xxXX', '....X..o..x.x.XX', '..o.X...x.x.xxxx']) : '....X.......X...');
      hat.strike(bar.beat, name === 'chorus' ? 'x.xox.xox.xox.xo' : 'x.o.x.o.x.o.x.o.');
    } else if (name === 'break') hat.strike(bar.beat, '..o...o...o...o.');
    if (name !== 'break') playBass(bass, song, bar, name === 'chorus' ? line.chorus : line.verse, floor, 0.9);
    else playBass(bass, song, bar, 'R---------------', floor, 0.7);
    if (name === 'chorus' || name === 'break' || name === 'intro') arpeggiate(shimmer, song, bar, chords, figure, 0.6 + 0.25 * energy);
    if (name === 'verse' && occurrence > 0) arpeggiate(second, song, bar, chords, '0.2.1.2.0.2.1.2.', 0.7);
    if (name === 'verse' || name === 'outro') comp(stab, song, bar, chords, stabs, 0.75);
  }
  const plan = { low: 67, high: 88, ladder: 'scale', leaps: 0.32 } as const;
  const theme = composeTheme(song.random('theme'), { ...plan, shapes: ['abac', 'aabc', 'abab', 'abacabad'], rhythms: ['x-x-x---x-x-x---', 'x--x--x-x-x-x-x-', 'x-xxx-x-x---x---', 'x---x-x-x--x--x-', 'x-x-xxx-x---....'] });
  const verse = composeTheme(song.random('verse'), { ...plan, high: 84, shapes: ['a.b.', 'aab.', 'ab.b', 'abac'], rhythms: ['x-x-x-..x---....', 'x---..x-x-x-....', '..x-x-x-x---....', 'x--x--x---......'] });
  for (const { name, startBar, bars, occurrence } of song.sections) {
    const beat = startBar * 4;
    if (name === 'chorus') {
      const notes = singTheme(random, theme, song, beat, bars, occurrence > 1 ? 2 : 0);
      sing(lead, notes, 0.85);
      harmonise(second, song, notes);
    }
    if (name === 'verse') sing(lead, singTheme(random, verse, song, beat, bars, -3), 0.75);
    if (name === 'break') sing(second, singTheme(random, theme, song, beat, bars, -5), 0.8);
  }
  return {
    duckedBy: null,
    room: { seconds: 0.7, brightness: 0.6, predelay: 0.005, level: 0.6 },
    echo: { left: song.grid.beatSeconds * 0.75, right: song.grid.beatSeconds * 0.75, feedback: 0.3, tone: 5000 },
    master: { drive: 0.2, tone: 10_500, drift: 0, width: 0.9 },
  };
}

/** A second voice under the tune: the next chord tone at least a third below each strong note. */
function harmonise(player: Player, song: Song, notes: readonly MelodyNote[]): void {
  for (const { beat, beats, pitch, strong } of notes) {
    if (!strong) continue;
    const classes = song.chordAt(beat).pitchClasses;
    let below = pitch - 3;
    while (!classes.includes(below % 12)) below--;
    player.play(beat, beats, below, 0.75);
  }
}
