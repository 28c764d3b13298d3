import { type MelPicture, WINDOW_POINTS } from '../../models/acoustic/network/mel-picture.ts';
import { MelPictureBuilder } from '../../models/acoustic/network/mel-picture-builder.ts';
import { ANALYSIS_RATE } from '../../models/acoustic/track-analysis.ts';
import { seeded } from '../../models/random.ts';
import { openSoundNetwork } from '../../src/sound-network.ts';
import { leastSeconds } from './cpu-time.ts';
import type { Figure } from './figure.ts';

/** Windows of 5 seconds. */
const WINDOWS = 6;
const RUNS = 5;
const PICTURE_SECONDS = 60;

/** What it costs to say what half a minute of music sounds like, and to make the picture of it. */
export async function benchEmbedding(): Promise<Figure[]> {
  const random = seeded(1);
  const picture: MelPicture = { windows: WINDOWS, pixels: Uint8Array.from({ length: WINDOWS * WINDOW_POINTS }, () => 95 + 160 * random()) };
  const onCpu = await embeddingMs('cpu', picture);
  const onWasm = await embeddingMs('wasm', picture);
  const samples = Float32Array.from({ length: PICTURE_SECONDS * ANALYSIS_RATE }, () => random() - 0.5);
  const seconds = leastSeconds(RUNS, () => {
    const builder = new MelPictureBuilder();
    builder.push(samples);
    builder.finish();
  });
  return [
    { name: '30 s placed, WebAssembly, CPU time', value: onWasm, unit: 'ms', reference: `plain JavaScript: ${onCpu.toFixed(0)} ms` },
    { name: 'how much faster WebAssembly is', value: onCpu / onWasm, unit: '×', aim: '≥ 15' },
    { name: 'picture of a minute, every window of it, per CPU second', value: PICTURE_SECONDS / seconds, unit: '× real' },
  ];
}

async function embeddingMs(backend: 'wasm' | 'cpu', picture: MelPicture): Promise<number> {
  const network = await openSoundNetwork({ backends: [backend] });
  network.embed(picture);
  const seconds = leastSeconds(RUNS, () => network.embed(picture));
  network.close();
  return 1000 * seconds;
}
