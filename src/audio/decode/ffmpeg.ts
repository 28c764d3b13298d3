import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SAMPLE_RATE, type Pcm } from '../pcm.ts';
import { UndecodableError, type PcmSource, withinReason } from './source.ts';

let available: Promise<boolean> | null = null;

/** Whether ffmpeg is on the PATH; looked up once. */
export function ffmpegAvailable(): Promise<boolean> {
  available ??= new Promise((resolve) => {
    const probe = spawn('ffmpeg', ['-version'], { stdio: 'ignore', windowsHide: true });
    probe.on('error', () => resolve(false));
    probe.on('exit', (code) => resolve(code === 0));
  });
  return available;
}

/** Any format that ffmpeg knows, decoded by a process of its own, which is ended when the source is closed. */
export async function openFfmpeg(path: string, startMs: number): Promise<PcmSource> {
  if (!(await ffmpegAvailable())) throw new UndecodableError('this format needs ffmpeg, which is not installed');
  return new FfmpegSource(path, startMs);
}

const FRAME_BYTES = 8;
const LONGEST_REASON = 200;

class FfmpegSource implements PcmSource {
  readonly sampleRate = SAMPLE_RATE;
  readonly totalSamples = null;
  readonly #child;
  readonly #exited: Promise<unknown>;
  #rest = new Uint8Array(0);
  #complaint = '';
  #heard: boolean;

  constructor(path: string, startMs: number) {
    this.#heard = startMs > 0;
    this.#child = spawn(
      'ffmpeg',
      [
        ...['-nostdin', '-v', 'error', '-threads', '1', '-ss', (startMs / 1000).toFixed(6), '-i', `file:${path}`],
        ...['-map', '0:a:0', '-f', 'f32le', '-ar', String(SAMPLE_RATE), '-ac', '2', 'pipe:1'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true },
    );
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-LONGEST_REASON);
    });
    this.#child.on('error', (error) => {
      this.#complaint = error.message;
    });
    this.#exited = new Promise((resolve) => this.#child.once('close', resolve));
  }

  async read(): Promise<Pcm | null> {
    const { stdout } = this.#child;
    for (;;) {
      const chunk = stdout.read() as Buffer | null;
      if (chunk !== null) {
        const pcm = this.#take(chunk);
        if (pcm === null) continue;
        this.#heard = true;
        return pcm;
      }
      if (stdout.readableEnded || stdout.destroyed) break;
      await Promise.race([once(stdout, 'readable'), this.#exited]);
    }
    if (!this.#heard) {
      await this.#exited;
      throw new UndecodableError(`ffmpeg cannot read it (${lastLine(this.#complaint) || 'no sound'})`);
    }
    return null;
  }

  close(): void {
    this.#child.kill('SIGKILL');
    this.#child.stdout.destroy();
  }

  #take(chunk: Buffer): Pcm | null {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const count = Math.floor(bytes.length / FRAME_BYTES);
    this.#rest = Uint8Array.from(bytes.subarray(count * FRAME_BYTES));
    if (count === 0) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const left = new Float32Array(count);
    const right = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      left[i] = view.getFloat32(i * FRAME_BYTES, true);
      right[i] = view.getFloat32(i * FRAME_BYTES + 4, true);
    }
    withinReason({ left, right });
    return { left, right };
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
