import type { Maps, Pass } from './convolution.ts';

/** The largest of every 2 × 2 places of a channel; an odd last row or column is left out. */
export function halved(x: Maps): Pass {
  const [pictures, height, width, channels] = x.shape;
  const [rows, columns] = [height >> 1, width >> 1];
  const y = new Float32Array(pictures * rows * columns * channels);
  const origins = new Uint32Array(y.length);
  let to = 0;
  for (let picture = 0; picture < pictures; picture++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const corner = ((picture * height + 2 * row) * width + 2 * column) * channels;
        for (let c = 0; c < channels; c++, to++) {
          let best = corner + c;
          const below = best + width * channels;
          if (x.values[corner + channels + c] > x.values[best]) best = corner + channels + c;
          if (x.values[below] > x.values[best]) best = below;
          if (x.values[below + channels] > x.values[best]) best = below + channels;
          origins[to] = best;
          y[to] = x.values[best];
        }
      }
    }
  }
  return { y: { shape: [pictures, rows, columns, channels], values: y }, backward: (dy) => returned(dy, origins, x.values.length) };
}

/** Of every channel its mean, then of every channel its largest value: pictures × 1 × 1 × 2 channels. */
export function pooled(x: Maps): Pass {
  const [pictures, height, width, channels] = x.shape;
  const places = height * width;
  const y = new Float32Array(pictures * 2 * channels);
  const origins = new Uint32Array(pictures * channels);
  for (let picture = 0; picture < pictures; picture++) {
    const from = picture * places * channels;
    for (let c = 0; c < channels; c++) {
      let best = from + c;
      let sum = 0;
      for (let i = from + c; i < from + places * channels; i += channels) {
        sum += x.values[i];
        if (x.values[i] > x.values[best]) best = i;
      }
      y[picture * 2 * channels + c] = sum / places;
      y[picture * 2 * channels + channels + c] = x.values[best];
      origins[picture * channels + c] = best;
    }
  }
  return {
    y: { shape: [pictures, 1, 1, 2 * channels], values: y },
    backward: (dy) => {
      const dx = new Float32Array(x.values.length);
      for (let i = 0; i < dx.length; i++) {
        const picture = Math.floor(i / (places * channels));
        dx[i] = dy[picture * 2 * channels + (i % channels)] / places;
      }
      origins.forEach((origin, i) => {
        dx[origin] += dy[Math.floor(i / channels) * 2 * channels + channels + (i % channels)];
      });
      return dx;
    },
  };
}

/** Everything back to the place it came from. */
function returned(dy: Float32Array, origins: Uint32Array, size: number): Float32Array {
  const dx = new Float32Array(size);
  for (let i = 0; i < dy.length; i++) dx[origins[i]] += dy[i];
  return dx;
}
