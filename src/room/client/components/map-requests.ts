import { control, toast } from '../state.ts';

/** Asks for a track, as its name in the command line would. @returns whether it will play */
export async function request(id: string): Promise<boolean> {
  const reply = await control(['play'], { query: id });
  if (reply?.view.kind !== 'queued') return false;
  const { track, position } = reply.view;
  toast('ok', position === 0 ? `“${track.title}” plays now` : position === 1 ? `“${track.title}” plays next` : `“${track.title}” is number ${position} in the queue`);
  return true;
}

/** Asks for tracks in their order, up to the first that is refused. */
export async function requestAll(ids: readonly string[]): Promise<void> {
  for (const id of ids) if (!(await request(id))) return;
  toast('ok', `${ids.length} tracks are in the queue`);
}
