import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Segue as an owner runs it: `npm start`'s command in a process of its own, with its own data folder. */
export class SegueProcess {
  readonly url: string;
  readonly startedAt: number;
  readonly #child: ChildProcess;
  readonly #lines: string[];

  private constructor(child: ChildProcess, url: string, startedAt: number, lines: string[]) {
    this.#child = child;
    this.url = url;
    this.startedAt = startedAt;
    this.#lines = lines;
  }

  /**
   * Starts it and waits for the address it prints.
   * @throws Error with what it printed when it ends before.
   */
  static async start(env: Readonly<Record<string, string>>): Promise<SegueProcess> {
    const startedAt = performance.now();
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', SEGUE_ROOM_PORT: '0', LOG_LEVEL: 'info', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: string[] = [];
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const read = (chunk: Buffer) => {
      lines.push(...chunk.toString().split('\n').filter((text) => text !== ''));
      const address = /http:\/\/\S+:\d+/.exec(lines.join('\n'));
      if (address) resolve(address[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`Segue ended with ${code} before it was open:\n${lines.join('\n')}`)));
    return new SegueProcess(child, await promise, startedAt, lines);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Everything printed so far. */
  get output(): string {
    return this.#lines.join('\n');
  }

  /** Ends it as a service manager would, or at once with SIGKILL; resolves with its exit code or what killed it. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | string | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill(signal);
      await ended;
    }
    return this.#child.exitCode ?? this.#child.signalCode;
  }
}

/** The output and exit code of a start that is expected to fail. */
export async function startAndFail(env: Readonly<Record<string, string>>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', SEGUE_ROOM_PORT: '0', ...env },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
