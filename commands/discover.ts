import { z } from 'zod';
import { command, type CommandContext } from '../src/command.ts';
import { ADVENTURES } from '../src/domain.ts';
import type { Vibe } from '../src/vibe.ts';
import { revisedVibe } from '../src/session/vibe.ts';
import { vibeWords } from '../src/session/vibe-words.ts';
import { UserError } from '../src/user-error.ts';
import { LIST_LENGTHS } from '../src/weekly/preferences.ts';
import { listReply } from './here/lists.ts';
import { EXAMPLE, tracksCalled } from './here/words.ts';
import { inQuotes, listed } from './wording/label.ts';
import { whisper } from './wording/notice.ts';

export const discover = command('discover', {
  description: 'A list of music that you never heard here, made for you now',
  options: z.object({
    adventure: z.enum(ADVENTURES).optional().describe('How far from what you know; as you are used to if you do not say'),
    length: z.number().int().min(LIST_LENGTHS.least).max(LIST_LENGTHS.most).optional().describe(`How many tracks, ${LIST_LENGTHS.usual} if you do not say`),
    mood: z.string().min(1).max(300).optional().describe('What it should be like, in your own words: slow and warm, no vocals'),
  }),
  rights: 'anyone',
  async run(context, { adventure, length = LIST_LENGTHS.usual, mood }) {
    const { caller, placeId, services } = context;
    const vibe = mood === undefined ? null : await moodOf(context, mood);
    const asked = vibe === null ? {} : { vibe, asked: vibeWords(vibe, (id) => services.library.get(id)) };
    const list = await services.weekly.discover({ placeId, by: caller.id, count: length, ...(adventure !== undefined && { adventure }), ...asked });
    if (list === null) return whisper('There is nothing in the library that you have not heard yet and that was not on your lists lately: more music helps.', 'info');
    return listReply(context, list);
  },
});

/** @throws UserError when it is nothing that music can be like */
async function moodOf({ services }: CommandContext, words: string): Promise<Vibe> {
  const frame = await services.requests.read(words);
  const unwanted = await tracksCalled(services, frame.titles.unwanted);
  const vibe = revisedVibe(null, frame, { playing: null, unwanted, now: services.clock.now() });
  if (vibe !== null) return vibe;
  if (frame.unknown.length > 0) throw new UserError('unknown', `Segue knows nothing called ${listed(frame.unknown.map(inQuotes), 'or')}.`);
  throw new UserError('mood', `That does not sound like music: say what you are in the mood for, such as ${EXAMPLE}.`);
}
