import type { Origin, Track } from '../../domain.ts';
import type { Say } from './say.ts';
import { short } from './text.ts';

/** `**Title** — Artist`, as data. */
export function named({ title, artist }: Track): string {
  return `**${short(title)}** — ${short(artist)}`;
}

/** `Album · 2019`; null when neither is known. */
export function release({ album, year }: Track): string | null {
  const known = [...(album === null ? [] : [short(album)]), ...(year === null ? [] : [String(year)])];
  return known.length > 0 ? known.join(' · ') : null;
}

/** Who asked for it; null when Segue picked it. */
export function asker(origin: Origin, say: Say): string | null {
  return origin.kind === 'request' ? short(say(`asked for by ${origin.by.name}`)) : null;
}
