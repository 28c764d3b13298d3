import { command } from '../src/command.ts';
import { reactionAction } from './here/reaction.ts';

export const dislike = command('dislike', reactionAction(
  'dislike',
  'Less like this track; say it again to take it back',
  (title) => `You dislike ${title}: Segue picks less like it. /skip goes on to the next track.`,
));
