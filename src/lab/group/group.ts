import { groupList } from '../../../models/group/group-list.ts';
import { GROUP_MODES } from '../../../models/group/group-worth.ts';
import { checkWritable, writeWhole } from '../files/write.ts';
import { choice, file, whole } from '../option.ts';
import { createTool } from '../tool.ts';
import { readGroups, readRelevance } from './read-groups.ts';

const MOST_TOP = 100_000;

export const group = createTool({
  name: 'group',
  about: 'Makes one list for each group out of what its members would like. Tables are tab-separated, with a header line.',
  options: {
    relevance: file('table: member item score; what is missing counts like the least'),
    groups: file('table: group member'),
    mode: choice('how several wishes become one', GROUP_MODES, 'fair'),
    top: whole('items for each group', 1, MOST_TOP, 10),
    out: file('table to write: group item rank'),
  },
  async run({ relevance, groups, mode, top, out }, say) {
    await checkWritable(out, [relevance, groups]);
    const wishes = await readRelevance(relevance);
    const parties = await readGroups(groups, wishes.members);
    say(`making lists for ${parties.size} groups`);
    await writeWhole(out, lines());
    return { groups: parties.size, members: wishes.members.size, items: wishes.items.size, mode };

    function* lines(): Iterable<string> {
      yield 'group\titem\trank\n';
      const everything = [...Array(wishes.items.size).keys()];
      for (const [name, members] of parties) {
        const voters = members.map((member) => ({ scores: wishes.scoresOf(member), satisfaction: 0 }));
        for (const [i, item] of groupList(voters, everything, top, mode, 'linear').entries()) yield `${name}\t${wishes.items.nameOf(item)}\t${i + 1}\n`;
      }
    }
  },
});
