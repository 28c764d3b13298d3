import { randomInt } from 'node:crypto';
import { OggOpusMuxer } from '../audio/ogg.ts';
import type { PlaceId } from '../domain.ts';
import type { Sessions } from '../session/session.ts';
import { pushStream } from './push-stream.ts';

/** 80 ms: what a decoder that comes in mid-stream needs to settle (RFC 7845 §4.6). */
const PRE_SKIP = 3_840;
/** About half a minute at 128 kbit/s. */
const LIMIT_BYTES = 512 * 1024;

/**
 * The music of a place as endless Ogg Opus, from this moment on and for this listener alone. Ends with
 * the session. null when no session runs there.
 */
export function liveStream(sessions: Sessions, placeId: PlaceId): ReadableStream<Uint8Array> | null {
  const session = sessions.get(placeId);
  if (!session) return null;
  const muxer = new OggOpusMuxer({ channels: 2, preSkip: PRE_SKIP, serial: randomInt(2 ** 32) });
  const unsubscribe: (() => void)[] = [];
  const stream = pushStream(LIMIT_BYTES, () => {
    for (const stop of unsubscribe) stop();
  });
  stream.write(muxer.headers());
  unsubscribe.push(
    session.frames((packets) => stream.write(muxer.page(packets))),
    sessions.onChange((changed) => {
      if (changed !== placeId || sessions.get(placeId)?.id === session.id) return;
      stream.write(muxer.page([], { last: true }));
      stream.end();
    }),
  );
  return stream.body;
}
