import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { DECODING, PULSE, SHARED_CELLS, type FromWorker, type ToWorker, type WorkerStart } from './voice-protocol.ts';

const CHECK_MS = 250;
/** A second without a pulse, seen in checks: one that comes late because this thread was busy counts once. */
const MISSED_CHECKS = 4;
const START_MS = 20_000;

/** How a worker was lost. */
export interface Death {
  readonly how: 'hung' | 'crashed';
  readonly reason: string;
  /** Number of the item that was being decoded, 0 for none. */
  readonly decoding: number;
}

export interface VoiceLinkOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether voice connections to Discord are to be expected. */
  readonly discord: boolean;
  onMessage(message: FromWorker): void;
  /** Called once; not after {@link VoiceLink.end}. */
  onDeath(death: Death): void;
}

/** One life of the voice worker: its messages, and a watch on its pulse. */
export class VoiceLink {
  readonly #options: VoiceLinkOptions;
  readonly #shared = new Int32Array(new SharedArrayBuffer(4 * SHARED_CELLS));
  readonly #worker: Worker;
  #cancelCheck: () => void;
  #over = false;
  #ready = false;
  #pulse = 0;
  #missed = 0;

  constructor(options: VoiceLinkOptions) {
    this.#options = options;
    this.#worker = new Worker(new URL('./voice-worker.ts', import.meta.url), {
      workerData: { shared: this.#shared, discord: options.discord } satisfies WorkerStart,
      // Decoders complain about damaged files on stderr; what matters of it comes as an event.
      stderr: true,
      name: 'voice',
    });
    this.#worker.stderr.setEncoding('utf8').on('data', (text: string) => options.log.debug({ text }, 'voice worker'));
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error: Error) => this.#die('crashed', `the voice worker failed: ${error.message}`));
    this.#worker.on('exit', () => this.#die('crashed', 'the voice worker ended'));
    this.#cancelCheck = options.clock.after(START_MS, () => this.#die('hung', 'the voice worker did not start'));
  }

  /** Messages sent before the worker has started wait for it. */
  post(message: ToWorker): void {
    if (!this.#over) this.#worker.postMessage(message);
  }

  /** Ends the worker on purpose. */
  async end(): Promise<void> {
    this.#over = true;
    this.#cancelCheck();
    await this.#worker.terminate();
  }

  /** Ends the worker as a crash would: a fire drill. */
  async kill(): Promise<void> {
    await this.#worker.terminate();
  }

  #receive(message: FromWorker): void {
    if (this.#over) return;
    if (message.kind === 'ready') {
      this.#ready = true;
      this.#cancelCheck();
      this.#check();
    }
    this.#options.onMessage(message);
  }

  #check(): void {
    const pulse = Atomics.load(this.#shared, PULSE);
    this.#missed = pulse === this.#pulse ? this.#missed + 1 : 0;
    this.#pulse = pulse;
    if (this.#missed >= MISSED_CHECKS) this.#die('hung', 'the voice worker stopped answering');
    else this.#cancelCheck = this.#options.clock.after(CHECK_MS, () => this.#check());
  }

  #die(how: Death['how'], reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelCheck();
    void this.#worker.terminate();
    this.#options.onDeath({ how: this.#ready ? how : 'crashed', reason, decoding: Atomics.load(this.#shared, DECODING) });
  }
}
