import { type ChildProcess, fork } from 'node:child_process';
import { Requester } from '../requests.ts';
import type { RecommenderCalls, RecommenderNotice } from './protocol.ts';

/** One life of the recommender's process. */
export class ProcessLink {
  readonly requests: Requester<RecommenderCalls, RecommenderNotice>;
  /** Resolves when the process has ended, however. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;

  constructor(onNotice: (notice: RecommenderNotice) => void) {
    const child = fork(new URL('./recommender-process.ts', import.meta.url), [], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    this.requests = new Requester(
      {
        // A send to a process that has just died fails here and in `ended`, which is enough to know.
        post: (message) => void (child.connected && child.send(message as object, () => {})),
        receive: (handler) => child.on('message', handler),
      },
      onNotice,
    );
    this.ended = new Promise((resolve) => {
      const end = (reason: string) => {
        this.requests.close(reason);
        resolve();
      };
      child.once('exit', (code, signal) => end(`the recommender's process ended (${signal ?? `code ${code}`})`));
      child.once('error', (error) => {
        // Also emitted when a signal could not be sent to a process that runs on.
        if (child.pid === undefined) end(`the recommender's process could not be started (${error.message})`);
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Ends the process even when it hangs or is stopped. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }
}
