import { Worker } from 'node:worker_threads';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { describe, expect, it } from 'vitest';
import { OggOpusFileWriter } from '../../src/audio/ogg-opus-file.ts';
import { opusPacketSamples } from '../../src/audio/ogg.ts';
import { createLiveOpusEncoder, createOpusEncoder } from '../../src/audio/opus.ts';
import { bestLag, correlation } from './correlation.ts';
import { digestOfPackets } from './opus-packets.ts';
import { noiseStereo } from './signals.ts';

describe.each([
  ['the fastest of the platform', createLiveOpusEncoder],
  ['WebAssembly', createOpusEncoder],
])('Opus encoder (%s)', (_, create) => {
  const sound = noiseStereo(8, 3);
  const frame = (at: number) => [sound.left.subarray(at, at + 960), sound.right.subarray(at, at + 960)] as const;

  it('codes frames of 20 ms that decode to the same stereo sound, its delay told truly', async () => {
    const writer = new OggOpusFileWriter(create({ bitrate: 128_000, complexity: 5 }), { serial: 1 });
    const file = Buffer.concat([writer.write(sound.left, sound.right), writer.end()]);
    const decoder = new OggOpusDecoder();
    await decoder.ready;
    const { channelData, samplesDecoded } = await decoder.decodeFile(file);
    decoder.free();
    expect(samplesDecoded).toBe(sound.left.length);
    for (const [index, channel] of [sound.left, sound.right].entries()) {
      expect(bestLag(channelData[index].subarray(0, 48_000), channel.subarray(0, 48_000), 400)).toBe(0);
      expect(correlation(channelData[index], channel)).toBeGreaterThan(0.85);
    }
  });

  it('keeps to its bitrate, and to another when told', () => {
    const encoder = create({ bitrate: 64_000, complexity: 5 });
    const rate = (from: number, frames: number) => {
      let bytes = 0;
      for (let i = 0; i < frames; i++) bytes += encoder.encode(...frame(from + 960 * i)).length;
      return (8 * bytes) / (0.02 * frames);
    };
    expect(Math.abs(rate(0, 50) / 64_000 - 1)).toBeLessThan(0.15);
    encoder.setBitrate(160_000);
    expect(Math.abs(rate(48_000, 50) / 160_000 - 1)).toBeLessThan(0.15);
    encoder.close();
  });

  it('gives packets that stay as they are', () => {
    const encoder = create({ bitrate: 96_000, complexity: 1 });
    const first = encoder.encode(...frame(0));
    const copy = first.slice();
    for (let at = 960; at < 9600; at += 960) encoder.encode(...frame(at));
    expect(first).toEqual(copy);
    expect(opusPacketSamples(first)).toBe(960);
    encoder.close();
  });

  it('takes what is over full scale without wrapping around', () => {
    const encoder = create({ bitrate: 128_000, complexity: 5 });
    expect(() => encoder.encode(new Float32Array(960).fill(3), new Float32Array(960).fill(-3))).not.toThrow();
    encoder.close();
  });
});

it('Opus encoders are as many as sessions are, one after the other and at once', () => {
  const silence = new Float32Array(960);
  const encoders = Array.from({ length: 200 }, () => createOpusEncoder({ bitrate: 96_000, complexity: 0 }));
  for (const encoder of encoders) expect(encoder.encode(silence, silence).length).toBeGreaterThan(0);
  for (const encoder of encoders) encoder.close();
});

describe('Opus encoders in several threads', () => {
  it('give the same packets as alone, while the others encode', async () => {
    const seeds = [1, 2, 3];
    const alone = seeds.map((seed) => digestOfPackets(createOpusEncoder, seed));
    const together = await Promise.all(
      seeds.map(
        (seed) =>
          new Promise((resolve, reject) => {
            const worker = new Worker(new URL('./opus-thread.ts', import.meta.url), { workerData: seed });
            worker.once('message', resolve);
            worker.once('error', reject);
          }),
      ),
    );
    expect(together).toEqual(alone);
  });
});
