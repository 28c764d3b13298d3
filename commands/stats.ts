import { z } from 'zod';
import { command } from '../src/command.ts';
import { drawStats } from './pictures/stats-picture.ts';
import { whisper } from './wording/notice.ts';
import { STATS_NOTE, statsAlt, statsFacts } from './wording/stats-words.ts';

export const stats = command('stats', {
  description: 'How Segue’s picks fare here by week: how much is heard of them, what goes well, what is skipped',
  public: true,
  options: z.object({}),
  rights: 'anyone',
  async run({ placeId, services: { recommender } }) {
    const found = await recommender.placeStats(placeId);
    if (found === undefined) return whisper('How picks fare cannot be told just now: the part of Segue that knows starts again, ask in a minute.', 'info');
    if (found === null) return whisper('Nothing was played here in the last twelve weeks: /dj start plays music, and Segue counts how its picks fare.', 'info');
    const drawn = found.weeks.some(({ figures }) => figures !== null);
    return {
      private: false,
      view: { kind: 'stats', facts: statsFacts(found), drawing: drawn ? { picture: drawStats(found), alt: statsAlt(found) } : null, weeks: found.weeks, note: STATS_NOTE },
    };
  },
});
