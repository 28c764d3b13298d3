import { Limiter } from './limiter.ts';
import { FRAME_SAMPLES, type Pcm } from './pcm.ts';

/** dBTP that nothing exceeds, whatever the gain. */
const CEILING_DBTP = -1;

/** The end of the chain, behind the mix: pause, volume, limiter. Every change takes one frame, so that nothing clicks. */
export class Master {
  readonly #limiter = new Limiter(CEILING_DBTP);
  #volume: number;
  #volumeWanted: number;
  #paused = false;
  #pauseWanted = false;

  /** @param volume linear, 0 to 1 */
  constructor(volume: number) {
    this.#volume = this.#volumeWanted = volume;
  }

  setVolume(volume: number): void {
    this.#volumeWanted = volume;
  }

  /** `at once` when there is no sound to fade. */
  pause(atOnce: boolean): void {
    this.#pauseWanted = true;
    if (atOnce) this.#paused = true;
  }

  resume(): void {
    this.#pauseWanted = false;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** The next frame is silent: the mix must not move on. */
  get still(): boolean {
    return this.#paused && this.#pauseWanted;
  }

  /** Shapes a frame of 960 samples in place, and tells whether it was the one that began or ended a pause. */
  process(mix: Pcm): boolean {
    const turns = this.#paused !== this.#pauseWanted;
    if (turns) this.#fade(mix);
    this.#paused = this.#pauseWanted;
    this.#applyVolume(mix);
    this.#limiter.process(mix.left, mix.right);
    return turns;
  }

  #fade({ left, right }: Pcm): void {
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      const angle = (Math.PI / 2) * ((i + 0.5) / FRAME_SAMPLES);
      const level = this.#pauseWanted ? Math.cos(angle) : Math.sin(angle);
      left[i] *= level;
      right[i] *= level;
    }
  }

  #applyVolume({ left, right }: Pcm): void {
    const step = (this.#volumeWanted - this.#volume) / FRAME_SAMPLES;
    let volume = this.#volume;
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      volume += step;
      left[i] *= volume;
      right[i] *= volume;
    }
    this.#volume = this.#volumeWanted;
  }
}
