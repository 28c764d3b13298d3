import type { Pcm } from '../pcm.ts';
import { toStereo } from './downmix.ts';
import type { FileWindow } from './file-window.ts';
import { CutSource, UndecodableError, UnsupportedError, type PcmSource, type RawSource } from './source.ts';

type Sample = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64';

interface Layout {
  readonly sampleRate: number;
  readonly channels: number;
  readonly sample: Sample;
  readonly blockAlign: number;
  readonly dataAt: number;
  readonly samples: number;
}

const BLOCKS_PER_READ = 4096;
const PCM = 1;
const IEEE_FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** RIFF WAVE (and RF64, EBU Tech 3306): PCM of 8 to 32 bits and floating point, any number of channels. */
export async function openWav(file: FileWindow, startMs: number): Promise<PcmSource> {
  const layout = await readLayout(file);
  const from = Math.min(layout.samples, Math.round((startMs * layout.sampleRate) / 1000));
  return new CutSource(new WavSource(file, layout, from), from, null);
}

class WavSource implements RawSource {
  readonly #file: FileWindow;
  readonly #layout: Layout;
  position: number;

  constructor(file: FileWindow, layout: Layout, position: number) {
    this.#file = file;
    this.#layout = layout;
    this.position = position;
  }

  get sampleRate(): number {
    return this.#layout.sampleRate;
  }

  get totalSamples(): number {
    return this.#layout.samples;
  }

  async read(): Promise<Pcm | null> {
    const { blockAlign, dataAt, samples, channels, sample } = this.#layout;
    const wanted = Math.min(BLOCKS_PER_READ, samples - this.position);
    if (wanted <= 0) return null;
    const bytes = await this.#file.at(dataAt + this.position * blockAlign, wanted * blockAlign);
    const count = Math.floor(bytes.length / blockAlign);
    if (count === 0) return null;
    this.position += count;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const step = SAMPLE_BYTES[sample];
    return toStereo(
      Array.from({ length: channels }, (_, channel) => readChannel(view, sample, count, channel * step, blockAlign)),
      'wave',
    );
  }

  close(): void {
    this.#file.close();
  }
}

const SAMPLE_BYTES: Readonly<Record<Sample, number>> = { u8: 1, s16: 2, s24: 3, s32: 4, f32: 4, f64: 8 };

function readChannel(view: DataView, sample: Sample, count: number, from: number, stride: number): Float32Array {
  const out = new Float32Array(count);
  for (let i = 0, at = from; i < count; i++, at += stride) out[i] = readSample(view, sample, at);
  return out;
}

function readSample(view: DataView, sample: Sample, at: number): number {
  switch (sample) {
    case 'u8':
      return (view.getUint8(at) - 128) / 128;
    case 's16':
      return view.getInt16(at, true) / 32_768;
    case 's24':
      return (view.getUint8(at) | (view.getInt16(at + 1, true) << 8)) / 8_388_608;
    case 's32':
      return view.getInt32(at, true) / 2_147_483_648;
    case 'f32':
      return view.getFloat32(at, true);
    case 'f64':
      return view.getFloat64(at, true);
  }
}

async function readLayout(file: FileWindow): Promise<Layout> {
  const head = viewOf(await file.at(0, 12));
  if (head.byteLength < 12) throw new UndecodableError('it is not a WAV file');
  let format: Omit<Layout, 'dataAt' | 'samples'> | null = null;
  let longData: number | null = null;
  for (let at = 12; at + 8 <= file.size; ) {
    const chunk = viewOf(await file.at(at, 8 + 40));
    const id = String.fromCharCode(chunk.getUint8(0), chunk.getUint8(1), chunk.getUint8(2), chunk.getUint8(3));
    const size = chunk.getUint32(4, true);
    if (id === 'ds64' && chunk.byteLength >= 24) longData = Number(chunk.getBigUint64(16, true));
    if (id === 'fmt ') format = readFormat(chunk, size);
    if (id === 'data') {
      if (format === null) break;
      const dataAt = at + 8;
      const declared = size === 0xffff_ffff || size === 0 ? (longData ?? Infinity) : size;
      const samples = Math.floor(Math.min(declared, file.size - dataAt) / format.blockAlign);
      return { ...format, dataAt, samples };
    }
    at += 8 + size + (size % 2);
  }
  throw new UndecodableError('it is a WAV file without sound');
}

function readFormat(chunk: DataView, size: number): Omit<Layout, 'dataAt' | 'samples'> {
  if (size < 16 || chunk.byteLength < 24) throw new UndecodableError('its WAV header is damaged');
  const tag = chunk.getUint16(8, true);
  const kind = tag === EXTENSIBLE && size >= 40 && chunk.byteLength >= 34 ? chunk.getUint16(32, true) : tag;
  const channels = chunk.getUint16(10, true);
  const sampleRate = chunk.getUint32(12, true);
  const blockAlign = chunk.getUint16(20, true);
  const bits = chunk.getUint16(22, true);
  const sample = sampleKind(kind, Math.ceil(bits / 8));
  if (sample === null) throw new UnsupportedError(`it is a WAV file in a coding that is not supported (${kind}, ${bits} bits)`);
  if (channels === 0 || sampleRate < 1000 || sampleRate > 768_000 || blockAlign < channels * SAMPLE_BYTES[sample]) {
    throw new UndecodableError('its WAV header is damaged');
  }
  return { sampleRate, channels, sample, blockAlign };
}

function sampleKind(kind: number, bytes: number): Sample | null {
  if (kind === PCM) return ([null, 'u8', 's16', 's24', 's32'] as const)[bytes] ?? null;
  if (kind === IEEE_FLOAT) return bytes === 4 ? 'f32' : bytes === 8 ? 'f64' : null;
  return null;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
