import type { RoomView } from '../../src/room/protocol.ts';
import type { RoomMember } from './room-member.ts';

/** The thread that understands requests learns the language first: seconds, on a busy machine more. */
export const UNDERSTANDS_WITHIN_MS = 60_000;

const AGAIN_MS = 100;

/**
 * What is answered to a request in plain words, once the thread that understands them has learnt to.
 * @throws Error when it does not within {@link UNDERSTANDS_WITHIN_MS}, or is answered otherwise than with a vibe
 */
export async function understood(member: RoomMember, line: string): Promise<Extract<RoomView, { kind: 'vibe' }>> {
  for (const end = performance.now() + UNDERSTANDS_WITHIN_MS; ; await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))) {
    const { view } = await member.command(line);
    if (view.kind === 'vibe') return view;
    const learning = view.kind === 'notice' && /still learning/.test(view.text);
    if (!learning || performance.now() > end) throw new Error(`${line}: ${JSON.stringify(view)}`);
  }
}
