import { Worker } from 'node:worker_threads';
import { type Calls, Requester } from '../requests.ts';

/** Longer than any work; who does not want to wait aborts it. */
const DEADLINE_MS = 24 * 3_600_000;

export interface ThreadQuestion<C extends Calls, Name extends keyof C & string, Notice> {
  /** The file that the thread runs; it answers the call. */
  readonly thread: URL;
  readonly call: Name;
  readonly request: C[Name]['request'];
  /** Moved there: empty afterwards. */
  readonly transfer?: readonly ArrayBuffer[];
  /** Ends the thread and its own at once, whatever they do. */
  readonly signal: AbortSignal;
  /** What the thread tells before it answers. */
  readonly onNotice?: (notice: Notice) => void;
}

/**
 * Asks a thread one thing. It lives for this alone, so that its memory is returned.
 * @throws Error when the work fails or is aborted; no thread is left then, either
 */
export async function askThread<C extends Calls, Name extends keyof C & string, Notice = never>(question: ThreadQuestion<C, Name, Notice>): Promise<C[Name]['reply']> {
  const { thread, call, request, transfer, signal, onNotice = () => {} } = question;
  signal.throwIfAborted();
  const worker = new Worker(thread, { name: call });
  const requests = new Requester<C, Notice>(
    { post: (message, moved) => worker.postMessage(message, moved ? [...moved] : []), receive: (handler) => worker.on('message', handler) },
    onNotice,
  );
  worker.once('error', (error) => requests.close(error instanceof Error ? error.message : String(error)));
  worker.once('exit', () => requests.close(`${call} was stopped`));
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop);
  try {
    return await requests.call(call, request, { deadlineMs: DEADLINE_MS, ...(transfer && { transfer }) });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
