import { Gazetteer, type Mention } from '../../../models/language/mentions/gazetteer.ts';
import { Passage } from '../../../models/language/mentions/passage.ts';
import { WordUse } from '../../../models/language/mentions/word-use.ts';
import { nameKey } from '../../../models/language/names.ts';
import { lexica } from '../../lexica.ts';
import { readNames } from '../files/names.ts';
import { readTextObjects, type TextObject } from '../files/texts.ts';
import { checkWritable, writeWhole } from '../files/write.ts';
import { file } from '../option.ts';
import { createTool } from '../tool.ts';

interface MentionsOf {
  readonly text: string;
  readonly mentions: readonly Mention[];
}

export const mentions = createTool({
  name: 'mentions',
  about: 'Finds the artists that texts mention.',
  options: {
    texts: file('lines of JSON: {"id", "name", "text"}; name is whom the text is about, if anybody'),
    names: file('table: id name; an id that comes again has several names'),
    out: file('table to write: id start end name_id; positions in UTF-16 units from 0, the end exclusive'),
  },
  async run({ texts, names, out }, say) {
    await checkWritable(out, [texts, names]);
    const artists = await readNames(names);
    const read: TextObject[] = [];
    await readTextObjects(texts, (text) => read.push(text));
    say(`looking for ${artists.length} names in ${read.length} texts`);
    const found = mentionsIn(read, new Gazetteer(artists, lexica()), new Map(artists.toReversed().map(({ id, name }) => [nameKey(name), id])));
    await writeWhole(out, linesOf(found));
    const total = found.reduce((sum, { mentions: { length } }) => sum + length, 0);
    return { texts: read.length, names: artists.length, mentions: total };
  },
});

/** How words are written in all the texts says which of them are names. */
function mentionsIn(texts: readonly TextObject[], gazetteer: Gazetteer, idsByName: ReadonlyMap<string, string>): readonly MentionsOf[] {
  const use = new WordUse();
  for (const { text } of texts) use.add(new Passage(text));
  return texts.map(({ id, name, text }) => ({ text: id, mentions: gazetteer.mentions(text, { subject: idsByName.get(nameKey(name)), use }) }));
}

function* linesOf(found: readonly MentionsOf[]): Iterable<string> {
  yield 'id\tstart\tend\tname_id\n';
  for (const { text, mentions: all } of found) yield all.map(({ id, start, end }) => `${text}\t${start}\t${end}\t${id}\n`).join('');
}
