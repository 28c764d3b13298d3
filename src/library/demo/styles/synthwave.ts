import { playBass } from '../composition/bass.ts';
import { choose } from '../composition/chance.ts';
import { composeTheme, singTheme } from '../composition/melody.ts';
import { arpeggiate, comp, sing, sustain, Voicings } from '../composition/playing.ts';
import type { Song } from '../composition/song.ts';
import type { Studio } from '../composition/studio.ts';
import type { Patch } from '../voices/patch.ts';
import type { Band, Mix, Style } from './style.ts';

const LEADS: readonly Patch[] = [
  {
    kind: 'synth',
    wave: 'saw',
    unison: 3,
    detune: 9,
    wide: true,
    envelope: { attack: 0.02, decay: 0.5, sustain: 0.75, release: 0.22 },
    filter: { cutoff: 1900, track: 0.5, sweep: 1, attack: 0.02, decay: 0.4, resonance: 1.1 },
    vibrato: { rate: 5.4, cents: 16, delay: 0.28 },
    scoop: -0.5,
  },
  {
    kind: 'synth',
    wave: 'pulse25',
    unison: 2,
    detune: 7,
    wide: true,
    envelope: { attack: 0.008, decay: 0.6, sustain: 0.55, release: 0.3 },
    filter: { cutoff: 1500, track: 0.5, sweep: 1.6, attack: 0.01, decay: 0.35, resonance: 1.2 },
    vibrato: { rate: 5, cents: 12, delay: 0.35 },
  },
];

const BASS_LINES = ['R.R.R.R.R.R.R.R.', 'R.8.R.8.R.8.R.8.', 'RrRrRrRrRrRrRrRr', 'R.rrR.rrR.rrR.rr', 'R.RR.RR.R.RR.R8.', 'R.rr8.rrR.rr8.5.'];
const ARPS = ['0123012301230123', '0213021302130213', '0.1.2.3.4.3.2.1.', '4321432143214321', '0120123012340123'];
const STABS = ['x--.....x--.....', 'x-....x-....x-..', '..x-..x-..x-..x-', 'x--x--x-........'];
const KICKS = ['X.......X.......', 'X.......X.x.....', 'X...X...X...X...', 'X..x....X.......'];

/** Synthwave: pumping octave bass, gated snare, wide saws and a lead that sings over neon. */
export const synthwave: Style = {
  name: 'synthwave',
  tempo: [
    [86, 98],
    [100, 114],
  ],
  timeSignatures: ['4/4'],
  modes: ['minor', 'minor', 'minor', 'dorian', 'major'],
  swing: { unit: 0.25, from: 0.5, to: 0.5 },
  phraseBars: 4,
  forms: [
    'intro verse chorus verse chorus outro',
    'intro verse chorus break chorus outro',
    'intro chorus verse break chorus outro',
    'verse chorus break chorus outro',
    'intro verse break chorus chorus outro',
  ],
  minor: {
    verse: ['i % bVI %', 'i bVII bVI bVII', 'i i bIII bVII', 'i v bVI iv', 'iadd9 % bVImaj7 bVII'],
    chorus: ['bVI bVII i i', 'i bIII bVII iv', 'bVI bIII bVII i', 'iv bVI i bVII', 'bVI bVII v i', 'i bVI bIII bVII'],
    break: ['bVI % bVII %', 'iv % bVI bVII', 'i % % bVII'],
    home: 'i',
  },
  major: {
    verse: ['I % vi %', 'I V/VII vi IV'],
    chorus: ['IV V vi I', 'vi IV I V'],
    break: ['IV % vi V', 'ii % IV V'],
    home: 'Iadd9',
  },
  writtenEndings: 0.5,
  loudness: [-13, -11],
  write,
};

function write(song: Song, studio: Studio, band: Band): Mix {
  const random = song.random('synthwave');
  const kick = studio.player('kick', { patch: { kind: 'kick', from: 170, to: 51, drop: 0.024, decay: 0.13, click: 0.45, drive: 1.8 }, level: -2 });
  const snare = studio.player('snare', { patch: { kind: 'snare', tone: 175, body: 0.9, decay: 0.22, low: 350, high: 8500, gate: 0.2 }, level: -4, reverb: 0.35 });
  const clap = studio.player('clap', { patch: { kind: 'clap', decay: 0.1, low: 800, high: 7000 }, level: -10, reverb: 0.3 });
  const hat = studio.player('hat', { patch: { kind: 'cymbal', decay: 0.03, low: 7000, metal: 0.4 }, level: -8, pan: 0.2 });
  const tom = studio.player('toms', { patch: { kind: 'tom', from: 120, drop: 0.8, decay: 0.2, skin: 0.6 }, level: -9, reverb: 0.35 });
  const crash = studio.player('crash', { patch: { kind: 'cymbal', decay: 0.9, low: 3000, metal: 0.4 }, level: -14, reverb: 0.3 });
  const bass = studio.player('bass', {
    patch: { kind: 'synth', wave: 'saw', unison: 2, detune: 6, sub: 0.45, envelope: { attack: 0.003, decay: 0.2, sustain: 0.5, release: 0.05 }, filter: { cutoff: 340, track: 0.3, sweep: 2.2, attack: 0.002, decay: 0.09, resonance: 1.6 } },
    level: -4,
    duck: 0.5,
  });
  const pad = studio.player('pad', {
    patch: { kind: 'synth', wave: 'saw', unison: 5, detune: 16, wide: true, envelope: { attack: 0.25, decay: 2, sustain: 0.85, release: 0.6 }, filter: { cutoff: 1000, track: 0.3, sweep: 0.9, attack: 0.6, decay: 2, resonance: 0.8 } },
    level: -10,
    reverb: 0.3,
    duck: 0.4,
    highpass: 180,
  });
  const stab = studio.player('brass', {
    patch: { kind: 'synth', wave: 'saw', unison: 3, detune: 10, wide: true, envelope: { attack: 0.02, decay: 0.5, sustain: 0.6, release: 0.18 }, filter: { cutoff: 900, track: 0.3, sweep: 1.7, attack: 0.05, decay: 0.3, resonance: 1 } },
    level: -9,
    reverb: 0.3,
    highpass: 180,
  });
  const arp = studio.player('arp', {
    patch: { kind: 'synth', wave: band === 0 ? 'square' : 'saw', envelope: { attack: 0.002, decay: 0.12, sustain: 0.2, release: 0.09 }, filter: { cutoff: 1200, track: 0.4, sweep: 1.7, attack: 0.002, decay: 0.09, resonance: 1.5 } },
    level: -7,
    reverb: 0.18,
    echo: 0.28,
    highpass: 250,
  });
  const lead = studio.player('lead', { patch: LEADS[band], level: -6, reverb: 0.28, echo: 0.38, highpass: 250, looseness: 3 });

  const chords = new Voicings(song, { low: 52, high: 74, notes: 4 });
  const high = new Voicings(song, { low: 60, high: 79, notes: 4 });
  const line = { verse: choose(random, BASS_LINES), chorus: choose(random, BASS_LINES) };
  const kicks = choose(random, KICKS);
  const figure = choose(random, ARPS);
  const stabs = choose(random, STABS);
  const floor = 33;

  for (const bar of song.bars) {
    const { name, bars, energy, occurrence } = bar.section;
    const late = bar.index >= bars / 2;
    if (bar.final) {
      crash.play(bar.beat, 4, 60, 0.9);
      kick.play(bar.beat, 1, 60, 1);
      playBass(bass, song, bar, 'R---------------', floor);
      sustain(pad, song, bar, chords, 0.9);
      continue;
    }
    const beating = name === 'verse' || name === 'chorus' || (name === 'outro' && !late) || (name === 'intro' && late);
    if (beating) {
      kick.strike(bar.beat, kicks);
      if (name !== 'intro' && !(bar.turns && energy > 0.5)) snare.strike(bar.beat, '....X.......X...');
      if (name === 'chorus') clap.strike(bar.beat, '....X.......X...');
      hat.strike(bar.beat, name === 'chorus' ? 'x.o.x.o.x.o.x.o.' : 'o.o.o.o.o.o.o.o.', 0.9);
    }
    if (bar.turns && energy > 0.5) {
      snare.strike(bar.beat, '....X...........');
      // Down the toms into what follows.
      [67, 67, 62, 62, 57, 57, 53, 50].forEach((tuning, i) => {
        if (i % 2 === 0 || random() < 0.7) tom.play(bar.beat + 2 + i * 0.25, 0.25, tuning, 0.7 + 0.04 * i, 0.5 - i * 0.14);
      });
    }
    if (bar.index === 0 && (name === 'chorus' || (name === 'verse' && occurrence === 0))) crash.play(bar.beat, 4, 60, name === 'chorus' ? 1 : 0.6);
    if (name !== 'break' || late) playBass(bass, song, bar, name === 'chorus' ? line.chorus : line.verse, floor, name === 'intro' ? 0.7 : 0.88);
    sustain(pad, song, bar, chords, name === 'chorus' ? 0.9 : 0.6);
    if (name !== 'verse' || occurrence > 0) arpeggiate(arp, song, bar, high, figure, 0.8);
    if (name === 'chorus') comp(stab, song, bar, high, stabs, 0.8);
  }
  for (const { name, startBar, bars } of song.sections) {
    const [from, to] = name === 'intro' ? [300, 5000] : name === 'break' ? [800, 9000] : name === 'outro' ? [6000, 500] : [4500, 7500];
    arp.filterTo(startBar * 4, from);
    arp.filterTo((startBar + bars) * 4 - 0.01, to);
  }

  const theme = composeTheme(song.random('theme'), {
    shapes: ['abac', 'aabc', 'aab.', 'abab'],
    rhythms: ['x-----x-x-------', 'x--x--x-x---x---', 'x---x---x-x-x---', 'x-------..x-x-x-', 'x-x-x---x-------'],
    low: 64,
    high: 82,
    ladder: 'scale',
    leaps: 0.28,
  });
  const answer = composeTheme(song.random('answer'), { shapes: ['..a.', '...a', '.a.a'], rhythms: ['..x-x-x---......', 'x-x---..........'], low: 69, high: 84, ladder: 'pentatonic', leaps: 0.3 });
  for (const { name, startBar, bars, occurrence } of song.sections) {
    if (name === 'chorus') sing(lead, singTheme(random, theme, song, startBar * 4, bars, occurrence > 0 ? 2 : 0), 0.88);
    if (name === 'verse') sing(lead, singTheme(random, occurrence > 0 ? theme : answer, song, startBar * 4, bars, occurrence > 0 ? -5 : 0), 0.65);
  }
  return {
    duckedBy: 'kick',
    room: { seconds: 2, brightness: 0.6, predelay: 0.02, level: 0.85 },
    echo: { left: song.grid.beatSeconds * 0.75, right: song.grid.beatSeconds * 0.5, feedback: 0.42, tone: 3400 },
    master: { drive: 0.45, tone: 20_000, drift: 2, width: 1.15 },
  };
}
