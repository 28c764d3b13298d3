import type { Clock } from '../clock.ts';
import type { TrackId } from '../domain.ts';
import type { Logger } from '../log.ts';
import { analysedFiles, type AnalysedFile, type TrackSound } from '../storage/track-analyses.ts';
import type { Storage } from '../storage/storage.ts';
import type { TensorBackend } from '../tensor-backend.ts';
import { verdictOn } from './current.ts';
import { Pace } from './pace.ts';
import type { AnalysisProgress } from './progress.ts';
import { isSame, stampOf } from './stamp.ts';
import { type ThreadLink, ThreadLost } from './thread-link.ts';
import { type AnalysableTrack, type Entry, Worklist } from './worklist.ts';

/** Files whose analyses are looked up together. */
const SLICE = 200;
/** Time for the first tracks to start playing. */
const FIRST_REST_MS = 10_000;
/** A thread without work is ended after this time: more tracks may be on their way. */
const IDLE_MS = 10_000;
/** After the database could not be read or written, or no thread started. */
const TROUBLE_MS = 60_000;
/** What could not be analysed is looked at again: a disk may be back, another process may have analysed it. */
const LOOK_AGAIN_MS = 30 * 60_000;
const TIDY_EVERY_MS = 24 * 3_600_000;
/** What takes so much longer than playing it would hangs, or the machine has nothing at all to spare. */
const PATIENCE_MS = 20 * 60_000;
const TELL_EVERY_MS = 1_000;
const MOST_FAULTS_TOLD = 50;

export interface LibraryAnalysisParts {
  readonly storage: Pick<Storage, 'db'>;
  /** One track at a time each; none where another process analyses for this one. */
  readonly threads: readonly ThreadLink[];
  /** Version of the network that ships; null without one. */
  readonly networkVersion: string | null;
  readonly clock: Clock;
  readonly log: Logger;
  /** What is known of a track's sound: now found, or made anew. */
  readonly onSound: (id: TrackId, sound: TrackSound) => void;
  /** The progress is another; at most once a second. */
  readonly onProgress: () => void;
  readonly firstRestMs?: number;
  readonly patienceMs?: number;
}

/**
 * Has every track of the library analysed once: looks up what is known of its file, and has the others analysed by threads,
 * those asked for and those that came last before all else. What comes out is in the database; a process that dies goes on
 * from there.
 */
export class LibraryAnalysis {
  readonly #parts: LibraryAnalysisParts;
  readonly #list = new Worklist();
  readonly #unchecked = new Set<Entry>();
  /** Whatever is found of these, nothing more is to be done: no fault of ours may make us do it for ever. */
  readonly #settled = new Set<Entry>();
  readonly #busy = new Set<ThreadLink>();
  readonly #cancelIdle = new Map<ThreadLink, () => void>();
  /** Contents under way, with those that have the same and wait to find it done. */
  readonly #underWay = new Map<string, Entry[]>();
  readonly #pace = new Pace();
  #networkVersion: string | null;
  #backend: TensorBackend | null = null;
  #networkFault: string | null = null;
  #checking = false;
  #resting = true;
  #tidiedAt = -Infinity;
  #cancelRest = () => {};
  #cancelLook = () => {};
  #cancelTell: (() => void) | null = null;
  #closed = false;

  constructor(parts: LibraryAnalysisParts) {
    this.#parts = parts;
    this.#networkVersion = parts.networkVersion;
    this.#rest(parts.firstRestMs ?? FIRST_REST_MS);
    this.#lookAgainLater();
  }

  get progress(): AnalysisProgress {
    const { size: tracks, analysed, msLeft, faults } = this.#list;
    return { tracks, analysed, leftMs: msLeft === 0 ? null : this.#pace.leftMs(msLeft / 1000), backend: this.#backend, faults, faulty: this.#list.faulty(MOST_FAULTS_TOLD) };
  }

  /** Tracks that came, or changed. */
  put(tracks: readonly AnalysableTrack[]): void {
    for (const track of tracks) this.#look(this.#list.put(track));
    this.#tellSoon();
  }

  remove(ids: readonly TrackId[]): void {
    for (const id of ids) this.#list.remove(id);
    this.#tellSoon();
  }

  /** These are heard soon: they come first. */
  prefer(ids: readonly TrackId[]): void {
    this.#list.prefer(ids);
  }

  /** Resolves when every thread is gone. What is under way is begun anew at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of [this.#cancelRest, this.#cancelLook, this.#cancelTell, ...this.#cancelIdle.values()]) cancel?.();
    await Promise.all(this.#parts.threads.map((thread) => thread.end()));
  }

  #look(entry: Entry): void {
    this.#unchecked.add(entry);
    if (!this.#checking) void this.#check();
  }

  /** Looks up what is known of files, and whether they are as they were. */
  async #check(): Promise<void> {
    this.#checking = true;
    while (this.#unchecked.size > 0 && !this.#closed) {
      const slice = [...this.#unchecked.values().take(SLICE)];
      for (const entry of slice) this.#unchecked.delete(entry);
      try {
        const known = await analysedFiles(this.#parts.storage, slice.map(({ track }) => track.file.path));
        for (const entry of slice) await this.#judge(entry, known.get(entry.track.file.path));
      } catch (error) {
        if (this.#closed) return;
        this.#parts.log.warn({ err: error }, 'What is known of how tracks sound could not be read.');
        this.#parts.clock.after(TROUBLE_MS, () => slice.forEach((entry) => this.#look(entry)));
      }
      this.#work();
    }
    this.#checking = false;
  }

  async #judge(entry: Entry, known: AnalysedFile | undefined): Promise<void> {
    // What is being worked at is looked at again afterwards.
    if (!this.#list.has(entry) || entry.state === 'working') return;
    const settled = this.#settled.delete(entry);
    if (known?.sound) this.#parts.onSound(entry.track.id, known.sound);
    const changed = known !== undefined && (await hasChanged(known));
    if (!this.#list.has(entry) || this.#closed) return;
    const verdict = known && !changed ? verdictOn(known, this.#networkVersion, this.#parts.clock.now()) : 'due';
    if (verdict === 'due' && !settled) this.#list.move(entry, 'waiting');
    else if (verdict === 'current' || !known?.fault) this.#list.move(entry, 'analysed');
    else this.#list.move(entry, 'faulty', known.fault);
    this.#tellSoon();
  }

  #work(): void {
    if (this.#resting || this.#closed) return;
    for (const thread of this.#parts.threads) if (this.#list.isWaiting && !this.#busy.has(thread)) void this.#lane(thread);
  }

  /** One thread's work, until none is left. */
  async #lane(thread: ThreadLink): Promise<void> {
    this.#engage(thread);
    try {
      while (this.#list.isWaiting && !this.#resting) {
        await this.#open(thread);
        const entry = this.#closed ? undefined : this.#list.take();
        if (!entry) break;
        await this.#analyse(thread, entry);
      }
    } catch (error) {
      this.#trouble(error);
    } finally {
      this.#release(thread);
    }
  }

  async #analyse(thread: ThreadLink, entry: Entry): Promise<void> {
    const { file, durationMs } = entry.track;
    const deadlineMs = durationMs + (this.#parts.patienceMs ?? PATIENCE_MS);
    let contentHash: string | null = null;
    try {
      const found = await thread.call('identify', file, deadlineMs);
      if (found.kind === 'away') return this.#list.move(entry, 'faulty', found.reason);
      if (found.kind === 'new') {
        const alike = this.#underWay.get(found.content.contentHash);
        if (alike) return void alike.push(entry);
        contentHash = found.content.contentHash;
        this.#underWay.set(contentHash, []);
        const { kind } = await thread.call('analyse', found.content, deadlineMs);
        if (kind === 'changed') return this.#list.move(entry, 'faulty', 'it was changed meanwhile');
        this.#pace.done(durationMs / 1000, this.#parts.clock.now());
      }
      if (this.#list.has(entry)) this.#settled.add(entry);
      this.#again(entry);
    } catch (error) {
      if (error instanceof ThreadLost && !this.#closed) {
        this.#parts.log.warn(`${file.path} is put off: ${error.message}.`);
        return this.#list.move(entry, 'faulty', error.message);
      }
      this.#list.move(entry, 'waiting');
      throw error;
    } finally {
      for (const other of (contentHash !== null && this.#underWay.get(contentHash)) || []) this.#again(other);
      if (contentHash !== null) this.#underWay.delete(contentHash);
      this.#tellSoon();
    }
  }

  /** Nobody works at it any more: what is known of it now is looked up. */
  #again(entry: Entry): void {
    this.#list.move(entry, 'new');
    if (this.#list.has(entry)) this.#look(entry);
  }

  /** Starts the thread, if it does not live, and its network. */
  async #open(thread: ThreadLink): Promise<void> {
    if (thread.isAlive || this.#closed) return;
    const { version, backend, fault } = await thread.call('open', null, PATIENCE_MS);
    if (fault !== null && fault !== this.#networkFault) this.#parts.log.warn(`Tracks are analysed without the network that hears them: ${fault}`);
    this.#networkFault = fault;
    if (backend !== null && backend !== this.#backend) this.#parts.log.info(`The network that hears tracks computes with ${backend}.`);
    this.#backend = backend;
    if (version === this.#networkVersion) return;
    this.#networkVersion = version;
    for (const entry of this.#list.in('waiting')) this.#look(entry);
  }

  #engage(thread: ThreadLink): void {
    this.#busy.add(thread);
    this.#cancelIdle.get(thread)?.();
  }

  #release(thread: ThreadLink): void {
    this.#busy.delete(thread);
    if (this.#busy.size === 0) this.#pace.pause();
    if (this.#closed) return;
    this.#cancelIdle.set(thread, this.#parts.clock.after(IDLE_MS, () => void thread.end()));
    this.#tellSoon();
  }

  #trouble(error: unknown): void {
    if (this.#closed) return;
    this.#parts.log.warn({ err: error }, 'The analysis of tracks pauses for a minute.');
    this.#rest(TROUBLE_MS);
  }

  #rest(ms: number): void {
    this.#resting = true;
    this.#cancelRest();
    this.#cancelRest = this.#parts.clock.after(ms, () => {
      this.#resting = false;
      this.#work();
      // Where nothing is to be done, this is what tells what the network computes with.
      void this.#tidy();
    });
  }

  #lookAgainLater(): void {
    this.#cancelLook = this.#parts.clock.after(LOOK_AGAIN_MS, () => {
      for (const entry of this.#list.in('faulty')) this.#look(entry);
      if (this.#parts.threads.length === 0) for (const entry of this.#list.in('waiting')) this.#look(entry);
      void this.#tidy();
      this.#lookAgainLater();
    });
  }

  /** Now and then what nobody has any more is forgotten. */
  async #tidy(): Promise<void> {
    const { threads, clock } = this.#parts;
    const thread = threads.find((each) => !this.#busy.has(each));
    if (!thread || clock.now() - this.#tidiedAt < TIDY_EVERY_MS) return;
    this.#tidiedAt = clock.now();
    this.#engage(thread);
    try {
      await this.#open(thread);
      await thread.call('tidy', null, PATIENCE_MS);
    } catch (error) {
      this.#trouble(error);
    } finally {
      this.#release(thread);
      // What came meanwhile waits for a thread.
      this.#work();
    }
  }

  #tellSoon(): void {
    if (this.#closed) return;
    this.#cancelTell ??= this.#parts.clock.after(TELL_EVERY_MS, () => {
      this.#cancelTell = null;
      this.#parts.onProgress();
    });
  }
}

/** What cannot be reached counts as it was: its library says when it is gone. */
async function hasChanged(known: AnalysedFile): Promise<boolean> {
  const stamp = await stampOf(known.path).catch(() => null);
  return stamp !== null && !isSame(stamp, known);
}
