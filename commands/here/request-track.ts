import type { CommandContext, Reply } from '../../src/command.ts';
import type { Track } from '../../src/domain.ts';
import { findTrack } from '../options/track.ts';
import { memberOf, positionOf, startedHere } from './session.ts';

/**
 * Queues the track that is meant, behind earlier requests.
 * @throws UserError when nothing in the library is like it
 */
export async function requestTrack(context: CommandContext, wanted: Track | string): Promise<Reply> {
  const track = typeof wanted === 'string' ? findTrack(context, wanted) : wanted;
  const session = await startedHere(context);
  const entry = await session.request(track.id, memberOf(context));
  return { private: false, view: { kind: 'queued', track, position: positionOf(entry, session.view()) } };
}
