import { playBass } from '../composition/bass.ts';
import { choose } from '../composition/chance.ts';
import { composeTheme, singTheme } from '../composition/melody.ts';
import { arpeggiate, comp, sing, sustain, Voicings } from '../composition/playing.ts';
import type { Song } from '../composition/song.ts';
import type { Studio } from '../composition/studio.ts';
import type { Patch } from '../voices/patch.ts';
import type { Band, Mix, Style } from './style.ts';

const BASSES: readonly Patch[] = [
  {
    kind: 'synth',
    wave: 'triangle',
    sub: 0.9,
    envelope: { attack: 0.006, decay: 0.8, sustain: 0.75, release: 0.07 },
    filter: { cutoff: 300, track: 0.2, sweep: 1.2, attack: 0.01, decay: 0.25, resonance: 0.8 },
  },
  {
    kind: 'synth',
    wave: 'saw',
    unison: 3,
    detune: 24,
    wide: true,
    sub: 0.8,
    envelope: { attack: 0.006, decay: 0.8, sustain: 0.8, release: 0.07 },
    filter: { cutoff: 260, track: 0.2, sweep: 2.3, attack: 0.05, decay: 0.35, resonance: 1.5 },
  },
];

const LEADS: readonly Patch[] = [
  {
    kind: 'fm',
    envelope: { attack: 0.003, decay: 0.9, sustain: 0, release: 0.5 },
    pairs: [
      { carrier: 1, modulator: 3.5, index: 1.2, indexDecay: 0.15, level: 1, decay: 0.7 },
      { carrier: 2, modulator: 1, index: 0.4, indexDecay: 0.4, level: 0.3, decay: 0.5 },
    ],
  },
  {
    kind: 'synth',
    wave: 'square',
    unison: 2,
    detune: 8,
    wide: true,
    envelope: { attack: 0.02, decay: 0.4, sustain: 0.6, release: 0.2 },
    filter: { cutoff: 1300, track: 0.5, sweep: 1.3, attack: 0.03, decay: 0.3, resonance: 1 },
    vibrato: { rate: 5.2, cents: 12, delay: 0.2 },
  },
];

/** Two-bar breaks: kick, snare (ghosts between the backbeats) and hats or ride. */
const BREAKS = [
  { kick: ['X.........x.....', 'X.........x.....'], snare: ['....X..-.-..X..-', '....X..-.-..X.-.'], hat: ['x.o.x.o.x.o.x.o.', 'x.o.x.oox.o.x.o.'] },
  { kick: ['X.........x.....', 'X..x......x.....'], snare: ['....X.......X...', '....X..o....X..o'], hat: ['xoxoxoxoxoxoxoxo', 'xoxoxoxoxoxoxo-x'] },
  { kick: ['X.x.......x.....', 'X.........xx....'], snare: ['....X..o.o..X...', '....X..o.o....X.'], hat: ['x.x.x.x.x.x.x.x.', 'x.x.x.x.x.x.x.xx'] },
  { kick: ['X.........x..o..', '..x.......x.....'], snare: ['....X.-.....X.-.', '....X.-..-..X...'], hat: ['x-oxx-oxx-oxx-ox', 'x-oxx-oxx-oxx-ox'] },
];
const BASS_LINES = [
  ['R-----....R---..', 'R---..R-....5-..'],
  ['R---------......', 'R-----..R-8-5-..'],
  ['R--.R--...R-R-..', '..R---..5---a-..'],
  ['R-------------..', 'R-------R---a---'],
];
const ARPS = ['0.2.3.1.2.3.4.2.', '0123210123432123', '4.3.2.1.3.2.1.0.', '..0.2.3...1.2.4.'];
const STABS = ['......x.......x.', 'x.....x...x.....', '..x.....x.....x.'];

/** Liquid drum and bass: fast broken beats, half-time bass, wide soft chords. */
export const drumAndBass: Style = {
  name: 'drum and bass',
  tempo: [
    [170, 173],
    [173.5, 176],
  ],
  timeSignatures: ['4/4'],
  modes: ['minor', 'minor', 'dorian', 'major'],
  swing: { unit: 0.25, from: 0.5, to: 0.53 },
  phraseBars: 8,
  forms: [
    'intro verse chorus break chorus outro',
    'intro chorus break verse chorus outro',
    'intro break chorus verse outro',
    'intro verse break chorus outro',
    'intro chorus verse break chorus outro',
  ],
  minor: {
    verse: ['i9 % bVImaj7 %', 'i9 % iv9 v7', 'bVImaj9 % i9 bVII', 'i9 bIIImaj7 bVImaj9 %'],
    chorus: ['bVImaj9 % bVII % i9 % bIIImaj7 v7', 'bVImaj9 bVII i9 bIIImaj7', 'iv9 % v7 % bVImaj9 % bVII %', 'i9 % bVImaj9 % bIIImaj9 % bVII %'],
    break: ['bVImaj9 % % % i9 % % %', 'iv9 % bVImaj9 % i9 % v7 %', 'bVImaj9 % bVII % i9 % % %'],
    home: 'i9',
  },
  major: {
    verse: ['Imaj9 % IVmaj9 %', 'vi9 % IVmaj9 %'],
    chorus: ['IVmaj9 % V9sus4 % vi9 % Imaj9 iii7', 'IVmaj9 V9sus4 iii7 vi9'],
    break: ['IVmaj9 % % % Imaj9 % % %', 'vi9 % IVmaj9 % Imaj9 % V9sus4 %'],
    home: 'Imaj9',
  },
  writtenEndings: 0.5,
  loudness: [-11.5, -10],
  write,
};

function write(song: Song, studio: Studio, band: Band): Mix {
  const random = song.random('drum and bass');
  const kick = studio.player('kick', { patch: { kind: 'kick', from: 230, to: 56, drop: 0.02, decay: 0.085, click: 0.6, drive: 2.2 }, level: 0 });
  const snare = studio.player('snare', { patch: { kind: 'snare', tone: 205, body: 1, decay: 0.075, low: 600, high: 10_500 }, level: -3, reverb: 0.12, looseness: 1.5 });
  const hat = studio.player('hat', { patch: { kind: 'cymbal', decay: 0.02, low: 7500, metal: 0.3 }, level: -12, pan: 0.18, looseness: 2 });
  const ride = studio.player('ride', { patch: { kind: 'cymbal', decay: 0.28, low: 5200, metal: 0.7 }, level: -15, pan: -0.25, looseness: 2 });
  const crash = studio.player('crash', { patch: { kind: 'cymbal', decay: 0.8, low: 3000, metal: 0.35 }, level: -14, reverb: 0.25 });
  const riser = studio.player('riser', { patch: { kind: 'riser', from: 250, to: 9500 }, level: -18, reverb: 0.3 });
  const fall = studio.player('fall', { patch: { kind: 'riser', from: 6000, to: 200 }, level: -20, reverb: 0.4 });
  const bass = studio.player('bass', { patch: BASSES[band], level: -2, duck: 0.4 });
  const pad = studio.player('pad', {
    patch: { kind: 'synth', wave: 'saw', unison: 4, detune: 15, wide: true, envelope: { attack: 0.35, decay: 2, sustain: 0.85, release: 0.8 }, filter: { cutoff: 1100, track: 0.3, sweep: 0.8, attack: 0.9, decay: 2, resonance: 0.8 } },
    level: -10.5,
    reverb: 0.4,
    duck: 0.35,
    highpass: 200,
  });
  const keys = studio.player('keys', {
    patch: { kind: 'piano', brightness: 0.7, seconds: 0.7, hammer: 0.5, release: 0.2 },
    level: -6,
    reverb: 0.3,
    echo: 0.25,
    highpass: 200,
    looseness: 4,
  });
  const arp = studio.player('arp', {
    patch: { kind: 'synth', wave: 'pulse25', envelope: { attack: 0.003, decay: 0.12, sustain: 0.1, release: 0.12 }, filter: { cutoff: 1400, track: 0.5, sweep: 1.6, attack: 0.003, decay: 0.1, resonance: 1.3 } },
    level: -8,
    reverb: 0.25,
    echo: 0.3,
    highpass: 250,
  });
  const lead = studio.player('lead', { patch: LEADS[band], level: -7, reverb: 0.35, echo: 0.4, highpass: 250, looseness: 4 });

  const chords = new Voicings(song, { low: 52, high: 76, notes: 4 });
  const stabs = new Voicings(song, { low: 57, high: 79, notes: 4, rootless: true });
  const beats = { verse: choose(random, BREAKS), chorus: choose(random, BREAKS) };
  const line = { verse: choose(random, BASS_LINES), chorus: choose(random, BASS_LINES) };
  const figure = choose(random, ARPS);
  const stabbing = choose(random, STABS);
  const floor = 29;

  for (const bar of song.bars) {
    const { name, bars, energy, occurrence } = bar.section;
    const part = name === 'chorus' ? 'chorus' : 'verse';
    const odd = bar.index % 2;
    if (bar.final) {
      crash.play(bar.beat, 4, 60, 0.9);
      kick.play(bar.beat, 1, 60, 1);
      playBass(bass, song, bar, 'R---------------', floor, 0.9);
      sustain(pad, song, bar, chords, 0.85);
      sustain(keys, song, bar, stabs, 0.8, 0.04);
      continue;
    }
    const { kick: kicks, snare: snares, hat: hats } = beats[part];
    const late = bar.index >= bars / 2;
    const force = name === 'chorus' ? 1 : 0.82;
    if (name === 'verse' || name === 'chorus' || (name === 'outro' && !late)) {
      kick.strike(bar.beat, kicks[odd], force);
      snare.strike(bar.beat, bar.turns ? choose(random, ['....X..o..x.xxXX', '....X.o.X.o.xoXX', 'o.o.x.x.oxoxxxXX']) : snares[odd], force);
      hat.strike(bar.beat, hats[odd], 0.6 + 0.4 * energy);
      if (name === 'chorus') ride.strike(bar.beat, 'x...x...x...x...');
      playBass(bass, song, bar, line[part][odd], floor, 0.9 * force);
    } else {
      if (late || name === 'intro') hat.strike(bar.beat, hats[odd], 0.55);
      if (name === 'break' && bar.turns) snare.strike(bar.beat, 'o.o.o.o.ooooxxXX', 0.8);
      if (name === 'intro' && late) kick.strike(bar.beat, 'X...............', 0.9);
      if (name === 'break' && !late) playBass(bass, song, bar, 'R---------------', floor, 0.6);
    }
    if (bar.index === 0 && (name === 'chorus' || name === 'verse')) crash.play(bar.beat, 4, 60, name === 'chorus' ? 1 : 0.7);
    if (bar.index === 0 && name === 'break') fall.play(bar.beat, 8, 60, 0.9);
    if (bar.section.next === 'chorus' && bar.index === Math.max(0, bars - 4)) riser.play(bar.beat, 4 * (bars - bar.index), 60, 0.9);
    sustain(pad, song, bar, chords, name === 'chorus' ? 0.8 : 0.6);
    if (name === 'chorus' || name === 'verse') comp(keys, song, bar, stabs, stabbing, 0.55 + 0.2 * energy);
    if (name === 'break' || name === 'intro' || (name === 'verse' && occurrence > 0)) arpeggiate(arp, song, bar, stabs, figure, 0.75);
  }
  for (const { name, startBar, bars } of song.sections) {
    arp.filterTo(startBar * 4, name === 'intro' || name === 'break' ? 600 : 3000);
    arp.filterTo((startBar + bars) * 4 - 0.01, name === 'intro' || name === 'break' ? 7000 : 5000);
  }

  const theme = composeTheme(song.random('theme'), {
    shapes: ['a.b.aabc', 'abacab.c', 'a.a.b.bc', 'aab.aabc'],
    rhythms: ['x-----x-----x---', 'x---x---..x-x---', '....x-x-x-------', 'x-------x---x---', 'x--x--x-x-------'],
    low: 66,
    high: 84,
    ladder: 'pentatonic',
    leaps: 0.3,
  });
  for (const { name, startBar, bars, occurrence } of song.sections) {
    if (name === 'chorus') sing(lead, singTheme(random, theme, song, startBar * 4, bars, occurrence > 0 ? 3 : 0), 0.85);
    if (name === 'break') sing(lead, singTheme(random, theme, song, startBar * 4, bars, -5), 0.5);
  }
  return {
    duckedBy: 'kick',
    room: { seconds: 2.4, brightness: 0.6, predelay: 0.022, level: 0.8 },
    echo: { left: song.grid.beatSeconds * 1.5, right: song.grid.beatSeconds, feedback: 0.4, tone: 3600 },
    master: { drive: 0.5, tone: 20_000, drift: 0, width: 1.15 },
  };
}
