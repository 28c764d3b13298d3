import { z } from 'zod';
import { command } from '../src/command.ts';
import { checkRights } from './here/rights.ts';
import { sessionHere } from './here/session.ts';
import { answerWords, playTag, vibeView } from './here/words.ts';
import { suggestTags } from './options/tag.ts';
import { announce, whisper } from './wording/notice.ts';

export const vibe = command('vibe', {
  description: 'Say in your own words what to hear; without words, what was asked for',
  public: true,
  options: z.object({
    words: z.string().max(300).optional().describe('Such as: mellow and nocturnal like Massive Attack; 90s trip-hop, no vocals; faster'),
    tag: z.string().min(1).max(100).optional().describe('A tag to hear; suggestions come while you type'),
    clear: z.boolean().optional().describe('Yes to go by everybody’s taste alone again'),
  }),
  // Anybody may look; who changes it must listen.
  rights: 'anyone',
  complete: { tag: suggestTags },
  async run(context, { words, tag, clear = false }) {
    if (clear) {
      await checkRights('listener', context);
      const session = sessionHere(context);
      const meant = context.vibeSince;
      if (meant !== undefined && session.view().vibe?.since !== meant) return whisper('That one is over already.', 'info');
      session.setVibe(null);
      return announce('The vibe is over: Segue picks by taste alone.');
    }
    if (tag !== undefined) return playTag(context, tag);
    if (words !== undefined) return answerWords(context, words);
    return { private: true, view: vibeView(context, context.services.sessions.get(context.placeId)?.view().vibe ?? null) };
  },
});
