import { extname } from 'node:path';
import type { AudioFormat } from '../../domain.ts';

/** Formats decoded in-process, by extension. */
const NATIVE: Readonly<Record<string, AudioFormat>> = {
  '.mp3': 'mp3',
  '.flac': 'flac',
  '.ogg': 'vorbis',
  '.oga': 'vorbis',
  '.opus': 'opus',
  '.wav': 'wav',
  '.wave': 'wav',
};

/** Formats that ffmpeg decodes. */
const BY_FFMPEG = new Set([
  '.m4a', '.m4b', '.mp4', '.aac', '.alac', '.wma', '.aif', '.aiff', '.aifc', '.webm', '.mka',
  '.ape', '.wv', '.mpc', '.tta', '.mp2', '.ac3', '.dsf', '.dff', '.caf', '.spx', '.au',
]);

/** The format a file's name promises; null when it is no music. */
export function formatOfName(path: string): AudioFormat | null {
  const extension = extname(path).toLowerCase();
  return NATIVE[extension] ?? (BY_FFMPEG.has(extension) ? 'other' : null);
}

/**
 * The format a file really has, from the container and codec that its header names: `.ogg` may hold
 * Opus, `.wav` may hold MPEG.
 */
export function formatOfContent(named: AudioFormat, container: string, codec: string): AudioFormat {
  const what = `${container} ${codec}`.toLowerCase();
  if (/ogg/.test(what)) {
    if (/opus/.test(what)) return 'opus';
    return /vorbis/.test(what) ? 'vorbis' : 'other';
  }
  if (/^flac/.test(what)) return 'flac';
  if (/^mpeg\b/.test(what) && /layer 3/.test(what)) return 'mp3';
  // 65534 is the extensible form of PCM and floats.
  if (/^wave/.test(what)) return /^(PCM|IEEE_FLOAT|non-PCM \(65534\))$/.test(codec) ? 'wav' : 'other';
  return named === 'other' || container === '' ? named : 'other';
}
