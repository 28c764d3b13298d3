import { createHash } from 'node:crypto';
import type { OpusEncoder, OpusOptions } from '../../src/audio/opus.ts';
import { noiseStereo } from './signals.ts';

/** What an encoder makes of the noise of a seed. */
export function digestOfPackets(create: (options: OpusOptions) => OpusEncoder, seed: number): string {
  const { left, right } = noiseStereo(seed, 10);
  const encoder = create({ bitrate: 160_000, complexity: 4 });
  const hash = createHash('sha256');
  for (let at = 0; at + 960 <= left.length; at += 960) hash.update(encoder.encode(left.subarray(at, at + 960), right.subarray(at, at + 960)));
  encoder.close();
  return hash.digest('hex');
}
