import type { RequestNames } from '../../../models/language/requests/part-finder.ts';
import { RequestParser } from '../../../models/language/requests/request-parser.ts';
import { seeded } from '../../../models/random.ts';
import { requestLanguage } from '../../understanding/request-language.ts';
import { idOf } from '../files/cells.ts';
import { readNames } from '../files/names.ts';
import { headerOf, readTable } from '../files/table.ts';
import { type TextObject, readTextObjects } from '../files/texts.ts';
import { checkWritable, writeWhole } from '../files/write.ts';
import { file, optionalFile, whole } from '../option.ts';
import { createTool } from '../tool.ts';

const SEED = 1;
const YEAR = 2026;

export const parse = createTool({
  name: 'parse',
  about: 'Reads requests in plain words. Tables are tab-separated, with a header line.',
  options: {
    requests: file('lines of JSON: {"id", "text"}'),
    names: optionalFile('table: id name; the artists that are known, a line for each name of theirs'),
    titles: optionalFile('table: title; the tracks that are known'),
    year: whole('the present year, for “last year”', 1900, 2200, YEAR),
    out: file('lines of JSON to write: {"id", "intent", …}'),
  },
  async run({ requests, names, titles, year, out }, say) {
    await checkWritable(out, [requests, names, titles].filter((name) => name !== undefined));
    const asked: TextObject[] = [];
    await readTextObjects(requests, (request) => asked.push(request));
    const known = { artists: names === undefined ? [] : await readNames(names), titles: await readTitles(titles) };
    say(`learning ${known.artists.length + known.titles.length} names`);
    const parser = RequestParser.train(requestLanguage(), seeded(SEED)).knowing(known);
    say(`reading ${asked.length} requests`);
    const frames = asked.map(({ text }) => parser.parse(text, year));
    await writeWhole(out, asked.map(({ id }, i) => `${JSON.stringify({ id, ...frames[i] })}\n`));
    return { requests: asked.length, names: known.artists.length, titles: known.titles.length, questions: frames.filter(({ question }) => question !== null).length };
  },
});

async function readTitles(table: string | undefined): Promise<RequestNames['titles']> {
  const titles: string[] = [];
  if (table !== undefined) await readTable(table, headerOf(['title']), ([title]) => titles.push(idOf('title', title)));
  return titles;
}
