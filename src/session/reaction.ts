import type { Feedback, Reaction } from '../domain.ts';
import type { Listening } from '../listening/listening.ts';
import { UserError } from '../user-error.ts';

/**
 * Keeps what a member says about a track; null takes it back.
 * @throws UserError when the member is not counted in.
 */
export async function keepReaction(listening: Listening, where: Omit<Feedback, 'kind'>, reaction: Reaction | null): Promise<void> {
  if (listening.consentOf(where.listenerId) !== 'given') {
    throw new UserError('consent', 'Press "Count me in" first: without it nothing about you is kept, and a reaction would be.');
  }
  await (reaction ? listening.feedback({ ...where, kind: reaction }) : listening.takeBack(where));
}
