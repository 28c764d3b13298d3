import { command } from '../src/command.ts';
import { reactionAction } from './here/reaction.ts';

export const like = command('like', reactionAction(
  'like',
  'More like this track; say it again to take it back',
  (title) => `You like ${title}: Segue picks more like it.`,
));
