import { command } from '../src/command.ts';
import { reactionAction } from './here/reaction.ts';

export const love = command('love', reactionAction(
  'love',
  'Much more like this track; say it again to take it back',
  (title) => `You love ${title}: Segue picks much more like it.`,
));
