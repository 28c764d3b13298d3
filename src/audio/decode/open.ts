import type { AudioFile } from '../../domain.ts';
import { openFfmpeg, ffmpegAvailable } from './ffmpeg.ts';
import { FileWindow } from './file-window.ts';
import { openFlac } from './flac.ts';
import { openMp3 } from './mp3.ts';
import { skipId3 } from './mp3-frames.ts';
import { openOgg } from './ogg.ts';
import { UndecodableError, UnsupportedError, type PcmSource } from './source.ts';
import { openWav } from './wav.ts';

type Opener = (file: FileWindow, startMs: number) => Promise<PcmSource>;

/**
 * Opens a file of any supported format, decoded from `startMs` on. What a file is, its first bytes tell;
 * the format it was catalogued under counts only when they do not.
 * @throws UndecodableError with the reason
 */
export async function openSource(file: AudioFile, startMs = 0): Promise<PcmSource> {
  const bytes = await openFile(file.path);
  try {
    if (bytes.size === 0) throw new UndecodableError('it is empty');
    const opener = (await sniff(bytes)) ?? BY_FORMAT[file.format];
    if (opener !== null) return await opener(bytes, startMs);
  } catch (error) {
    bytes.close();
    if (!(error instanceof UnsupportedError) || !(await ffmpegAvailable())) throw asUndecodable(error);
  }
  bytes.close();
  return openFfmpeg(file.path, startMs);
}

const BY_FORMAT: Readonly<Record<AudioFile['format'], Opener | null>> = {
  mp3: openMp3,
  flac: openFlac,
  vorbis: openOgg,
  opus: openOgg,
  wav: openWav,
  other: null,
};

async function sniff(file: FileWindow): Promise<Opener | null> {
  const start = await skipId3(file);
  const head = Buffer.from(await file.at(start, 12)).toString('latin1');
  if (head.startsWith('fLaC')) return openFlac;
  if (head.startsWith('OggS')) return openOgg;
  if (/^(RIFF|RF64)....WAVE/s.test(head)) return openWav;
  return null;
}

async function openFile(path: string): Promise<FileWindow> {
  try {
    return await FileWindow.open(path);
  } catch (error) {
    throw asUndecodable(error);
  }
}

/** Files vanish, disks fail, decoders trip over damage: whatever it was, a reason comes out of it. */
export function asUndecodable(error: unknown): UndecodableError {
  if (error instanceof UndecodableError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new UndecodableError('it is not there any more');
  if (code === 'EACCES' || code === 'EPERM') return new UndecodableError('Segue may not read it');
  if (code === 'EISDIR') return new UndecodableError('it is a folder');
  return new UndecodableError(`it is damaged (${message})`);
}
