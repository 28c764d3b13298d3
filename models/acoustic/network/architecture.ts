/** How many numbers say what a track sounds like. */
export const EMBEDDING_SIZE = 64;

export interface Convolution {
  /** How many maps it makes of those before it. */
  readonly channels: number;
  /** Whether the largest of every 2 × 2 places is kept. */
  readonly halved: boolean;
}

/** Rows and columns that every place of a convolution sees. */
export const KERNEL = 3;

/**
 * What is made of a picture, one after the other; after each of them every channel is scaled, shifted and cut off below
 * 0. The maps grow smaller and more (Simonyan & Zisserman 2015; of mel pictures: Choi, Fazekas & Sandler 2016).
 */
export const CONVOLUTIONS: readonly Convolution[] = [
  { channels: 24, halved: true },
  { channels: 48, halved: true },
  { channels: 96, halved: true },
  { channels: 192, halved: false },
];

/** Of every channel of the last maps: its mean and its largest value. */
export const POOLED = 2 * CONVOLUTIONS[CONVOLUTIONS.length - 1].channels;

/** Of a convolution's kernel: rows, columns, channels in, channels out. */
export function kernelShape(convolution: number): [number, number, number, number] {
  const into = convolution === 0 ? 1 : CONVOLUTIONS[convolution - 1].channels;
  return [KERNEL, KERNEL, into, CONVOLUTIONS[convolution].channels];
}

/** The weights of the network as it ships, by name, in order. */
export const WEIGHT_SHAPES: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(CONVOLUTIONS.flatMap(convolutionShapes)),
  'embedding.kernel': [POOLED, EMBEDDING_SIZE],
  'embedding.bias': [EMBEDDING_SIZE],
};

function convolutionShapes({ channels }: Convolution, i: number): [string, readonly number[]][] {
  const name = `convolution${i + 1}`;
  return [
    [`${name}.kernel`, kernelShape(i)],
    [`${name}.scale`, [channels]],
    [`${name}.bias`, [channels]],
  ];
}
