/** A thread that reads covers: to unpack a picture of some megabytes takes some tenths of a second. */
import { parentPort } from 'node:worker_threads';
import { findCover, type FoundCover } from './cover.ts';

export interface CoverRequest {
  readonly id: number;
  /** The music file. */
  readonly path: string;
}

export interface CoverReply {
  readonly id: number;
  readonly cover: FoundCover | null;
}

parentPort?.on('message', ({ id, path }: CoverRequest) => {
  void findCover(path).then((cover) => parentPort?.postMessage({ id, cover } satisfies CoverReply, cover ? [cover.bytes.buffer] : []));
});
