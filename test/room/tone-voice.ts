import type { FrameListener, PlayerOptions, VoiceEvent } from '../../src/audio/voice.ts';
import { createOpusEncoder } from '../../src/audio/opus.ts';
import { FRAME_SAMPLES } from '../../src/audio/pcm.ts';
import { VirtualVoice, type VirtualPlayer } from '../support/virtual-voice.ts';

export const TONE_HZ = 660;
const PACKETS = 5;
const PACKET_MS = 20;
/** As much of the past as a new listener gets. */
const BURST = 75;

/** A voice whose every track sounds as one tone: real Opus packets in real time. */
export class ToneVoice extends VirtualVoice {
  readonly #tones = new Set<Tone>();

  override async open(placeId: string, options: PlayerOptions, onEvent: (event: VoiceEvent) => void): Promise<VirtualPlayer> {
    const player = await super.open(placeId, options, onEvent);
    const tone = new Tone();
    this.#tones.add(tone);
    player.frames = (listener) => tone.frames(listener);
    return player;
  }

  override async close(): Promise<void> {
    for (const tone of this.#tones) tone.stop();
    await super.close();
  }
}

class Tone {
  readonly #encoder = createOpusEncoder({ bitrate: 96_000, complexity: 5 });
  readonly #listeners = new Set<FrameListener>();
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  #packets: readonly Uint8Array[] = [];
  #sample = 0;

  constructor() {
    this.#timer = setInterval(() => this.#advance(), PACKETS * PACKET_MS);
    for (let batch = 0; batch < BURST / PACKETS; batch++) this.#batch();
  }

  frames(listener: FrameListener): () => void {
    listener(this.#packets);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#encoder.close();
  }

  #advance(): void {
    const due = performance.now() - this.#startedAt + BURST * PACKET_MS;
    while ((this.#sample / 48_000) * 1000 < due) this.#batch();
  }

  #batch(): void {
    const batch = Array.from({ length: PACKETS }, () => this.#packet());
    this.#packets = [...this.#packets, ...batch].slice(-BURST);
    for (const listener of this.#listeners) listener(batch);
  }

  #packet(): Uint8Array {
    const pcm = Float32Array.from({ length: FRAME_SAMPLES }, (_, i) => 0.25 * Math.sin((2 * Math.PI * TONE_HZ * (this.#sample + i)) / 48_000));
    this.#sample += FRAME_SAMPLES;
    return this.#encoder.encode(pcm, pcm);
  }
}
