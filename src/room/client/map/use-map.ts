import { useEffect, useState } from 'preact/hooks';
import { api } from '../api.ts';
import { type MapPoints, unpacked } from './points.ts';

/** An open map is looked at anew so often; it mostly is what it was. */
const AGAIN_MS = 30_000;

/** The map as it is now; null when there is none, undefined while nobody knows. */
export function useMap(): MapPoints | null | undefined {
  const [points, setPoints] = useState<MapPoints | null | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    let last = '';
    const look = () => {
      api.map().then(
        (map) => {
          const text = JSON.stringify(map);
          if (!gone && text !== last) setPoints(map && unpacked(map));
          last = text;
        },
        // What is shown stays; it is asked for again.
        () => {},
      );
    };
    look();
    const timer = setInterval(look, AGAIN_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, []);
  return points;
}
