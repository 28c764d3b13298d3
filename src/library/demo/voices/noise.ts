import { SAMPLE_RATE } from '../../../audio/pcm.ts';
import { CONTROL_FRAMES, Noise, onePole } from './dsp.ts';
import type { NoisePatch, RiserPatch } from './patch.ts';
import type { Sound } from './sound.ts';

/** Seconds by which neighbouring notes of a bed overlap and cross-fade. */
export const BED_OVERLAP_SECONDS = 1;

/** A stretch of noise, decorrelated left and right, fading in and out over the overlap (equal power). */
export function noiseBed(patch: NoisePatch, held: number, seed: number): Sound {
  const frames = Math.ceil((held + BED_OVERLAP_SECONDS) * SAMPLE_RATE);
  const left = bed(patch, frames, new Noise(seed));
  const right = bed(patch, frames, new Noise(seed ^ 0x5bd1e995));
  const edge = Math.min(Math.floor(BED_OVERLAP_SECONDS * SAMPLE_RATE), frames >> 1);
  for (let i = 0; i < edge; i++) {
    const gain = Math.sin((Math.PI / 2) * (i / edge));
    for (const channel of [left, right]) {
      channel[i] *= gain;
      channel[frames - 1 - i] *= gain;
    }
  }
  return { left, right };
}

function bed(patch: NoisePatch, frames: number, noise: Noise): Float32Array {
  const samples = new Float32Array(frames);
  const under = onePole(patch.low);
  const over = onePole(patch.high);
  const rarity = patch.crackle / SAMPLE_RATE;
  let slow = 0;
  let fast = 0;
  let click = 0;
  for (let i = 0; i < frames; i++) {
    fast += over * (noise.next() - fast);
    slow += under * (fast - slow);
    if (rarity > 0 && (noise.next() + 1) / 2 < rarity) click = noise.next() * 2.5;
    const breath = patch.swell > 0 ? 1 - patch.swell * (0.5 + 0.5 * Math.cos((4 * Math.PI * i) / frames)) : 1;
    samples[i] = (fast - slow) * breath + click;
    click *= 0.82;
  }
  return samples;
}

/** Noise through a band that glides from one frequency to another, swelling (or ebbing) as it goes. */
export function riser(patch: RiserPatch, held: number, seed: number): Sound {
  const frames = Math.ceil(held * SAMPLE_RATE);
  const left = sweep(patch, frames, new Noise(seed));
  const right = sweep(patch, frames, new Noise(seed ^ 0x5bd1e995));
  return { left, right };
}

function sweep(patch: RiserPatch, frames: number, noise: Noise): Float32Array {
  const samples = new Float32Array(frames);
  const rises = patch.to > patch.from;
  const k = 0.8;
  let ic1 = 0;
  let ic2 = 0;
  for (let start = 0; start < frames; start += CONTROL_FRAMES) {
    const progress = start / frames;
    const g = Math.tan((Math.PI * patch.from * (patch.to / patch.from) ** progress) / SAMPLE_RATE);
    const a1 = 1 / (1 + g * (g + k));
    const a2 = g * a1;
    const level = rises ? progress ** 2 : (1 - progress) ** 2;
    const end = Math.min(frames, start + CONTROL_FRAMES);
    for (let i = start; i < end; i++) {
      const v3 = noise.next() - ic2;
      const v1 = a1 * ic1 + a2 * v3;
      const v2 = ic2 + a2 * ic1 + g * a2 * v3;
      ic1 = 2 * v1 - ic1;
      ic2 = 2 * v2 - ic2;
      samples[i] = v1 * level;
    }
  }
  const edge = Math.min(480, frames);
  for (let i = 0; i < edge; i++) samples[frames - 1 - i] *= i / edge;
  return samples;
}
