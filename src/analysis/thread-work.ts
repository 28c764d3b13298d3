import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { MelPicture } from '../../models/acoustic/network/mel-picture.ts';
import { ANALYSIS_VERSION, type TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import { asUndecodable } from '../audio/decode/open.ts';
import type { Clock } from '../clock.ts';
import type { AudioFile } from '../domain.ts';
import type { SoundNetwork } from '../sound-network.ts';
import { analysedFiles, forgetUnseen, putAnalysedFile, putAnalysis, soundOf, type FileNote } from '../storage/track-analyses.ts';
import type { Storage } from '../storage/storage.ts';
import { isCurrent } from './current.ts';
import type { Analysed, Identified, NewContent, OpenedNetwork } from './protocol.ts';
import { isSame, stampOf } from './stamp.ts';

/** Written while a file is worked at: it stands when the work never comes to an end. */
const BROKEN_OFF = 'its analysis never came to an end';

export interface ThreadParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly analyse: (file: AudioFile, signal: AbortSignal) => Promise<{ readonly analysis: TrackAnalysis; readonly picture: MelPicture }>;
  readonly openNetwork: () => Promise<Pick<SoundNetwork, 'backend' | 'embed'>>;
  /** Of the network that ships; null where none does. */
  readonly networkVersion: string | null;
}

/** What a thread does that analyses, one file at a time. */
export class ThreadWork {
  readonly #parts: ThreadParts;
  readonly #stop = new AbortController();
  #network: { readonly version: string; readonly embed: SoundNetwork['embed'] } | null = null;
  /** The file under way, as it was noted before it was begun. */
  #before: FileNote | null = null;
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(parts: ThreadParts) {
    this.#parts = parts;
  }

  async open(): Promise<OpenedNetwork> {
    const { openNetwork, networkVersion: version } = this.#parts;
    if (version === null) return { version, backend: null, fault: null };
    try {
      const network = await openNetwork();
      this.#network = { version, embed: (picture) => network.embed(picture) };
      return { version, backend: network.backend, fault: null };
    } catch (error) {
      return { version: null, backend: null, fault: error instanceof Error ? error.message : String(error) };
    }
  }

  identify(file: AudioFile): Promise<Identified> {
    return this.#run(() => this.#identify(file));
  }

  analyse(content: NewContent): Promise<Analysed> {
    return this.#run(() => this.#analyse(content));
  }

  async tidy(): Promise<void> {
    await forgetUnseen(this.#parts.storage, this.#parts.clock.now());
  }

  /** Resolves when nothing is under way any more and the database is closed. */
  async stop(): Promise<void> {
    const { storage } = this.#parts;
    this.#stop.abort();
    await this.#underWay.catch(() => {});
    if (this.#before) await putAnalysedFile(storage, this.#before);
    await storage.close();
  }

  #run<T>(work: () => Promise<T>): Promise<T> {
    this.#stop.signal.throwIfAborted();
    const run = work();
    this.#underWay = run;
    return run;
  }

  async #identify(file: AudioFile): Promise<Identified> {
    const { storage, clock } = this.#parts;
    const { path } = file;
    try {
      const stamp = await stampOf(path);
      const known = (await analysedFiles(storage, [path])).get(path);
      const same = known !== undefined && isSame(known, stamp) ? known : null;
      const before: FileNote = same ?? { path, ...stamp, contentHash: null, version: ANALYSIS_VERSION, tries: 0, triedAt: clock.now(), fault: null };
      const begun: FileNote = { ...before, version: ANALYSIS_VERSION, tries: before.tries + 1, triedAt: clock.now(), fault: BROKEN_OFF };
      await putAnalysedFile(storage, begun);
      this.#before = before;
      const contentHash = begun.contentHash ?? (await hashOf(path, this.#stop.signal));
      const sound = await soundOf(storage, contentHash);
      if (sound === null || !isCurrent(sound, this.#network?.version ?? null)) return { kind: 'new', content: { file, stamp, contentHash } };
      await putAnalysedFile(storage, { ...begun, contentHash, tries: 0, fault: null });
      this.#before = null;
      return { kind: 'settled' };
    } catch (error) {
      if (!isOfFile(error)) throw error;
      return { kind: 'away', reason: asUndecodable(error).reason };
    }
  }

  async #analyse({ file, stamp, contentHash }: NewContent): Promise<Analysed> {
    const { storage, clock } = this.#parts;
    const note = { path: file.path, ...stamp, version: ANALYSIS_VERSION, tries: 0, triedAt: clock.now() };
    const found = await this.#hear(file).catch((error: unknown) => {
      this.#stop.signal.throwIfAborted();
      return { fault: asUndecodable(error).reason };
    });
    const now = await stampOf(file.path).catch(() => null);
    if (now === null || !isSame(now, stamp)) return { kind: 'changed' };
    if ('fault' in found) await putAnalysedFile(storage, { ...note, contentHash, fault: found.fault });
    else await putAnalysis(storage, { ...note, contentHash, fault: null }, found);
    this.#before = null;
    return { kind: 'settled' };
  }

  async #hear(file: AudioFile) {
    const { analysis, picture } = await this.#parts.analyse(file, this.#stop.signal);
    return { analysis, embedding: this.#network?.embed(picture) ?? null, networkVersion: this.#network?.version ?? null };
  }
}

async function hashOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
}

/** Whether the system could not reach a file, rather than something else having gone wrong. */
function isOfFile(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}
