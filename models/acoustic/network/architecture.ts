/** How many numbers say what a track sounds like. */
export const EMBEDDING_SIZE = 64;

/**
 * What each convolution of 3 × 3 makes of a picture: so many of it, and whether it is halved afterwards, by the largest
 * of every 2 × 2. The pictures grow smaller and more (Simonyan & Zisserman 2015; of mel spectrograms: Choi, Fazekas &
 * Sandler 2016).
 */
export const CONVOLUTIONS = [
  { channels: 24, halved: true },
  { channels: 48, halved: true },
  { channels: 96, halved: true },
  { channels: 144, halved: false },
] as const;

/** Of every channel of the last pictures: its mean and its largest value. */
export const POOLED = 2 * CONVOLUTIONS[CONVOLUTIONS.length - 1].channels;

/** The weights of the network as it ships, by name, in order. */
export const WEIGHT_SHAPES: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries<readonly number[]>(CONVOLUTIONS.map(({ channels }, i) => [`convolution${i + 1}.kernel`, [3, 3, channelsInto(i), channels]])),
  ...Object.fromEntries<readonly number[]>(CONVOLUTIONS.map(({ channels }, i) => [`convolution${i + 1}.bias`, [channels]])),
  'embedding.kernel': [POOLED, EMBEDDING_SIZE],
  'embedding.bias': [EMBEDDING_SIZE],
};

function channelsInto(convolution: number): number {
  return convolution === 0 ? 1 : CONVOLUTIONS[convolution - 1].channels;
}
