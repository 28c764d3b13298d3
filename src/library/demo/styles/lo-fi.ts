import { playBass } from '../composition/bass.ts';
import { choose } from '../composition/chance.ts';
import { composeTheme, singTheme } from '../composition/melody.ts';
import { arpeggiate, comp, sing, sustain, Voicings } from '../composition/playing.ts';
import type { Song } from '../composition/song.ts';
import type { Studio } from '../composition/studio.ts';
import type { Patch } from '../voices/patch.ts';
import { layBed } from './beds.ts';
import type { Band, Mix, Style } from './style.ts';

const KEYS: readonly Patch[] = [
  {
    kind: 'fm',
    envelope: { attack: 0.005, decay: 1.4, sustain: 0.2, release: 0.35 },
    pairs: [
      { carrier: 1, modulator: 1, index: 1.7, indexDecay: 0.6, level: 1, decay: 9 },
      { carrier: 1, modulator: 14, index: 0.28, indexDecay: 0.09, level: 0.3, decay: 0.5 },
    ],
    tremolo: { rate: 4.6, depth: 0.18 },
  },
  { kind: 'piano', brightness: 0.4, seconds: 0.8, hammer: 0.5, release: 0.25 },
];

const LEADS: readonly Patch[] = [
  { kind: 'pluck', seconds: 1.6, brightness: 0.35, position: 0.25, body: 0.4, release: 0.25 },
  {
    kind: 'synth',
    wave: 'whistle',
    envelope: { attack: 0.05, decay: 0.4, sustain: 0.75, release: 0.16 },
    breath: 0.2,
    scoop: -0.4,
    vibrato: { rate: 4.8, cents: 14, delay: 0.3 },
  },
];

/** Kick, snare and hat of one bar each; the kick is late and lazy, as on an old sampler. */
const BEATS = [
  { kick: 'X......xo.x.....', snare: '....X.......X...', hat: 'x.o.x.o.x.o.x.o.' },
  { kick: 'X..o....x.x.....', snare: '....X.......X..-', hat: 'x.ooo.o.x.o.x.oo' },
  { kick: 'X.......x..x..o.', snare: '....X..-....X...', hat: 'o.x.o.x.o.x.o.x.' },
  { kick: 'X....x..x.......', snare: '....X....-..X...', hat: 'x-o-x-o-x-o-x-o-' },
  { kick: 'X......o..x..x..', snare: '....X.......X.-.', hat: 'x.o.x..ox.o.x..o' },
];
const COMPS = ['x------.....x---', 'x---------......', 'x-----x---......', '..x-----..x-----', 'x--.x-----......'];
const BASS_LINES = ['R-----..R-5-....', 'R---....R--.a-..', 'R--R--..5---..a-', 'R------.8-5-R-..', 'R----...R...R-a-'];
const ARPS = ['0.1.2.3.4.3.2.1.', '..3.2.1...2.3...', '0..1..2..3..2..1', '4...3...2...3.2.'];

/** Lo-fi hip hop: slow swung beats, warm seventh chords, dust, everything a little dark and out of true. */
export const loFi: Style = {
  name: 'lo-fi',
  tempo: [
    [70, 77],
    [78, 86],
  ],
  timeSignatures: ['4/4'],
  modes: ['major', 'major', 'dorian', 'minor'],
  swing: { unit: 0.25, from: 0.57, to: 0.63 },
  phraseBars: 4,
  forms: [
    'intro verse chorus break chorus outro',
    'intro verse chorus verse outro',
    'intro chorus verse chorus outro',
    'verse chorus break verse outro',
    'intro verse break chorus outro',
    'verse chorus verse chorus outro',
  ],
  major: {
    verse: ['ii9 V13 Imaj9 vi9', 'Imaj9 vi9 ii9 V13', 'IVmaj9 iii7 ii9 Imaj9', 'Imaj7 iii7 IVmaj9 iv6', 'vi9 ii9 V9 Imaj9'],
    chorus: ['IVmaj9 V9sus4 iii7 vi9', 'IVmaj9 iv6 iii7-vi9 ii9-V13', 'ii9 iii7 IVmaj9 V9sus4', 'IVmaj9 III7 vi9 I7'],
    break: ['IVmaj9 iv6 Imaj9 %', 'ii9 % Imaj9 %', 'vi9 V9sus4 IVmaj9 %'],
    home: 'Imaj9',
  },
  minor: {
    verse: ['i9 iv9 bVImaj7 v7', 'i9 bVImaj7 iv9 V7b9', 'iv9 bVII13 bIIImaj9 i9', 'i9 % iv9 bVII9'],
    chorus: ['bVImaj9 v7 i9 %', 'iv9 v7 bVImaj9 bVII9', 'bVImaj9 V7b9 i9 bIIImaj7'],
    break: ['bVImaj9 % i9 %', 'iv9 % i9 V7b9'],
    home: 'i9',
  },
  writtenEndings: 0.55,
  loudness: [-18, -15],
  write,
};

function write(song: Song, studio: Studio, band: Band): Mix {
  const random = song.random('lo-fi');
  const kick = studio.player('kick', { patch: { kind: 'kick', from: 130, to: 52, drop: 0.03, decay: 0.12, click: 0.2, drive: 1.4 }, level: -4, looseness: 6 });
  const snare = studio.player('snare', { patch: { kind: 'snare', tone: 182, body: 0.8, decay: 0.085, low: 400, high: 5200 }, level: -4, reverb: 0.14, looseness: 7 });
  const hat = studio.player('hat', { patch: { kind: 'cymbal', decay: 0.03, low: 3600, metal: 0.1 }, level: -3, pan: 0.2, looseness: 8 });
  const shaker = studio.player('shaker', { patch: { kind: 'shaker', attack: 0.02, decay: 0.035, low: 3000, high: 9000 }, level: -8, pan: -0.3, looseness: 9 });
  const bass = studio.player('bass', {
    patch: { kind: 'synth', wave: 'triangle', sub: 0.4, envelope: { attack: 0.012, decay: 0.6, sustain: 0.55, release: 0.09 }, filter: { cutoff: 500, track: 0.3, sweep: 0.6, attack: 0.01, decay: 0.2, resonance: 0.7 } },
    level: -9,
    duck: 0.35,
    looseness: 6,
  });
  const keys = studio.player('keys', { patch: KEYS[band], level: -4, reverb: 0.16, duck: 0.3, chorus: 0.35, highpass: 110, looseness: 9 });
  const arp = studio.player('guitar', { patch: LEADS[0], level: -4, pan: -0.3, reverb: 0.25, echo: 0.2, looseness: 8 });
  const lead = studio.player('lead', { patch: LEADS[band], level: -3, pan: 0.1, reverb: 0.28, echo: 0.3, looseness: 12 });
  const pad = studio.player('pad', {
    patch: { kind: 'synth', wave: 'triangle', unison: 3, detune: 9, wide: true, envelope: { attack: 0.7, decay: 2, sustain: 0.8, release: 0.9 } },
    level: -15,
    reverb: 0.3,
  });
  layBed(song, studio.player('dust', { patch: { kind: 'noise', low: 500, high: 6000, crackle: 7, swell: 0.2 }, level: -23 }));

  const chords = new Voicings(song, { low: 54, high: 76, notes: 4, rootless: true });
  const beat = { verse: choose(random, BEATS), chorus: choose(random, BEATS) };
  const rhythm = { verse: choose(random, COMPS), chorus: choose(random, COMPS) };
  const line = { verse: choose(random, BASS_LINES), chorus: choose(random, BASS_LINES) };
  const figure = choose(random, ARPS);
  const floor = 31;

  for (const bar of song.bars) {
    const { name, bars, occurrence, energy } = bar.section;
    const part = name === 'chorus' ? 'chorus' : 'verse';
    if (bar.final) {
      sustain(keys, song, bar, chords, 0.75, 0.06);
      playBass(bass, song, bar, 'R---------------', floor, 0.8);
      kick.play(bar.beat, 1, 60, 0.8);
      continue;
    }
    const { kick: kicks, snare: snares, hat: hats } = beat[part];
    const beating = name !== 'break' && !(name === 'intro' && bar.index < bars / 2) && !(name === 'outro' && bar.index >= bars / 2);
    if (beating) {
      const rest = bar.turns && random() < 0.4;
      kick.strike(bar.beat, rest ? `${kicks.slice(0, 8)}........` : kicks);
      snare.strike(bar.beat, bar.turns ? choose(random, ['....X.......X.ox', '....X..-..o.X.xo', '....X.......x.xx']) : snares);
      hat.strike(bar.beat, hats);
      if (name === 'chorus') shaker.strike(bar.beat, 'o.x.o.x.o.x.o.x.');
    } else if (name === 'break') hat.strike(bar.beat, 'o...o...o...o...', 0.7);
    if (beating || (name === 'break' && bar.index >= bars / 2)) playBass(bass, song, bar, line[part], floor);
    if (name === 'break') sustain(keys, song, bar, chords, 0.6, 0.05);
    else comp(keys, song, bar, chords, rhythm[part], 0.6 + 0.25 * energy, random() < 0.4 ? 0.03 : 0);
    if (name === 'break' || name === 'chorus' || (name === 'verse' && occurrence > 0)) arpeggiate(arp, song, bar, chords, figure, 0.55, 1.8);
    if (name === 'chorus' || name === 'break') sustain(pad, song, bar, chords, 0.8);
  }

  const plan = { ladder: 'pentatonic', leaps: 0.22, low: 64, high: 81 } as const;
  const theme = composeTheme(song.random('theme'), {
    ...plan,
    shapes: ['a.b.', 'aab.', 'abac', 'a.ab'],
    rhythms: ['..x-x-x---......', 'x--x--x-........', 'x-x-..x-x---....', '....x-x-x--x----', '..x--x--x---....'],
  });
  const musing = composeTheme(song.random('musing'), { ...plan, shapes: ['a...', '..a.', '.a.b'], rhythms: ['....x-x-x---....', 'x-..x---........'] });
  for (const { name, startBar, bars } of song.sections) {
    if (name === 'chorus') sing(lead, singTheme(random, theme, song, startBar * 4, bars), 0.8);
    if (name === 'verse') sing(lead, singTheme(random, musing, song, startBar * 4, bars, -3), 0.6);
  }
  return {
    duckedBy: 'kick',
    room: { seconds: 1.3, brightness: 0.35, predelay: 0.012, level: 0.8 },
    echo: { left: song.grid.beatSeconds * 0.75, right: song.grid.beatSeconds, feedback: 0.3, tone: 1800 },
    master: { drive: 0.5, tone: band === 0 ? 7500 : 9000, drift: 5, width: 0.85 },
  };
}
