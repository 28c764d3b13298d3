import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { MPEGDecoder } from 'mpg123-decoder';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { OggOpusFileWriter } from './ogg-opus-file.ts';
import { createLiveOpusEncoder } from './opus.ts';
import { Resampler } from './resampler.ts';

/**
 * Loads and compiles what playing needs, encoder and decoders, so that the first file of a format does
 * not hold up the frames of whoever is listening already.
 */
export async function warmUp(): Promise<void> {
  for (const Decoder of [MPEGDecoder, FLACDecoder, OggVorbisDecoder]) {
    const decoder = new Decoder();
    await decoder.ready;
    decoder.free();
  }
  const silence = { left: new Float32Array(4800), right: new Float32Array(4800) };
  const { left, right } = new Resampler(44_100).process(silence);
  const writer = new OggOpusFileWriter(createLiveOpusEncoder({ bitrate: 96_000, complexity: 5 }), { serial: 1 });
  const decoder = new OggOpusDecoder();
  await decoder.ready;
  // This decoder compiles itself only when it sees sound.
  await decoder.decodeFile(Buffer.concat([writer.write(left, right), writer.end()]));
  decoder.free();
}
