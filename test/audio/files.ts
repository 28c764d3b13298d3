import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OggOpusFileWriter } from '../../src/audio/ogg-opus-file.ts';
import { createOpusEncoder } from '../../src/audio/opus.ts';
import type { Pcm } from '../../src/audio/pcm.ts';
import type { AudioFile, AudioFormat } from '../../src/domain.ts';

export const hasFfmpeg = spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0;

/** A folder that is gone when the tests are. */
export async function temporaryFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'segue-audio-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export interface WavOptions {
  readonly sampleRate?: number;
  readonly sample?: 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64';
  /** Written as WAVE_FORMAT_EXTENSIBLE. */
  readonly extensible?: boolean;
  /** Channels instead of the two of the sound. */
  readonly channels?: readonly Float32Array[];
  /** What the file says it is. */
  readonly genre?: string;
}

/** RIFF WAVE, written independently of the reader under test. */
export function wavBytes(pcm: Pcm, { sampleRate = 48_000, sample = 's16', extensible = false, channels = [pcm.left, pcm.right], genre }: WavOptions = {}): Buffer {
  const bytes = { u8: 1, s16: 2, s24: 3, s32: 4, f32: 4, f64: 8 }[sample];
  const length = channels[0].length;
  const data = Buffer.alloc(length * channels.length * bytes);
  let at = 0;
  for (let i = 0; i < length; i++) {
    for (const channel of channels) {
      const x = channel[i];
      const integer = (bits: number) => Math.max(-(2 ** (bits - 1)), Math.min(2 ** (bits - 1) - 1, Math.round(x * 2 ** (bits - 1))));
      if (sample === 'u8') data.writeUInt8(integer(8) + 128, at);
      else if (sample === 'f32') data.writeFloatLE(x, at);
      else if (sample === 'f64') data.writeDoubleLE(x, at);
      else data.writeIntLE(integer(8 * bytes), at, bytes);
      at += bytes;
    }
  }
  const kind = sample.startsWith('f') ? 3 : 1;
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : kind, 0);
  format.writeUInt16LE(channels.length, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE(sampleRate * channels.length * bytes, 8);
  format.writeUInt16LE(channels.length * bytes, 12);
  format.writeUInt16LE(8 * bytes, 14);
  if (extensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(8 * bytes, 18);
    format.writeUInt16LE(kind, 24);
    Buffer.from('0000001000800000aa00389b71', 'hex').copy(format, 26);
  }
  const chunk = (id: string, body: Buffer) => {
    const head = Buffer.alloc(8, id, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const info = genre === undefined ? [] : [chunk('LIST', Buffer.concat([Buffer.from('INFO'), chunk('IGNR', Buffer.from(`${genre}\0`))]))];
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), chunk('junk', Buffer.from('odd')), chunk('fmt ', format), ...info, chunk('data', data)]));
}

export function opusBytes(pcm: Pcm, bitrate = 128_000): Buffer {
  const writer = new OggOpusFileWriter(createOpusEncoder({ bitrate, complexity: 5 }), { serial: 5, tags: { TITLE: 'Test' } });
  return Buffer.concat([writer.write(pcm.left, pcm.right), writer.end()]);
}

const CODECS: Readonly<Record<string, readonly string[]>> = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '192k'],
  vbr: ['-c:a', 'libmp3lame', '-q:a', '3', '-f', 'mp3'],
  plain: ['-c:a', 'libmp3lame', '-b:a', '128k', '-write_xing', '0', '-f', 'mp3'],
  flac: ['-c:a', 'flac'],
  ogg: ['-c:a', 'libvorbis', '-q:a', '6', '-f', 'ogg'],
  oga: ['-c:a', 'flac', '-f', 'ogg'],
  m4a: ['-c:a', 'aac', '-b:a', '192k'],
};

/** Writes sound into files of any format in one folder. */
export class AudioFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async wav(name: string, pcm: Pcm, options: WavOptions = {}): Promise<AudioFile> {
    return this.raw(`${name}.wav`, 'wav', wavBytes(pcm, options));
  }

  async opus(name: string, pcm: Pcm): Promise<AudioFile> {
    return this.raw(`${name}.opus`, 'opus', opusBytes(pcm));
  }

  async raw(name: string, format: AudioFormat, bytes: Uint8Array): Promise<AudioFile> {
    const path = join(this.#path, name);
    await writeFile(path, bytes);
    return { path, format };
  }

  /** Encoded by ffmpeg; `kind` is one of {@link CODECS}. */
  async encoded(name: string, kind: string, format: AudioFormat, pcm: Pcm, sampleRate = 48_000, more: readonly string[] = []): Promise<AudioFile> {
    const source = await this.wav(`${name}-source-of-${kind}`, pcm, { sampleRate, sample: 's24' });
    const path = join(this.#path, `${name}.${kind}`);
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', '-i', source.path, ...more, ...CODECS[kind], path]);
    return { path, format };
  }
}
