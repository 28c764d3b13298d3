import { seedOf, seeded } from '../../models/random.ts';
import type { Track } from '../domain.ts';
import { coloursOf, type CoverColours, type Rgb } from './cover-colours.ts';
import { motifFor, type Layer } from './cover-motifs.ts';
import { encodePng } from './png.ts';

/** Pixels a side: twice what a phone shows. */
const SIZE = 256;
/** Rows between which other work has its turn: about a millisecond of painting. */
const ROWS_AT_ONCE = 8;

/**
 * A cover for a track that has none, as a PNG: an artist has colours, an album has a motif in them, and each
 * track arranges it anew. The same track always has the same cover.
 */
export async function drawCover(track: Pick<Track, 'id' | 'title' | 'artist' | 'album'>): Promise<Buffer> {
  const colours = coloursOf(track);
  const motif = motifFor(seedOf(`motif ${track.artist} ${track.album ?? track.title}`));
  const layers = motif(seeded(seedOf(`${track.artist} ${track.title}`)), colours);
  const rgb = new Uint8Array(SIZE * SIZE * 3);
  for (let y = 0; y < SIZE; y++) {
    if (y > 0 && y % ROWS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    paintRow(rgb, y, layers, colours);
  }
  return encodePng(rgb, SIZE, SIZE);
}

function paintRow(rgb: Uint8Array, row: number, layers: readonly Layer[], { ground: [light, dark] }: CoverColours): void {
  const y = (row + 0.5) / SIZE;
  for (let column = 0; column < SIZE; column++) {
    const x = (column + 0.5) / SIZE;
    const shade = Math.min(1, Math.hypot(x - 0.3, y - 0.2) / 1.05);
    let r = light[0] + (dark[0] - light[0]) * shade;
    let g = light[1] + (dark[1] - light[1]) * shade;
    let b = light[2] + (dark[2] - light[2]) * shade;
    for (const { distance, colour, opacity } of layers) {
      // A pixel that the edge crosses is covered in part.
      const cover = Math.min(1, Math.max(0, 0.5 - distance(x, y) * SIZE)) * opacity;
      if (cover === 0) continue;
      r += (colour[0] - r) * cover;
      g += (colour[1] - g) * cover;
      b += (colour[2] - b) * cover;
    }
    put(rgb, (row * SIZE + column) * 3, [r, g, b]);
  }
}

function put(rgb: Uint8Array, at: number, [r, g, b]: Rgb): void {
  rgb[at] = r;
  rgb[at + 1] = g;
  rgb[at + 2] = b;
}
