import { ArtistLanguage } from '../../../models/language/artist-language.ts';
import { tagVocabulary } from '../../vocabulary.ts';
import { learnArtists } from '../artists/learn-artists.ts';
import { readArtists } from '../artists/read-artists.ts';
import { idOf } from '../files/cells.ts';
import { headerOf, readTable } from '../files/table.ts';
import { checkWritable, writeWhole } from '../files/write.ts';
import { file, optionalFile, whole } from '../option.ts';
import { createTool } from '../tool.ts';

const MOST_TOP = 100_000;
const SIGNIFICANT_DIGITS = 6;
/** Neighbours that speak for an artist. */
const NEIGHBOURS = 10;

export const labels = createTool({
  name: 'labels',
  about: 'Finds the artists whom labels fit, by what is written about them. Tables are tab-separated, with a header line.',
  options: {
    texts: optionalFile('lines of JSON: {"id", "name", "text"}'),
    tags: optionalFile('table: item tag count'),
    queries: file('table: label'),
    top: whole('artists for each label', 1, MOST_TOP, 10),
    out: file('table to write: label id rank score'),
  },
  async run({ out, top, queries, ...files }, say) {
    await checkWritable(out, [queries, ...Object.values(files)].filter((name) => name !== undefined));
    const asked: string[] = [];
    await readTable(queries, headerOf(['label']), ([label]) => asked.push(idOf('label', label)));
    const read = await readArtists(files, say);
    say(`reading up on ${read.ids.size} artists`);
    const language = new ArtistLanguage(learnArtists(read, NEIGHBOURS), tagVocabulary());
    await writeWhole(out, linesOf(language, asked, top));
    return { artists: read.ids.size, texts: read.texts.length, tags: read.tags?.counts.length ?? 0, labels: asked.length };
  },
});

function* linesOf(language: ArtistLanguage, asked: readonly string[], top: number): Iterable<string> {
  yield 'label\tid\trank\tscore\n';
  for (const label of asked) {
    for (const [i, { artist, score }] of language.labelled(label, top).entries()) yield `${label}\t${artist}\t${i + 1}\t${score.toPrecision(SIGNIFICANT_DIGITS)}\n`;
  }
}
