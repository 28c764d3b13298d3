import { seedOf } from '../../../models/random.ts';
import { linearOf, SAMPLE_RATE } from '../../audio/pcm.ts';
import { SwingingDelay } from './effects/chorus.ts';
import { LowPass, curveAt } from './effects/filter.ts';
import type { Note, Part } from './score.ts';
import { onePole } from './voices/dsp.ts';
import { renderSound } from './voices/render-sound.ts';
import type { Sound } from './voices/sound.ts';

/** Notes are rendered at these velocities and at lengths rounded to this many seconds, then kept. */
const VELOCITY_LAYERS = 3;
const LENGTH_STEP = 0.02;
/** Different noise for repeated strokes, so that rolls do not sound like a machine's. */
const ROUND_ROBIN = 2;

/** What parts send to the shared effects, one block each. */
export interface Sends {
  readonly reverb: Float32Array;
  readonly echo: Float32Array;
}

interface Voice {
  readonly sound: Sound;
  readonly startFrame: number;
  readonly leftGain: number;
  readonly rightGain: number;
}

/** One part's channel strip: sums its sounding notes, filters, ducks and sends them. */
export class PartChannel {
  readonly #part: Part;
  readonly #keys: readonly string[];
  readonly #uses = new Map<string, number>();
  readonly #cache = new Map<string, Sound>();
  readonly #left: Float32Array;
  readonly #right: Float32Array;
  readonly #gain: number;
  readonly #chorus: readonly [SwingingDelay, SwingingDelay] | null;
  readonly #highpass: number;
  readonly #rumble: [number, number] = [0, 0];
  readonly #low: readonly [LowPass, LowPass] | null;
  #voices: Voice[] = [];
  #next = 0;
  /** Frame until which effects of the channel may still sound. */
  #tailEnd = 0;
  #firstEnd = Infinity;
  /** Nothing but level and sends: notes go straight into the mix. */
  readonly #plain: boolean;

  constructor(part: Part, block: number) {
    this.#part = part;
    this.#left = new Float32Array(block);
    this.#right = new Float32Array(block);
    this.#gain = linearOf(part.level);
    this.#keys = part.notes.map((note, i) => soundKey(part, note, i));
    for (const key of this.#keys) this.#uses.set(key, (this.#uses.get(key) ?? 0) + 1);
    const wet = part.chorus;
    this.#chorus = wet > 0 ? [new SwingingDelay(620, 130, 0.43, 0, wet), new SwingingDelay(760, 150, 0.37, 0.45, wet)] : null;
    this.#highpass = onePole(part.highpass);
    this.#plain = part.duck === 0 && part.highpass === 0 && wet === 0 && part.cutoff === null;
    this.#low = part.cutoff ? [new LowPass(0.9), new LowPass(0.9)] : null;
  }

  /** Adds the block that begins at frame `start` to the mix and the sends. Blocks must follow each other. */
  mixInto(start: number, duck: Float32Array, outLeft: Float32Array, outRight: Float32Array, sends: Sends): void {
    const frames = outLeft.length;
    this.#begin(start, frames);
    if (this.#voices.length === 0 && (this.#plain || start >= this.#tailEnd)) return;
    if (this.#plain) this.#sum(start, outLeft, outRight, sends);
    else {
      this.#sum(start, this.#left.fill(0), this.#right.fill(0), null);
      this.#shape(start, frames);
      this.#route(duck, outLeft, outRight, sends);
    }
    const end = start + frames;
    if (end >= this.#firstEnd) {
      this.#voices = this.#voices.filter((v) => v.startFrame + v.sound.left.length > end);
      this.#firstEnd = Math.min(...this.#voices.map((v) => v.startFrame + v.sound.left.length));
    }
  }

  /** Takes up the notes that begin in this block. */
  #begin(start: number, frames: number): void {
    const { notes, pan } = this.#part;
    while (this.#next < notes.length) {
      const note = notes[this.#next];
      const startFrame = Math.round(note.time * SAMPLE_RATE);
      if (startFrame >= start + frames) break;
      const sound = this.#sound(this.#next, note);
      const side = Math.max(-1, Math.min(1, pan + note.pan));
      const gain = this.#gain * note.velocity ** 1.4;
      // Equal power, 0 dB in the middle.
      const angle = ((side + 1) * Math.PI) / 4;
      this.#voices.push({
        sound,
        startFrame,
        leftGain: gain * Math.SQRT2 * Math.cos(angle),
        rightGain: gain * Math.SQRT2 * Math.sin(angle),
      });
      const end = startFrame + sound.left.length;
      this.#firstEnd = Math.min(this.#firstEnd, end);
      this.#tailEnd = Math.max(this.#tailEnd, end + 2048);
      this.#next++;
    }
  }

  /** The note's sound, rendered when first wanted and let go after its last use. */
  #sound(index: number, note: Note): Sound {
    const key = this.#keys[index];
    const left = (this.#uses.get(key) ?? 1) - 1;
    this.#uses.set(key, left);
    let sound = this.#cache.get(key);
    if (!sound) {
      const held = Math.max(1, Math.round(note.duration / LENGTH_STEP)) * LENGTH_STEP;
      sound = renderSound(this.#part.patch, note.pitches, held, layerOf(note.velocity) / VELOCITY_LAYERS, seedOf(key));
      this.#cache.set(key, sound);
    }
    if (left === 0) this.#cache.delete(key);
    return sound;
  }

  /** Adds what sounds in this block to the buses. */
  #sum(start: number, left: Float32Array, right: Float32Array, sends: Sends | null): void {
    const { reverb, echo } = this.#part;
    for (const { sound, startFrame, leftGain, rightGain } of this.#voices) {
      const skip = Math.max(0, start - startFrame);
      const from = Math.max(0, startFrame - start);
      const to = Math.min(left.length, startFrame - start + sound.left.length);
      if (sound.left === sound.right) addPanned(sound.left, skip, left, right, from, to, leftGain, rightGain);
      else {
        addScaled(sound.left, skip, left, from, to, leftGain);
        addScaled(sound.right, skip, right, from, to, rightGain);
      }
      if (sends === null) continue;
      const middle = 0.5 * (leftGain + rightGain);
      if (reverb > 0) addScaled(sound.left, skip, sends.reverb, from, to, middle * reverb);
      if (echo > 0) addScaled(sound.left, skip, sends.echo, from, to, middle * echo);
    }
  }

  #shape(start: number, frames: number): void {
    const channels = [this.#left, this.#right] as const;
    const { cutoff, highpass } = this.#part;
    channels.forEach((samples, side) => {
      if (this.#low && cutoff) {
        const from = curveAt(cutoff, start / SAMPLE_RATE);
        const to = curveAt(cutoff, (start + frames) / SAMPLE_RATE);
        if (from < 19_000 || to < 19_000) this.#low[side].process(samples, frames, from, to);
      }
      if (highpass > 0) this.#rumble[side] = cutLows(samples, this.#highpass, this.#rumble[side]);
      this.#chorus?.[side].process(samples, frames);
    });
  }

  /** Ducks the channel and adds it to the mix and, in mono, to the sends. */
  #route(duck: Float32Array, outLeft: Float32Array, outRight: Float32Array, sends: Sends): void {
    const left = this.#left;
    const right = this.#right;
    const { duck: depth, reverb, echo } = this.#part;
    const { reverb: reverbBus, echo: echoBus } = sends;
    const halfReverb = 0.5 * reverb;
    const halfEcho = 0.5 * echo;
    for (let i = 0; i < outLeft.length; i++) {
      const gain = 1 - depth * duck[i];
      const l = left[i] * gain;
      const r = right[i] * gain;
      outLeft[i] += l;
      outRight[i] += r;
      const sum = l + r;
      reverbBus[i] += sum * halfReverb;
      echoBus[i] += sum * halfEcho;
    }
  }
}

function cutLows(samples: Float32Array, coefficient: number, state: number): number {
  let low = state;
  for (let i = 0; i < samples.length; i++) {
    low += coefficient * (samples[i] - low);
    samples[i] -= low;
  }
  return low;
}

function addPanned(
  source: Float32Array,
  sourceFrom: number,
  left: Float32Array,
  right: Float32Array,
  from: number,
  to: number,
  leftGain: number,
  rightGain: number,
): void {
  for (let i = from, j = sourceFrom; i < to; i++, j++) {
    const x = source[j];
    left[i] += x * leftGain;
    right[i] += x * rightGain;
  }
}

function addScaled(source: Float32Array, sourceFrom: number, bus: Float32Array, from: number, to: number, gain: number): void {
  for (let i = from, j = sourceFrom; i < to; i++, j++) bus[i] += source[j] * gain;
}

function layerOf(velocity: number): number {
  return Math.max(1, Math.round(velocity * VELOCITY_LAYERS));
}

function soundKey(part: Part, note: Note, index: number): string {
  const length = sustains(part) ? Math.max(1, Math.round(note.duration / LENGTH_STEP)) : 0;
  return `${note.pitches.join(' ')}:${length}:${layerOf(note.velocity)}:${index % variants(part)}`;
}

/** Drums ring as long as they ring; the length written for them says nothing. */
function sustains(part: Part): boolean {
  return ['synth', 'fm', 'pluck', 'piano', 'noise', 'riser'].includes(part.patch.kind);
}

function variants(part: Part): number {
  return sustains(part) ? 1 : ROUND_ROBIN;
}
