import type { ArtistModel } from '../../../models/language/artist-model.ts';
import { learnArtists } from '../artists/learn-artists.ts';
import { readArtists } from '../artists/read-artists.ts';
import { checkWritable, writeWhole } from '../files/write.ts';
import { file, optionalFile, whole } from '../option.ts';
import { createTool } from '../tool.ts';

const MOST_TOP = 100_000;
const SIGNIFICANT_DIGITS = 6;

export const similar = createTool({
  name: 'similar',
  about: 'Finds similar artists by what is written about them. Tables are tab-separated, with a header line.',
  options: {
    texts: optionalFile('lines of JSON: {"id", "name", "text"}'),
    tags: optionalFile('table: item tag count'),
    listens: optionalFile('table: listener item count [time]'),
    top: whole('similar artists for each', 1, MOST_TOP, 10),
    out: file('table to write: id other rank score'),
  },
  async run({ out, top, ...files }, say) {
    await checkWritable(out, Object.values(files).filter((name) => name !== undefined));
    const read = await readArtists(files, say);
    say(`comparing ${read.ids.size} artists`);
    const model = learnArtists(read, top);
    await writeWhole(out, linesOf(model));
    return { artists: read.ids.size, texts: read.texts.length, tags: read.tags?.counts.length ?? 0, listens: read.listens?.counts.length ?? 0, pairs: model.neighbours.indices.length };
  },
});

function* linesOf({ artists, neighbours: { pointers, indices, values } }: ArtistModel): Iterable<string> {
  yield 'id\tother\trank\tscore\n';
  for (const [artist, id] of artists.entries()) {
    for (let k = pointers[artist]; k < pointers[artist + 1]; k++) {
      yield `${id}\t${artists[indices[k]]}\t${k - pointers[artist] + 1}\t${values[k].toPrecision(SIGNIFICANT_DIGITS)}\n`;
    }
  }
}
