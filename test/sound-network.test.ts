import * as tf from '@tensorflow/tfjs-core';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type MelPicture, WINDOW_POINTS } from '../models/acoustic/network/mel-picture.ts';
import { MelPictureBuilder } from '../models/acoustic/network/mel-picture-builder.ts';
import { ANALYSIS_RATE } from '../models/acoustic/track-analysis.ts';
import { seeded } from '../models/random.ts';
import { SAMPLE_RATE } from '../src/audio/pcm.ts';
import { Resampler } from '../src/audio/resampler.ts';
import { compose } from '../src/library/demo/compose.ts';
import { render } from '../src/library/demo/render.ts';
import type { StyleName } from '../src/library/demo/styles/style.ts';
import { EMBEDDING_SIZE, openSoundNetwork } from '../src/sound-network.ts';
import { WEIGHTS_FILE } from '../src/sound-weights.ts';
import { openTensorBackend } from '../src/tensor-backend.ts';
import { UserError } from '../src/user-error.ts';

const hasNative = await openTensorBackend(['tensorflow']).then(
  () => true,
  () => false,
);
/** The native library is a download that many machines cannot have: it is compared wherever it is. */
const BESIDE_WASM = hasNative ? (['cpu', 'tensorflow'] as const) : (['cpu'] as const);

function product(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

function drawnPicture(windows: number): MelPicture {
  const random = seeded(1);
  let level = 128;
  return { windows, pixels: Uint8Array.from({ length: windows * WINDOW_POINTS }, () => (level += 40 * (random() - 0.5) + (128 - level) / 20)) };
}

function pictureOf(samples: Float32Array): MelPicture {
  const resampler = new Resampler(SAMPLE_RATE, ANALYSIS_RATE);
  const builder = new MelPictureBuilder();
  builder.push(resampler.process({ left: samples, right: samples }).left);
  return builder.finish();
}

function played(style: StyleName, seed: number): Float32Array {
  const { left, right } = render(compose({ seed, style, band: 0, seconds: 12, loudness: null, genres: [], moods: [] }).score);
  return left.map((sample, i) => (sample + right[i]) / 2);
}

describe('the network that hears what tracks are like', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each(BESIDE_WASM)('says the same on WebAssembly and with the backend %s', async (backend) => {
    const picture = drawnPicture(3);
    const wasm = await openSoundNetwork({ backends: ['wasm'] });
    const onWasm = wasm.embed(picture) as Float32Array;
    const other = await openSoundNetwork({ backends: [backend] });
    const onOther = other.embed(picture) as Float32Array;
    expect([wasm.backend, other.backend]).toEqual(['wasm', backend]);
    expect(onWasm).toHaveLength(EMBEDDING_SIZE);
    expect(product(onWasm, onWasm)).toBeCloseTo(1, 5);
    onWasm.forEach((value, i) => expect(Math.abs(value - onOther[i])).toBeLessThan(1e-3));
  });

  it('takes the best backend there is, prints nothing, and leaves the process as it was', async () => {
    const listeners = () => [process.listenerCount('uncaughtException'), process.listenerCount('unhandledRejection')];
    const before = listeners();
    const printed = (['log', 'info', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method).mockImplementation(() => {}));
    const network = await openSoundNetwork();
    network.embed(drawnPicture(1));
    expect(network.backend).toBe(hasNative ? 'tensorflow' : 'wasm');
    expect(tf.getBackend()).toBe(network.backend);
    const last = await openSoundNetwork({ backends: ['cpu'] });
    last.embed(drawnPicture(1));
    for (const method of printed) expect(method).not.toHaveBeenCalled();
    expect(listeners()).toEqual(before);
  });

  it('gives back what memory it took', async () => {
    const network = await openSoundNetwork({ backends: ['wasm'] });
    network.embed(drawnPicture(1));
    const held = tf.memory().numTensors;
    for (let i = 0; i < 5; i++) network.embed(drawnPicture(2));
    expect(tf.memory().numTensors).toBe(held);
    network.close();
    expect(tf.memory().numTensors).toBeLessThan(held);
  });

  it('brings music of one style closer together than music of several, however loud', { timeout: 90_000 }, async () => {
    const network = await openSoundNetwork();
    const styles = ['drum and bass', 'folk', 'chiptune'] as const;
    const sounds = styles.flatMap((style) => [played(style, 71), played(style, 72)]);
    const embeddings = sounds.map((sound) => network.embed(pictureOf(sound)) as Float32Array);
    embeddings.forEach((embedding, i) => {
      const others = embeddings.filter((_, j) => j >> 1 !== i >> 1);
      const same = product(embedding, embeddings[i ^ 1]);
      for (const other of others) expect(same).toBeGreaterThan(product(embedding, other));
    });
    const quiet = network.embed(pictureOf(sounds[0].map((sample) => sample / 50))) as Float32Array;
    expect(product(quiet, embeddings[0])).toBeGreaterThan(0.999);
  });

  it('has nothing to say of silence', async () => {
    const network = await openSoundNetwork();
    expect(network.embed(pictureOf(new Float32Array(10 * SAMPLE_RATE)))).toBeNull();
  });

  it('says in a sentence that its weights are damaged, or gone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'segue-weights-'));
    try {
      const file = pathToFileURL(join(folder, 'sound.weights'));
      await expect(openSoundNetwork({ file })).rejects.toThrow(/cannot be read, so nothing is known of how tracks sound; fetch it anew\.$/);
      await copyFile(WEIGHTS_FILE, file);
      await openSoundNetwork({ file });
      await writeFile(file, (await readFile(WEIGHTS_FILE)).subarray(0, 5000));
      await expect(openSoundNetwork({ file })).rejects.toThrow(UserError);
      await expect(openSoundNetwork({ file })).rejects.toThrow(/is damaged/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
