import { playBass, rootPitch } from '../composition/bass.ts';
import { choose } from '../composition/chance.ts';
import { composeTheme, singTheme } from '../composition/melody.ts';
import { comp, sing, sustain, Voicings } from '../composition/playing.ts';
import type { Bar, Song } from '../composition/song.ts';
import type { Player, Studio } from '../composition/studio.ts';
import type { Patch } from '../voices/patch.ts';
import type { Band, Mix, Style } from './style.ts';

const STABS: readonly Patch[] = [
  {
    kind: 'fm',
    envelope: { attack: 0.003, decay: 0.35, sustain: 0.12, release: 0.16 },
    pairs: [
      { carrier: 1, modulator: 1, index: 1.5, indexDecay: 0.25, level: 1, decay: 9 },
      { carrier: 1, modulator: 14, index: 0.35, indexDecay: 0.06, level: 0.4, decay: 0.3 },
    ],
  },
  {
    kind: 'synth',
    wave: 'saw',
    unison: 3,
    detune: 11,
    wide: true,
    envelope: { attack: 0.004, decay: 0.2, sustain: 0.15, release: 0.14 },
    filter: { cutoff: 700, track: 0.4, sweep: 2.4, attack: 0.004, decay: 0.14, resonance: 1.2 },
  },
];

const LEADS: readonly Patch[] = [
  {
    kind: 'synth',
    wave: 'hollow',
    envelope: { attack: 0.006, decay: 0.25, sustain: 0.45, release: 0.2 },
    filter: { cutoff: 1500, track: 0.6, sweep: 1.2, attack: 0.005, decay: 0.2, resonance: 0.9 },
    vibrato: { rate: 5, cents: 9, delay: 0.25 },
  },
  {
    kind: 'fm',
    envelope: { attack: 0.002, decay: 0.4, sustain: 0, release: 0.3 },
    pairs: [
      { carrier: 1, modulator: 4, index: 0.9, indexDecay: 0.05, level: 1, decay: 0.35 },
      { carrier: 4, modulator: 1, index: 0, indexDecay: 1, level: 0.16, decay: 0.07 },
    ],
  },
];

const PAD: Patch = {
  kind: 'synth',
  wave: 'saw',
  unison: 4,
  detune: 13,
  wide: true,
  envelope: { attack: 0.5, decay: 2, sustain: 0.8, release: 0.7 },
  filter: { cutoff: 900, track: 0.3, sweep: 0.7, attack: 1.2, decay: 3, resonance: 0.8 },
};

const BASS_LINES = ['..R...R.R.R...R8', 'R-.R..R-..R..R5.', '..R-..R-..R-.8R-', 'R..R..R..R..R.8.', '..Rr..R5..Rr..78'];
const STAB_RHYTHMS = ['x..x..x...x..x..', '..x..x....x..x..', 'x--.x--...x-.x..', '...x..x....x..x.', 'x.....x..x......'];
const HATS = ['-.-o-.-o-.-o-.-o', 'o.?-o.?-o.?-o.?-', '-?o--?o--?o--?o-'];
const RIMS = ['...x..x....x....', '......x..x....x.', '..x....x..x.....'];

/** House: four to the floor, off-beat hats, stabs that open up, everything breathing with the kick. */
export const house: Style = {
  name: 'house',
  tempo: [
    [119, 123],
    [123.5, 127],
  ],
  timeSignatures: ['4/4'],
  modes: ['minor', 'dorian', 'minor', 'dorian', 'major'],
  swing: { unit: 0.25, from: 0.5, to: 0.56 },
  phraseBars: 4,
  forms: [
    'intro verse chorus break chorus outro',
    'intro chorus verse break chorus outro',
    'intro verse break chorus verse chorus outro',
    'intro verse chorus verse break chorus outro',
    'intro break chorus verse chorus outro',
  ],
  minor: {
    verse: ['i9 % iv9 %', 'i9 bVImaj7 i9 v7', 'i7 i7 bVIImaj7 iv7', 'iv9 i9 iv9 bVImaj7-v7'],
    chorus: ['i9 bIIImaj7 iv9 bVImaj7', 'bVImaj7 bVII i9 %', 'iv9 v7 i9 bVImaj7', 'bVImaj7 v7 i9 bIIImaj7'],
    break: ['bVImaj7 % iv9 v7', 'iv9 % bVImaj7 bVII', 'i9 bVII bVImaj7 v7'],
    home: 'i9',
  },
  major: {
    verse: ['Imaj9 vi9 ii9 IVmaj7', 'ii9 V9sus4 Imaj9 vi7'],
    chorus: ['IVmaj9 iii7 vi9 V9sus4', 'ii9 iii7 IVmaj9 V9sus4'],
    break: ['IVmaj9 % ii9 V9sus4', 'vi9 iii7 IVmaj9 V9sus4'],
    home: 'Imaj9',
  },
  writtenEndings: 0.6,
  loudness: [-12.5, -10.5],
  write,
};

function write(song: Song, studio: Studio, band: Band): Mix {
  const random = song.random('house');
  const kick = studio.player('kick', { patch: { kind: 'kick', from: 190, to: 49, drop: 0.026, decay: 0.15, click: 0.5, drive: 2 }, level: -3 });
  const clap = studio.player('clap', { patch: { kind: 'clap', decay: 0.09, low: 900, high: 7500 }, level: -8, reverb: 0.16, looseness: 2 });
  const hat = studio.player('hat', { patch: { kind: 'cymbal', decay: 0.024, low: 7000, metal: 0.25 }, level: -9, pan: 0.15, looseness: 2 });
  const open = studio.player('open hat', { patch: { kind: 'cymbal', decay: 0.085, low: 6000, metal: 0.35 }, level: -10, duck: 0.2 });
  const shaker = studio.player('shaker', { patch: { kind: 'shaker', attack: 0.012, decay: 0.03, low: 3500, high: 12000 }, level: -17, pan: -0.35, looseness: 4 });
  const rim = studio.player('rim', { patch: { kind: 'rim', pitch: 820, decay: 0.018 }, level: -11, pan: -0.2, echo: 0.25, looseness: 3 });
  const crash = studio.player('crash', { patch: { kind: 'cymbal', decay: 0.7, low: 3200, metal: 0.3 }, level: -12, reverb: 0.2 });
  const riser = studio.player('riser', { patch: { kind: 'riser', from: 350, to: 9000 }, level: -17, reverb: 0.2 });
  const bass = studio.player('bass', {
    patch: { kind: 'synth', wave: band === 0 ? 'triangle' : 'saw', sub: 0.5, envelope: { attack: 0.004, decay: 0.25, sustain: 0.6, release: 0.06 }, filter: { cutoff: 420, track: 0.3, sweep: 1.3, attack: 0.003, decay: 0.12, resonance: 1.1 } },
    level: -6,
    duck: 0.65,
  });
  const stab = studio.player('stab', { patch: STABS[band], level: -6, reverb: 0.22, echo: 0.22, duck: 0.45, chorus: 0.25, highpass: 160 });
  const pad = studio.player('pad', { patch: PAD, level: -11.5, reverb: 0.35, duck: 0.75, highpass: 220 });
  const lead = studio.player('lead', { patch: LEADS[band], level: -5.5, reverb: 0.2, echo: 0.35, duck: 0.2, highpass: 250, looseness: 3 });

  const chords = new Voicings(song, { low: 52, high: 74, notes: 4, rootless: true });
  const padChords = new Voicings(song, { low: 50, high: 72, notes: 4 });
  const bassLine = { verse: choose(random, BASS_LINES), chorus: choose(random, BASS_LINES) };
  const stabRhythm = { verse: choose(random, STAB_RHYTHMS), chorus: choose(random, STAB_RHYTHMS) };
  const hats = choose(random, HATS);
  const rims = choose(random, RIMS);
  const floor = 31;

  for (const bar of song.bars) {
    const { name, energy, occurrence, bars } = bar.section;
    if (bar.final) {
      kick.play(bar.beat, 1, 60, 1);
      crash.play(bar.beat, 4, 60, 0.8);
      bass.play(bar.beat, 3, rootPitch(song.chordAt(bar.beat).bass, floor), 0.85);
      sustain(pad, song, bar, padChords, 0.8);
      sustain(stab, song, bar, chords, 0.8, 0.03);
      continue;
    }
    const building = name === 'break' && bar.index >= bars / 2;
    const beating = name !== 'break';
    if (beating) {
      kick.strike(bar.beat, bar.turns && energy > 0.5 ? 'X...X...X.......' : 'X...X...X...X...', 0.8 + 0.2 * energy);
      if (name !== 'intro' || bar.index >= bars / 2) clap.strike(bar.beat, bar.index % 4 === 3 ? '....X.......X..-' : '....X.......X...');
      if (energy > 0.35) open.strike(bar.beat, '..x...x...x...x.', 0.7 + 0.3 * energy);
      hat.strike(bar.beat, hats, 0.6 + 0.4 * energy);
      if (energy > 0.5) shaker.strike(bar.beat, 'oxoxoxoxoxoxoxox');
    }
    if (energy > 0.5 || building) rim.strike(bar.beat, rims, 0.9);
    if (bar.turns && energy > 0.5) clap.strike(bar.beat, choose(random, ['..........o.xxXX', '........o.o.oxxX', '............x.xX']));
    if (bar.turns && name === 'break') clap.strike(bar.beat, 'o.o.o.o.oooxxxXX', 0.8);
    if (name !== 'break' && (name !== 'intro' || bar.index >= bars / 2) && name !== 'outro') playBass(bass, song, bar, bassLine[name === 'chorus' ? 'chorus' : 'verse'], floor, 0.65 + 0.2 * energy);
    if (name === 'outro' && bar.index < bars / 2) playBass(bass, song, bar, bassLine.verse, floor);
    comp(stab, song, bar, chords, stabRhythm[name === 'chorus' ? 'chorus' : 'verse'], 0.65 + 0.3 * energy);
    if (name === 'break' || name === 'chorus' || (name === 'verse' && occurrence > 0)) sustain(pad, song, bar, padChords, name === 'chorus' ? 0.85 : 0.6);
    announce(bar, crash, riser);
  }
  openFilters(song, stab);

  const theme = composeTheme(song.random('theme'), {
    shapes: ['abac', 'aab.', 'ab.b', 'a.ab'],
    rhythms: ['x-..x-..x-x.....', 'x--x--x-....x-..', '..x-x-..x---....', 'x-x-..x-..x-....', 'x--.x--.x-x-x-..'],
    low: 65,
    high: 82,
    ladder: 'pentatonic',
    leaps: 0.25,
  });
  for (const section of song.sections) {
    const beat = section.startBar * 4;
    if (section.name === 'chorus') sing(lead, singTheme(random, theme, song, beat, section.bars), 0.85);
    // The break remembers the tune, an octave lower and alone.
    if (section.name === 'break') sing(lead, singTheme(random, theme, song, beat, Math.min(4, section.bars), -7), 0.5);
  }
  return {
    duckedBy: 'kick',
    room: { seconds: 1.7, brightness: 0.55, predelay: 0.018, level: 0.8 },
    echo: { left: song.grid.beatSeconds * 0.75, right: song.grid.beatSeconds * 0.5, feedback: 0.38, tone: 3200 },
    master: { drive: 0.35, tone: 20_000, drift: 0, width: 1.1 },
  };
}

/** A rush of noise leads into every chorus, a cymbal begins it. */
function announce(bar: Bar, crash: Player, riser: Player): void {
  const { name, next, bars } = bar.section;
  if (bar.index === 0 && name === 'chorus') crash.play(bar.beat, 4, 60, 0.9);
  if (next === 'chorus' && bar.index === Math.max(0, bars - 2)) riser.play(bar.beat, 4 * (bars - bar.index), 60, 0.8);
}

/** The stabs come in from under water, close in breaks and open again towards the chorus. */
function openFilters(song: Song, stab: Player): void {
  for (const { name, startBar, bars } of song.sections) {
    const start = startBar * 4;
    const end = (startBar + bars) * 4 - 0.01;
    const [from, to] = name === 'intro' ? [350, 2600] : name === 'break' ? [900, 9000] : name === 'outro' ? [5000, 700] : name === 'chorus' ? [9000, 16_000] : [2600, 5200];
    stab.filterTo(start, from);
    stab.filterTo(end, to);
  }
}
