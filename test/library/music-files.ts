import { execFile, execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { OggOpusFileWriter } from '../../src/audio/ogg-opus-file.ts';
import { createOpusEncoder } from '../../src/audio/opus.ts';

const RATE = 8_000;

export const hasFfmpeg = (() => {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A mono WAV of a quiet tone; its tags are its path. */
export function wav(ms: number, level = 0.25): Buffer {
  const samples = Math.round((RATE * ms) / 1_000);
  const file = Buffer.alloc(44 + 2 * samples);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + 2 * samples, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(2 * RATE, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(2 * samples, 40);
  for (let i = 0; i < samples; i++) file.writeInt16LE(Math.round(32_767 * level * Math.sin((2 * Math.PI * 440 * i) / RATE)), 44 + 2 * i);
  return file;
}

/** An Ogg Opus file with tags. */
export function opus(ms: number, tags: Readonly<Record<string, string>>): Buffer {
  const writer = new OggOpusFileWriter(createOpusEncoder({ bitrate: 64_000, complexity: 0 }), { serial: 1, tags });
  const tone = Float32Array.from({ length: 48 * ms }, (_, i) => 0.25 * Math.sin((2 * Math.PI * 440 * i) / 48_000));
  return Buffer.concat([writer.write(tone, tone), writer.end()]);
}

/** Writes files below a folder and returns their absolute paths. */
export async function put(folder: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    paths.push(path);
  }
  return paths;
}

/** A tagged file of any format, by ffmpeg. */
export async function encoded(path: string, seconds: number, tags: Readonly<Record<string, string>>, options: readonly string[] = []): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const metadata = Object.entries(tags).flatMap(([key, value]) => ['-metadata', `${key}=${value}`]);
  const tone = ['-f', 'lavfi', '-i', `sine=440:duration=${seconds}`];
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...tone, ...options, ...metadata, path]);
}
