import { SAMPLE_RATE } from '../../../audio/pcm.ts';
import { decayFactor, Noise, onePole } from './dsp.ts';
import type { DrumPatch } from './patch.ts';
import type { Sound } from './sound.ts';

type DrumOf<K extends DrumPatch['kind']> = Extract<DrumPatch, { kind: K }>;

const TAU = 2 * Math.PI;

/** Renders one stroke. `tuning` is a MIDI number: 60 plays the drum as written. */
export function drumHit(patch: DrumPatch, tuning: number, velocity: number, seed: number): Sound {
  const ratio = 2 ** ((tuning - 60) / 12);
  const noise = new Noise(seed);
  const samples = stroke(patch, ratio, velocity, noise);
  const tail = Math.min(480, samples.length);
  for (let i = 0; i < tail; i++) samples[samples.length - 1 - i] *= i / tail;
  return { left: samples, right: samples };
}

function stroke(patch: DrumPatch, ratio: number, velocity: number, noise: Noise): Float32Array {
  switch (patch.kind) {
    case 'kick':
      return kick(patch, ratio, velocity, noise);
    case 'snare':
      return snare(patch, ratio, velocity, noise);
    case 'clap':
      return clap(patch, noise);
    case 'cymbal':
      return cymbal(patch, ratio, velocity, noise);
    case 'tom':
      return tom(patch, ratio, noise);
    case 'rim':
      return rim(patch, ratio, noise);
    case 'shaker':
      return shaker(patch, noise);
    case 'chip':
      return chip(patch, ratio, noise);
  }
}

function blank(seconds: number): Float32Array {
  return new Float32Array(Math.ceil(seconds * SAMPLE_RATE));
}

function kick(patch: DrumOf<'kick'>, ratio: number, velocity: number, noise: Noise): Float32Array {
  const samples = blank(patch.decay * 5);
  const drop = decayFactor(patch.drop);
  const fade = decayFactor(patch.decay);
  const click = decayFactor(0.0016);
  let sweep = 1;
  let level = 1;
  let tick = patch.click * velocity;
  let phase = 0;
  let soft = 0;
  for (let i = 0; i < samples.length; i++) {
    phase += (TAU * ratio * (patch.to + (patch.from - patch.to) * sweep)) / SAMPLE_RATE;
    const body = Math.sin(phase) * level * patch.drive;
    soft += 0.35 * (noise.next() - soft);
    samples[i] = body / (1 + 0.35 * Math.abs(body)) + soft * tick;
    sweep *= drop;
    level *= fade;
    tick *= click;
  }
  return samples;
}

function snare(patch: DrumOf<'snare'>, ratio: number, velocity: number, noise: Noise): Float32Array {
  const gate = patch.gate ?? 0;
  const samples = blank(gate > 0 ? gate + 0.05 : patch.decay * 5);
  const wire = band(noise, patch.low, patch.high * (0.6 + 0.4 * velocity), samples.length);
  const fade = decayFactor(patch.decay);
  const bodyFade = decayFactor(Math.min(0.09, patch.decay * 0.7));
  let level = 1;
  let body = patch.body;
  let phase = 0;
  let second = 0;
  for (let i = 0; i < samples.length; i++) {
    const drop = 1 + 0.5 * Math.exp(-i / 300);
    phase += (TAU * ratio * patch.tone * drop) / SAMPLE_RATE;
    second += (TAU * ratio * patch.tone * 1.58 * drop) / SAMPLE_RATE;
    samples[i] = wire[i] * level + (Math.sin(phase) + 0.5 * Math.sin(second)) * body;
    level *= fade;
    body *= bodyFade;
  }
  // A gate cuts the tail at once, as on records of the eighties.
  if (gate > 0) {
    const cut = Math.floor(gate * SAMPLE_RATE);
    for (let i = cut; i < samples.length; i++) samples[i] *= Math.exp(-(i - cut) / 240);
  }
  return samples;
}

function clap(patch: DrumOf<'clap'>, noise: Noise): Float32Array {
  const samples = blank(patch.decay * 5 + 0.04);
  const hands = band(noise, patch.low, patch.high, samples.length);
  const starts = [0, 0.011, 0.021, 0.031].map((s) => Math.floor(s * SAMPLE_RATE));
  const short = decayFactor(0.004);
  const fade = decayFactor(patch.decay);
  let level = 0;
  let tail = 0;
  for (let i = 0; i < samples.length; i++) {
    if (starts.includes(i)) {
      level = 1;
      if (i === starts[3]) tail = 0.7;
    }
    samples[i] = hands[i] * (level > tail ? level : tail);
    level *= short;
    tail *= fade;
  }
  return samples;
}

/** Ratios of the six square waves of an analogue cymbal. */
const METAL = [1, 1.342, 1.2312, 1.6532, 1.9523, 2.1523];

function cymbal(patch: DrumOf<'cymbal'>, ratio: number, velocity: number, noise: Noise): Float32Array {
  const samples = blank(Math.min(3, patch.decay * 5));
  const hiss = band(noise, patch.low, 16_500, samples.length);
  const attack = patch.attack ?? 0;
  const fade = decayFactor(patch.decay);
  const ping = decayFactor(patch.decay * 0.35);
  const steps = METAL.map((m) => (m * ratio * 420) / SAMPLE_RATE);
  const phases = METAL.map(() => (noise.next() + 1) / 2);
  const thin = onePole(patch.low);
  let low1 = 0;
  let low2 = 0;
  let level = 1;
  let bright = 0.4 + 0.6 * velocity;
  for (let i = 0; i < samples.length; i++) {
    let metal = 0;
    if (patch.metal > 0) {
      for (let k = 0; k < 6; k++) {
        let p = phases[k] + steps[k];
        if (p >= 1) p -= 1;
        phases[k] = p;
        metal += p < 0.5 ? 1 : -1;
      }
      low1 += thin * (metal - low1);
      metal -= low1;
      low2 += thin * (metal - low2);
      metal -= low2;
    }
    const rise = attack > 0 ? Math.min(1, i / (attack * SAMPLE_RATE)) : 1;
    samples[i] = (hiss[i] * (0.5 + 0.5 * bright) + metal * patch.metal * 0.2) * level * rise;
    level *= fade;
    bright *= ping;
  }
  return samples;
}

function tom(patch: DrumOf<'tom'>, ratio: number, noise: Noise): Float32Array {
  const samples = blank(patch.decay * 5);
  const fade = decayFactor(patch.decay);
  const skinFade = decayFactor(0.012);
  let level = 1;
  let skin = patch.skin;
  let phase = 0;
  let soft = 0;
  for (let i = 0; i < samples.length; i++) {
    phase += (TAU * ratio * patch.from * (1 + patch.drop * Math.exp(-i / 1800))) / SAMPLE_RATE;
    soft += 0.2 * (noise.next() - soft);
    samples[i] = (Math.sin(phase) + 0.25 * Math.sin(phase * 1.59)) * level + soft * skin;
    level *= fade;
    skin *= skinFade;
  }
  return samples;
}

function rim(patch: DrumOf<'rim'>, ratio: number, noise: Noise): Float32Array {
  const samples = blank(patch.decay * 5);
  const fade = decayFactor(patch.decay);
  let level = 1;
  let phase = 0;
  for (let i = 0; i < samples.length; i++) {
    phase += (TAU * ratio * patch.pitch) / SAMPLE_RATE;
    const knock = i < 96 ? noise.next() * (1 - i / 96) * 0.5 : 0;
    samples[i] = (Math.sin(phase) + 0.6 * Math.sin(phase * 1.71)) * level + knock;
    level *= fade;
  }
  return samples;
}

function shaker(patch: DrumOf<'shaker'>, noise: Noise): Float32Array {
  const samples = blank(patch.attack + patch.decay * 5);
  const beads = band(noise, patch.low, patch.high, samples.length);
  const rise = patch.attack * SAMPLE_RATE;
  for (let i = 0; i < samples.length; i++) {
    samples[i] = beads[i] * (i < rise ? (i / rise) ** 2 : Math.exp(-(i - rise) / (patch.decay * SAMPLE_RATE)));
  }
  return samples;
}

/** The noise channel of an old console: a held random bit at a falling rate. */
function chip(patch: DrumOf<'chip'>, ratio: number, noise: Noise): Float32Array {
  const samples = blank(patch.decay * 5);
  const fade = decayFactor(patch.decay);
  const soften = onePole(11_000);
  let level = 1;
  let clock = 0;
  let bit = 1;
  let smooth = 0;
  for (let i = 0; i < samples.length; i++) {
    clock += (patch.rate * ratio * (1 + patch.fall * Math.exp(-i / 900))) / SAMPLE_RATE;
    if (clock >= 1) {
      clock -= Math.floor(clock);
      bit = noise.next() < 0 ? -1 : 1;
    }
    smooth += soften * (bit - smooth);
    samples[i] = smooth * level;
    level *= fade;
  }
  return samples;
}

/** Noise between two cutoffs, two poles below and one above. */
function band(noise: Noise, low: number, high: number, frames: number): Float32Array {
  const samples = new Float32Array(frames);
  const under = onePole(low);
  const over = onePole(high);
  let top = 0;
  let first = 0;
  let second = 0;
  for (let i = 0; i < frames; i++) {
    top += over * (noise.next() - top);
    first += under * (top - first);
    const once = top - first;
    second += under * (once - second);
    samples[i] = once - second;
  }
  return samples;
}
