import { mkdir } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { Logger } from '../../log.ts';
import { CATALOGUE, type CatalogueTrack } from './catalogue.ts';
import type { DemoReport, DemoWorkerData } from './demo-worker.ts';
import { STYLE_NAMES } from './styles/style.ts';
import { keptTrack } from './kept-track.ts';
import { audioPath, demoTrack, type DemoTrack } from './track-file.ts';

export type { DemoTrack } from './track-file.ts';
export type { GroundTruth } from './ground-truth.ts';

export interface DemoSourceOptions {
  /** Where the tracks are kept. */
  readonly folder: string;
  readonly log: Logger;
  /** Called once for each track as soon as its file is whole: at once for those made before. */
  onTrack(track: DemoTrack): void;
  onProgress(done: number, total: number): void;
  /** The rest of the tracks cannot be made. */
  onFailure(reason: string): void;
}

export interface DemoSource {
  /** Resolves when all tracks are there, or making them failed or was stopped. Never rejects. */
  readonly done: Promise<void>;
  /** Ends the workers. What is half made is made again at the next start. */
  stop(): Promise<void>;
}

/** One track of each style is made at full speed, the others in the background. */
const URGENT = STYLE_NAMES.length;
const URGENT_WORKERS = 2;

/** Makes the demo library in worker threads, taking up where an earlier run stopped. */
export function startDemoSource(options: DemoSourceOptions): DemoSource {
  const crew = new Crew(options);
  return { done: crew.run(), stop: () => crew.stop() };
}

/** Position of a track in the catalogue. */
type DemoOrder = number;

class Crew {
  readonly #options: DemoSourceOptions;
  readonly #workers = new Set<Worker>();
  readonly #failedOnce = new Set<DemoOrder>();
  #ended = false;
  #done = 0;
  #run: Promise<void> = Promise.resolve();

  constructor(options: DemoSourceOptions) {
    this.#options = options;
  }

  run(): Promise<void> {
    this.#run = this.#makeAll().catch((error: unknown) => this.#fail(error instanceof Error ? error.message : String(error)));
    return this.#run;
  }

  async stop(): Promise<void> {
    this.#ended = true;
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
    await this.#run;
  }

  async #makeAll(): Promise<void> {
    const { folder, log } = this.#options;
    await mkdir(folder, { recursive: true });
    const kept = await Promise.all(CATALOGUE.map((track) => keptTrack(folder, track)));
    const missing: DemoOrder[] = [];
    this.#options.onProgress(0, CATALOGUE.length);
    kept.forEach((track, order) => {
      if (track) this.#finished(track);
      else missing.push(order);
    });
    if (missing.length === 0) return;
    log.info({ missing: missing.length }, 'composing the demo library');
    const urgent = missing.filter((order) => order < URGENT);
    await Promise.all(Array.from({ length: Math.min(URGENT_WORKERS, urgent.length) }, () => this.#work(urgent, false)));
    const rest = missing.filter((order) => order >= URGENT);
    if (rest.length > 0) await this.#work(rest, true);
  }

  /** Runs one worker over the queue, replaced when it dies, until the queue is empty. */
  async #work(queue: DemoOrder[], background: boolean): Promise<void> {
    let worker: Worker | null = null;
    for (let order = this.#take(queue); order !== undefined; order = this.#take(queue)) {
      worker ??= this.#hire(background);
      const report = await make(worker, CATALOGUE[order]);
      if (this.#ended) break;
      if (report.kind === 'made') {
        const track = CATALOGUE[order];
        this.#finished(demoTrack(audioPath(this.#options.folder, track), track, report.record));
        continue;
      }
      this.#options.log.warn({ track: CATALOGUE[order].title, reason: report.reason }, 'a demo track could not be made');
      await this.#dismiss(worker);
      worker = null;
      if (this.#failedOnce.has(order)) this.#fail(report.reason);
      else queue.unshift(order);
      this.#failedOnce.add(order);
    }
    if (worker) await this.#dismiss(worker);
  }

  #take(queue: DemoOrder[]): DemoOrder | undefined {
    return this.#ended ? undefined : queue.shift();
  }

  #hire(background: boolean): Worker {
    const workerData: DemoWorkerData = { folder: this.#options.folder, background };
    const worker = new Worker(new URL('./demo-worker.ts', import.meta.url), { workerData });
    this.#workers.add(worker);
    return worker;
  }

  async #dismiss(worker: Worker): Promise<void> {
    await worker.terminate();
    this.#workers.delete(worker);
  }

  #finished(track: DemoTrack): void {
    this.#done++;
    this.#options.onTrack(track);
    this.#options.onProgress(this.#done, CATALOGUE.length);
  }

  #fail(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onFailure(`The demo library cannot be made in ${this.#options.folder}: ${reason}`);
  }
}

/** Has one track made. A worker that dies reports a failure like any other. */
function make(worker: Worker, track: CatalogueTrack): Promise<DemoReport> {
  return new Promise((resolve) => {
    const settle = (report: DemoReport): void => {
      worker.off('message', settle);
      worker.off('error', onError);
      worker.off('exit', onExit);
      resolve(report);
    };
    const onError = (error: Error): void => settle({ kind: 'failed', reason: error.message });
    const onExit = (): void => settle({ kind: 'failed', reason: 'the composing thread ended' });
    worker.on('message', settle);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(track);
  });
}
