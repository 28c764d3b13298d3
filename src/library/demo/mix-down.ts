import { SAMPLE_RATE, type Pcm } from '../../audio/pcm.ts';
import { SwingingDelay } from './effects/chorus.ts';
import { Echo } from './effects/echo.ts';
import { LowPass } from './effects/filter.ts';
import { addDoubled, halve } from './effects/half-rate.ts';
import { Reverb } from './effects/reverb.ts';
import { SideChain } from './effects/side-chain.ts';
import { PartChannel, type Sends } from './part-channel.ts';
import type { Score } from './score.ts';
import { onePole } from './voices/dsp.ts';

/** Frames mixed at a time: the buses of a block stay in the processor's nearest cache. */
const BLOCK = 1024;

/** The music may ring for this long after its last bar. */
export const RING_SECONDS = 3.5;

const SUB_CUT = onePole(16);
const SIDE_CUT = onePole(110);

/** Plays every part of a score into one stereo mix, before mastering. */
export function mixDown(score: Score, breathe: () => void): Pcm {
  const frames = Math.ceil((score.musicSeconds + RING_SECONDS) * SAMPLE_RATE);
  const padded = Math.ceil(frames / BLOCK) * BLOCK;
  const left = new Float32Array(padded);
  const right = new Float32Array(padded);
  const channels = score.parts.map((part) => new PartChannel(part, BLOCK));
  const effects = new SharedEffects(score);
  const sideChain = new SideChain(score.duckAt);
  const master = new MasterBus(score);
  const duck = new Float32Array(BLOCK);
  const sends = { reverb: new Float32Array(BLOCK), echo: new Float32Array(BLOCK) };
  for (let start = 0; start < padded; start += BLOCK) {
    const outLeft = left.subarray(start, start + BLOCK);
    const outRight = right.subarray(start, start + BLOCK);
    sends.reverb.fill(0);
    sends.echo.fill(0);
    sideChain.fill(duck, start, BLOCK);
    for (const channel of channels) channel.mixInto(start, duck, outLeft, outRight, sends);
    effects.process(sends, outLeft, outRight);
    master.process(outLeft, outRight);
    if (start % (BLOCK * 32) === 0) breathe();
  }
  return { left, right };
}

/** Echo and reverberation, fed by every part. */
class SharedEffects {
  readonly #reverb: Reverb;
  readonly #echo: Echo | null;
  readonly #send = new Float32Array(BLOCK / 2);
  readonly #left = new Float32Array(BLOCK / 2);
  readonly #right = new Float32Array(BLOCK / 2);
  #lastLeft = 0;
  #lastRight = 0;

  constructor(score: Score) {
    this.#reverb = new Reverb(score.room);
    this.#echo = score.parts.some((part) => part.echo > 0) ? new Echo(score.echo) : null;
  }

  process(sends: Sends, outLeft: Float32Array, outRight: Float32Array): void {
    const left = this.#left.fill(0);
    const right = this.#right.fill(0);
    if (this.#echo) {
      halve(sends.echo, this.#send);
      this.#echo.process(this.#send, left, right);
    }
    halve(sends.reverb, this.#send);
    this.#reverb.process(this.#send, left, right);
    this.#lastLeft = addDoubled(left, outLeft, this.#lastLeft);
    this.#lastRight = addDoubled(right, outRight, this.#lastRight);
  }
}

/** Width, tape drift, tone and a cut below hearing, over the whole mix. */
class MasterBus {
  readonly #width: number;
  readonly #tone: number;
  readonly #toneFilters = [new LowPass(), new LowPass()] as const;
  readonly #drift: readonly [SwingingDelay, SwingingDelay] | null;
  #subMid = 0;
  #subSide = 0;

  constructor(score: Score) {
    const { width, tone, drift } = score.master;
    this.#width = width;
    this.#tone = tone;
    const rate = 0.7;
    const depth = ((2 ** (drift / 1200) - 1) * SAMPLE_RATE) / (2 * Math.PI * rate);
    this.#drift = drift > 0 ? [new SwingingDelay(depth + 4, depth, rate, 0, 1), new SwingingDelay(depth + 4, depth, rate, 0.04, 1)] : null;
  }

  process(left: Float32Array, right: Float32Array): void {
    const side = 0.5 * this.#width;
    let subMid = this.#subMid;
    let subSide = this.#subSide;
    for (let i = 0; i < BLOCK; i++) {
      const m = 0.5 * (left[i] + right[i]);
      const s = side * (left[i] - right[i]);
      subMid += SUB_CUT * (m - subMid);
      // Bass stays in the middle.
      subSide += SIDE_CUT * (s - subSide);
      left[i] = m - subMid + (s - subSide);
      right[i] = m - subMid - (s - subSide);
    }
    this.#subMid = subMid;
    this.#subSide = subSide;
    this.#drift?.[0].process(left, BLOCK);
    this.#drift?.[1].process(right, BLOCK);
    if (this.#tone < 20_000) {
      this.#toneFilters[0].process(left, BLOCK, this.#tone, this.#tone);
      this.#toneFilters[1].process(right, BLOCK, this.#tone, this.#tone);
    }
  }
}
