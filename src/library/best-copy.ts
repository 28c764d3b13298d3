import type { ReadableFile } from './file-record.ts';

/** A copy much shorter than the longest is a cut-off download or a preview. */
const WHOLE_SHARE = 0.8;

/**
 * The copy of a song to play: whole before cut off, lossless before lossy, a higher bitrate before a lower,
 * decoded in-process before by ffmpeg, then by path so that the choice is steady. `copies` must not be empty.
 */
export function bestCopy(copies: readonly ReadableFile[]): ReadableFile {
  const longestMs = Math.max(...copies.map(({ tags }) => tags.durationMs));
  const isWhole = ({ tags }: ReadableFile) => tags.durationMs >= longestMs * WHOLE_SHARE;
  return copies.reduce((best, copy) => {
    const order =
      Number(isWhole(copy)) - Number(isWhole(best)) ||
      Number(copy.tags.lossless) - Number(best.tags.lossless) ||
      (copy.tags.lossless ? 0 : copy.tags.bitrate - best.tags.bitrate) ||
      Number(copy.format !== 'other') - Number(best.format !== 'other') ||
      (copy.path < best.path ? 1 : -1);
    return order > 0 ? copy : best;
  });
}
