import type { Clock } from '../clock.ts';
import type { Library, LibraryStatus, SourceStatus } from './library.ts';

const BAR_EVERY_MS = 200;
const LINE_EVERY_MS = 5_000;
const BAR_WIDTH = 24;

/**
 * Shows how far the sources are until all are done: bars that redraw themselves on a terminal, plain
 * lines otherwise, at most one every 5 s and one at the end. The returned function ends it early.
 */
export function reportProgress(library: Library, stream: NodeJS.WriteStream, clock: Clock): () => void {
  const report = stream.isTTY ? barsOn(stream) : linesOn(stream);
  const everyMs = stream.isTTY ? BAR_EVERY_MS : LINE_EVERY_MS;
  const step = () => {
    const status = library.status();
    const isDone = status.sources.every(isSettled);
    report(status, isDone);
    cancel = isDone ? () => {} : clock.after(everyMs, step);
  };
  let cancel = clock.after(everyMs, step);
  return () => cancel();
}

type Report = (status: LibraryStatus, isDone: boolean) => void;

function linesOn(stream: NodeJS.WriteStream): Report {
  return (status, isDone) => {
    const scanning = status.sources.filter((source) => !isSettled(source)).map(({ name, done, total }) => `${name} ${done} of ${total}`);
    stream.write(isDone ? `${summary(status)}\n` : `Reading music: ${scanning.join(', ')}\n`);
  };
}

function barsOn(stream: NodeJS.WriteStream): Report {
  let drawn = 0;
  return (status, isDone) => {
    const columns = stream.columns > 0 ? stream.columns : 80;
    const lines = isDone ? [summary(status)] : status.sources.map((source) => bar(source).slice(0, columns - 1));
    const back = drawn > 0 ? `\x1b[${drawn}A\x1b[0J` : '';
    stream.write(`${back}${lines.join('\n')}\n`);
    drawn = lines.length;
  };
}

function bar({ name, state, done, total, message }: SourceStatus): string {
  if (state === 'failed') return message ?? name;
  const share = total === 0 ? 0 : done / total;
  const filled = Math.round(share * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${String(Math.floor(share * 100)).padStart(3)} %  ${done} of ${total}  ${name}`;
}

function summary({ tracks, artists, unreadable, sources }: LibraryStatus): string {
  const faults = sources.flatMap(({ state, message }) => (state === 'failed' && message !== null ? [message] : []));
  const bad = unreadable.length === 0 ? '' : ` ${count(unreadable.length, 'file')} cannot be played: see /library show.`;
  return [`The library holds ${count(tracks, 'track')} by ${count(artists, 'artist')}.${bad}`, ...faults].join('\n');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function isSettled({ state }: SourceStatus): boolean {
  return state === 'watching' || state === 'failed';
}
