import { useEffect, useState } from 'preact/hooks';
import type { RoomTrack } from '../../protocol.ts';
import { api } from '../api.ts';

/** Waits for a pointer that rests. */
const PAUSE_MS = 60;
const AT_ONCE = 60;

const known = new Map<string, RoomTrack>();

/** What is known of tracks by id; those that are not known yet are asked for, and come later. */
export function useTracks(ids: readonly string[]): ReadonlyMap<string, RoomTrack> {
  const [, setCount] = useState(0);
  const missing = ids.filter((id) => !known.has(id)).slice(0, AT_ONCE).join(' ');
  useEffect(() => {
    if (missing === '') return;
    const timer = setTimeout(() => {
      // A name that does not come is asked for again with the next point.
      api.tracks(missing.split(' ')).then((tracks) => { for (const track of tracks) known.set(track.id, track); setCount(known.size); }, () => {});
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [missing]);
  return known;
}
