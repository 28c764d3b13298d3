import { artistKey } from '../../models/language/without-guests.ts';
import type { Catalogue } from './catalogue.ts';
import type { FileTags } from './read-artists.ts';

/** What the files say of each artist: how large a share of their tracks has each tag. */
export function fileTags({ artists, labels, labelsOf }: Pick<Catalogue, 'artists' | 'labels' | 'labelsOf'>): readonly FileTags[] {
  const byArtist = new Map<string, { tracks: number; readonly counts: Map<number, number> }>();
  artists.forEach((artist, track) => {
    if (artist === '') return;
    const known = byArtist.get(artist) ?? { tracks: 0, counts: new Map<number, number>() };
    byArtist.set(artist, known);
    known.tracks++;
    for (let k = labelsOf.pointers[track]; k < labelsOf.pointers[track + 1]; k++) known.counts.set(labelsOf.indices[k], (known.counts.get(labelsOf.indices[k]) ?? 0) + 1);
  });
  return Array.from(byArtist, ([artist, { tracks, counts }]) => ({
    artist: artistKey(artist),
    tags: Array.from(counts, ([label, count]) => ({ tag: labels[label], weight: count / tracks })),
  }));
}
