import { rootPitch } from '../composition/bass.ts';
import { between, choose } from '../composition/chance.ts';
import { composeTheme, singTheme } from '../composition/melody.ts';
import { arpeggiate, sing, sustain, Voicings } from '../composition/playing.ts';
import type { Song } from '../composition/song.ts';
import type { Studio } from '../composition/studio.ts';
import type { Patch } from '../voices/patch.ts';
import { layBed } from './beds.ts';
import type { Band, Mix, Style } from './style.ts';

const PADS: readonly Patch[] = [
  {
    kind: 'synth',
    wave: 'saw',
    unison: 4,
    detune: 10,
    wide: true,
    envelope: { attack: 1.6, decay: 4, sustain: 0.85, release: 2.6 },
    filter: { cutoff: 520, track: 0.4, sweep: 1, attack: 2.5, decay: 4, resonance: 0.7 },
  },
  {
    kind: 'synth',
    wave: 'hollow',
    unison: 4,
    detune: 8,
    wide: true,
    breath: 0.05,
    envelope: { attack: 1.3, decay: 4, sustain: 0.85, release: 2.4 },
    vibrato: { rate: 3.6, cents: 5, delay: 1 },
  },
];

const BELLS: readonly Patch[] = [
  {
    kind: 'fm',
    envelope: { attack: 0.004, decay: 1.8, sustain: 0, release: 1.6 },
    pairs: [
      { carrier: 1, modulator: 3.5, index: 0.8, indexDecay: 0.5, level: 1, decay: 1.6 },
      { carrier: 2, modulator: 5, index: 0.3, indexDecay: 0.2, level: 0.25, decay: 0.7 },
    ],
  },
  { kind: 'piano', brightness: 0.15, seconds: 1.5, hammer: 0.25, release: 1.2 },
];

const ARPS = ['0.2.1.3.2.4.3.1.', '0...2...3...4...', '..2...3...1...4.', '0..2..3..4..3.2.'];

/** Ambient: no drums, slow chords that breathe, a few notes ringing in a large space. */
export const ambient: Style = {
  name: 'ambient',
  tempo: [
    [58, 64],
    [64.5, 70],
  ],
  timeSignatures: ['4/4', '4/4', '3/4'],
  modes: ['major', 'lydian', 'lydian', 'minor', 'dorian'],
  swing: { unit: 0.5, from: 0.5, to: 0.5 },
  phraseBars: 4,
  forms: ['intro verse chorus outro', 'intro verse break verse outro', 'intro chorus break chorus outro', 'verse break chorus outro', 'intro verse break chorus outro'],
  major: {
    verse: ['Imaj9 % IVmaj9 %', 'Iadd9 % vi7 %', 'Imaj9 iii7 vi9 IVmaj9', 'Imaj7 % II/I %'],
    chorus: ['IVmaj9 % Imaj9 V9sus4', 'vi9 IVmaj9 Imaj9 V9sus4', 'IVmaj9 iii7 ii9 Imaj9'],
    break: ['vi9 % IVmaj9 %', 'ii9 % Imaj9 %', 'Isus2 % % %'],
    home: 'Imaj9',
  },
  minor: {
    verse: ['i9 % bVImaj9 %', 'i9 % iv9 %', 'i9 bVII bVImaj9 %'],
    chorus: ['bVImaj9 bVII i9 %', 'bIIImaj9 % bVImaj9 bVII', 'iv9 bVImaj9 bIIImaj9 v7'],
    break: ['bVImaj9 % % %', 'Isus2 % % %', 'iv9 % i9 %'],
    home: 'i9',
  },
  writtenEndings: 0.4,
  loudness: [-23, -19.5],
  write,
};

function write(song: Song, studio: Studio, band: Band): Mix {
  const random = song.random('ambient');
  const { beatsPerBar } = song.grid;
  const pad = studio.player('pad', { patch: PADS[band], level: -12, reverb: 0.5, highpass: 90 });
  const glow = studio.player('glow', {
    patch: { kind: 'synth', wave: 'sine', unison: 3, detune: 6, wide: true, envelope: { attack: 2.2, decay: 5, sustain: 0.9, release: 3 } },
    level: -15,
    reverb: 0.7,
  });
  const drone = studio.player('drone', {
    patch: { kind: 'synth', wave: 'triangle', unison: 2, detune: 4, wide: true, envelope: { attack: 1.2, decay: 4, sustain: 0.9, release: 2 }, filter: { cutoff: 300, track: 0.2, sweep: 0, attack: 0.1, decay: 1, resonance: 0.7 } },
    level: -9,
    reverb: 0.15,
  });
  const bell = studio.player('bell', { patch: BELLS[band], level: -7, reverb: 0.6, echo: 0.45, looseness: 14 });
  const pulse = studio.player('pulse', {
    patch: { kind: 'synth', wave: 'sine', envelope: { attack: 0.012, decay: 0.35, sustain: 0, release: 0.3 }, sub: 0.2 },
    level: -9,
    reverb: 0.45,
    echo: 0.4,
    looseness: 4,
  });
  layBed(song, studio.player('air', { patch: { kind: 'noise', low: 300, high: band === 0 ? 1800 : 5000, crackle: 0, swell: 0.7 }, level: band === 0 ? -27 : -32, reverb: 0.2 }));

  const chords = new Voicings(song, { low: 48, high: 72, notes: 4 });
  const high = new Voicings(song, { low: 64, high: 86, notes: 3, rootless: true });
  const figure = choose(random, ARPS).slice(0, beatsPerBar * 4);
  const floor = 33;
  const pulses = random() < 0.75;

  for (const bar of song.bars) {
    const { name, bars, energy } = bar.section;
    sustain(pad, song, bar, chords, bar.final ? 0.7 : 0.6 + 0.35 * energy);
    if (name !== 'break') for (const span of song.spansIn(bar)) drone.play(span.start, span.beats, rootPitch(span.chord.bass, floor), 0.8);
    if (name === 'chorus' || name === 'break') sustain(glow, song, bar, high, 0.8);
    if (bar.final) {
      bell.chord(bar.beat, beatsPerBar, high.at(bar.beat), 0.6, 0.25);
      continue;
    }
    const moving = name === 'chorus' || (name === 'verse' && bar.index >= bars / 2);
    if (pulses && moving) arpeggiate(pulse, song, bar, high, figure, 0.5 + 0.3 * energy, 2);
    // A single far note now and then, where nothing else moves.
    if (!moving && random() < 0.45) bell.play(bar.beat + Math.floor(between(random, 1, beatsPerBar)), 2, choose(random, high.at(bar.beat)), 0.45, between(random, -0.5, 0.5));
  }
  const theme = composeTheme(song.random('theme'), {
    shapes: ['a.b.', 'a.a.', 'ab..', '.a.b', 'a..b'],
    rhythms: beatsPerBar === 4 ? ['x---x---x-------', '....x---x-x-----', 'x-------..x-x---', 'x-x-x-----------'] : ['x---x-x-----', '..x-x---x---', 'x-----x-----'],
    low: 67,
    high: 86,
    ladder: 'pentatonic',
    leaps: 0.4,
  });
  for (const { name, startBar, bars } of song.sections) {
    if (name === 'verse' || name === 'chorus') sing(bell, singTheme(random, theme, song, startBar * beatsPerBar, bars), name === 'chorus' ? 0.75 : 0.6);
  }
  return {
    duckedBy: null,
    room: { seconds: 5.5, brightness: 0.45, predelay: 0.035, level: 0.85 },
    echo: { left: song.grid.beatSeconds * 0.75, right: song.grid.beatSeconds, feedback: 0.5, tone: 2200 },
    master: { drive: 0.1, tone: 11_000, drift: band === 0 ? 3 : 0, width: 0.75 },
  };
}
