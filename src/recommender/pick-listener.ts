import type { ListenerId } from '../domain.ts';
import type { Listening } from '../listening/listening.ts';
import type { PickListener } from './recommender.ts';

/** A listener as picks are asked for them, with what they prefer. */
export async function pickListener({ preferences }: Pick<Listening, 'preferences'>, id: ListenerId, satisfaction = 0): Promise<PickListener> {
  const { adventure, blockedArtists, blockedTracks } = await preferences.of(id);
  const subjects = (list: typeof blockedArtists) => list.map(({ subject }) => subject);
  return { id, satisfaction, adventure, blocked: { artists: subjects(blockedArtists), tracks: subjects(blockedTracks) } };
}
