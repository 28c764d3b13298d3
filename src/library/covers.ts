import { stat } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import type { Track } from '../domain.ts';
import { CoverReader } from './cover-reader.ts';
import type { FoundCover } from './cover.ts';
import type { Cover } from './library.ts';

const KEPT = 48;
const KEPT_BYTES = 32 * 1024 * 1024;

interface KeptCover {
  readonly cover: FoundCover;
  readonly mtimeMs: number;
}

/** Covers of tracks, read when asked for; those of the latest tracks stay in memory while their file does not change. */
export class Covers {
  /** By music file, the latest asked for at the end. */
  readonly #kept = new Map<string, KeptCover>();
  readonly #reader: CoverReader;
  #bytes = 0;

  constructor(clock: Clock) {
    this.#reader = new CoverReader(clock);
  }

  async of({ file, source }: Track): Promise<Cover | null> {
    if (source === 'demo') return null;
    const kept = this.#drop(file.path);
    if (kept && (await changedAt(kept.cover.path)) === kept.mtimeMs) return this.#keep(file.path, kept);
    const cover = await this.#reader.read(file.path);
    if (!cover) return null;
    return this.#keep(file.path, { cover, mtimeMs: await changedAt(cover.path) });
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  #keep(path: string, kept: KeptCover): Cover {
    // Asked for twice at once, it was found twice.
    this.#drop(path);
    this.#kept.set(path, kept);
    this.#bytes += kept.cover.bytes.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT && this.#bytes <= KEPT_BYTES) break;
      this.#drop(oldest);
    }
    const { type, bytes } = kept.cover;
    return { type, bytes };
  }

  #drop(path: string): KeptCover | undefined {
    const kept = this.#kept.get(path);
    if (this.#kept.delete(path)) this.#bytes -= kept?.cover.bytes.length ?? 0;
    return kept;
  }
}

/** NaN, which is unlike everything, when the file is gone. */
async function changedAt(path: string): Promise<number> {
  return stat(path).then(({ mtimeMs }) => mtimeMs, () => NaN);
}
