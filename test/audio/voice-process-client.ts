import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { VoiceEvent } from '../../src/audio/voice.ts';
import type { FakeDiscord } from '../support/discord/fake-discord.ts';
import type { FromVoiceProcess, ToVoiceProcess, Usage } from './voice-process.ts';

/** A voice and a bot in a process of their own, which trusts the voice servers of a Discord on loopback. */
export class VoiceProcess {
  /** What the voice told, by guild. */
  readonly events: { readonly guildId: string; readonly event: VoiceEvent }[] = [];
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (usage: Usage) => void>();
  #numbers = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message: FromVoiceProcess) => {
      if (message.kind === 'event') this.events.push(message);
      else if (message.kind === 'done') this.#waiting.get(message.number)?.(message.usage);
    });
  }

  static async start(discord: FakeDiscord): Promise<VoiceProcess> {
    const child = fork(new URL('./voice-process.ts', import.meta.url), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...process.env, NODE_EXTRA_CA_CERTS: discord.certificateFile, FAKE_API: discord.api, FAKE_TOKEN: discord.token },
    });
    const started = new VoiceProcess(child);
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => {
        throw new Error('The voice process did not start');
      }),
    ]);
    return started;
  }

  /** Resolves when it is done, with what the process has used so far. */
  tell(message: ToVoiceProcess): Promise<Usage> {
    const number = ++this.#numbers;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.#child.send({ number, message });
    });
  }

  /** Ends it as a shutdown would. @returns its exit code and the signal it died of */
  async end(): Promise<readonly [code: number | null, signal: string | null]> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return [this.#child.exitCode, this.#child.signalCode];
    const exit = once(this.#child, 'exit') as Promise<[number | null, string | null]>;
    this.#child.send({ number: 0, message: { kind: 'end' } satisfies ToVoiceProcess });
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    return exit.finally(() => clearTimeout(timer));
  }
}
