import { OggOpusFileWriter } from '../../audio/ogg-opus-file.ts';
import { createOpusEncoder } from '../../audio/opus.ts';
import { msOf, SAMPLE_RATE, type Pcm } from '../../audio/pcm.ts';
import type { CatalogueTrack } from './catalogue.ts';
import { compose } from './compose.ts';
import { render } from './render.ts';
import type { TrackRecord } from './track-file.ts';

const BITRATE = 160_000;
/** At this bitrate more is not audible, but takes longer. */
const COMPLEXITY = 4;

export interface MadeTrack {
  /** A whole Ogg Opus file. */
  readonly audio: Uint8Array;
  readonly record: TrackRecord;
}

/**
 * Composes, renders and encodes one track.
 * @param breathe called about every 10 ms of computing, so that a caller may pause in between
 */
export function makeTrack(track: CatalogueTrack, breathe: () => void): MadeTrack {
  const { score, truth } = compose(track.commission);
  const rendering = render(score, breathe);
  return {
    audio: encode(rendering, track, breathe),
    record: { durationMs: Math.round(msOf(rendering.left.length)), loudness: rendering.loudness, truth },
  };
}

function encode({ left, right }: Pcm, track: CatalogueTrack, breathe: () => void): Uint8Array {
  const encoder = createOpusEncoder({ bitrate: BITRATE, complexity: COMPLEXITY });
  const writer = new OggOpusFileWriter(encoder, { serial: track.commission.seed, tags: vorbisComments(track) });
  const parts: Uint8Array[] = [];
  for (let start = 0; start < left.length; start += SAMPLE_RATE) {
    const end = Math.min(left.length, start + SAMPLE_RATE);
    parts.push(writer.write(left.subarray(start, end), right.subarray(start, end)));
    breathe();
  }
  parts.push(writer.end());
  return Buffer.concat(parts);
}

function vorbisComments({ title, artist, album, trackNumber, year, commission }: CatalogueTrack): Record<string, string> {
  return {
    TITLE: title,
    ARTIST: artist,
    ALBUM: album,
    TRACKNUMBER: String(trackNumber),
    DATE: String(year),
    GENRE: commission.genres.join('; '),
    MOOD: commission.moods.join('; '),
    COMMENT: 'Composed and synthesised by Segue',
  };
}
