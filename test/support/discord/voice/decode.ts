import { OpusDecoder } from 'opus-decoder';

/** Two channels at 48 kHz. */
export type Stereo = readonly [left: Float32Array, right: Float32Array];

/** What a run of Opus packets sounds like. @throws Error when the decoder refuses a packet */
export async function decodeStereo(packets: readonly Uint8Array[]): Promise<Stereo> {
  const decoder = new OpusDecoder({ channels: 2, sampleRate: 48_000 });
  await decoder.ready;
  try {
    const { channelData, errors } = decoder.decodeFrames([...packets]);
    const [error] = errors;
    if (error) throw new Error(`Packet ${error.frameNumber} is no Opus: ${error.message}`);
    const [left = new Float32Array(), right = left] = channelData;
    return [left, right];
  } finally {
    decoder.free();
  }
}
