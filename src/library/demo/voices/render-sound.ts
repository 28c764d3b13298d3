import { fmNote } from './fm.ts';
import { drumHit } from './drums.ts';
import { noiseBed, riser } from './noise.ts';
import type { Patch, SynthPatch } from './patch.ts';
import { pianoNote } from './piano.ts';
import { pluckNote } from './pluck.ts';
import type { Sound } from './sound.ts';
import { synthSound } from './synth.ts';
import { SAMPLE_RATE } from '../../../audio/pcm.ts';

/** RMS of the loudest 50 ms of a note at 0 dB. */
const REFERENCE_RMS = 0.1;

/** How far apart the outer notes of a chord lie in stereo, −1 to 1. */
const CHORD_SPREAD = 0.35;

/**
 * Renders a note or chord of any patch. Every note is brought to the reference level: all patches and
 * pitches begin equally loud, so that a part's level means the same everywhere.
 * @param seed picks the noise of this rendering; equal arguments give equal samples
 */
export function renderSound(patch: Patch, pitches: readonly number[], held: number, velocity: number, seed: number): Sound {
  if (patch.kind === 'synth') {
    const sound = synthSound(patch, pitches, held, velocity, seed);
    return levelled(sound, Math.sqrt(pitches.length));
  }
  const notes = pitches.map((pitch, i) => levelled(noteOf(patch, pitch, held, velocity, seed + i), 1));
  return notes.length === 1 ? notes[0] : together(notes);
}

function noteOf(patch: Exclude<Patch, SynthPatch>, midi: number, held: number, velocity: number, seed: number): Sound {
  switch (patch.kind) {
    case 'fm':
      return fmNote(patch, midi, held, velocity);
    case 'pluck':
      return pluckNote(patch, midi, held, velocity, seed);
    case 'piano':
      return pianoNote(patch, midi, held, velocity, seed);
    case 'noise':
      return noiseBed(patch, held, seed);
    case 'riser':
      return riser(patch, held, seed);
    case 'kick':
    case 'snare':
    case 'clap':
    case 'cymbal':
    case 'tom':
    case 'rim':
    case 'shaker':
    case 'chip':
      return drumHit(patch, midi, velocity, seed);
  }
}

/** Brings a sound to `level` times the reference in place. */
function levelled(sound: Sound, level: number): Sound {
  const rms = loudestRms(sound);
  if (rms === 0) return sound;
  const gain = (REFERENCE_RMS * level) / rms;
  scale(sound.left, gain);
  if (sound.right !== sound.left) scale(sound.right, gain);
  return sound;
}

/** Lays the notes of a chord side by side, low ones a little left. */
function together(notes: readonly Sound[]): Sound {
  const frames = Math.max(...notes.map((note) => note.left.length));
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  notes.forEach((note, i) => {
    const side = CHORD_SPREAD * ((2 * i) / (notes.length - 1) - 1);
    addScaled(note.left, left, Math.sqrt(1 - side));
    addScaled(note.right, right, Math.sqrt(1 + side));
  });
  return { left, right };
}

function loudestRms({ left, right }: Sound): number {
  const window = Math.round(0.05 * SAMPLE_RATE);
  let loudest = 0;
  for (let start = 0; start < left.length; start += window) {
    const end = Math.min(left.length, start + window);
    let energy = 0;
    for (let i = start; i < end; i++) energy += left[i] * left[i];
    if (right !== left) {
      let other = 0;
      for (let i = start; i < end; i++) other += right[i] * right[i];
      energy = 0.5 * (energy + other);
    }
    if (energy > loudest) loudest = energy;
  }
  return Math.sqrt(loudest / window);
}

function scale(samples: Float32Array, gain: number): void {
  for (let i = 0; i < samples.length; i++) samples[i] *= gain;
}

function addScaled(source: Float32Array, target: Float32Array, gain: number): void {
  for (let i = 0; i < source.length; i++) target[i] += source[i] * gain;
}
