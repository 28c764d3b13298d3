import type { VNode } from 'preact';
import { html } from '../html.ts';

/** Line drawings on a 24 × 24 grid. */
const PATHS = {
  'thumb-up': 'M7 10v11H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM7 10l4.2-7.4a1.9 1.9 0 0 1 3.4 1.5L13.8 9H19a2 2 0 0 1 2 2.4l-1.5 8A2 2 0 0 1 17.5 21H7',
  'thumb-down': 'M17 14V3h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1zM17 14l-4.2 7.4a1.9 1.9 0 0 1-3.4-1.5l.8-4.9H5a2 2 0 0 1-2-2.4l1.5-8A2 2 0 0 1 6.5 3H17',
  heart: 'M12 20.5 4.2 12.6a5 5 0 0 1 7.1-7.1l.7.7.7-.7a5 5 0 0 1 7.1 7.1z',
  skip: 'M5 5.5v13l10-6.5zM19 5v14',
  play: 'M7 4.5v15l12-7.5z',
  pause: 'M7 5.5h3v13H7zM14 5.5h3v13h-3z',
  sound: 'M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11',
  muted: 'M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5',
  shield: 'M12 3l7.5 2.8v5.4c0 4.6-3 8-7.5 9.8-4.5-1.8-7.5-5.2-7.5-9.8V5.8z',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  map: 'M6.5 8.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3zM17 7.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM12.500 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM5.500 19.500a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600zM18 20.500a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600z',
  path: 'M4 19c4 0 3-6 7-6s3-8 9-8M4 19h.010M20 5h.010',
  close: 'M6 6l12 12M18 6 6 18',
  up: 'M12 19V6M6.5 11 12 5.5l5.5 5.5',
  down: 'M12 5v13M6.5 13 12 18.500l5.5-5.5',
  chevron: 'M6.5 9.5 12 15l5.5-5.5',
  send: 'M12 19V5.500M6 11.500l6-6 6 6',
  download: 'M12 4v11M7 10.500l5 5 5-5M5 20h14',
  trash: 'M5 7h14M10 7V4.500h4V7M7 7l.8 13h8.400L17 7M10.5 11v5M13.5 11v5',
  spark: 'M12 3.500l1.9 6.1 6.1 2.4-6.1 2.400L12 20.500l-1.9-6.100L4 12l6.1-2.400z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500c.8-4 3.8-6 7.5-6s6.7 2 7.5 6',
  music: 'M9 18V5.500L20 3.500V16M9 18a2.8 2.8 0 1 1-5.6 0A2.8 2.8 0 0 1 9 18zM20 16a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0z',
  warning: 'M12 4 2.8 20h18.400zM12 10v4.500M12 17.200v.1',
  check: 'M5 12.500l4.5 4.500L19 7.5',
  door: 'M10 12h11M17 8l4 4-4 4M13 4H5v16h8',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside or instead of words; those who cannot see it are told by the control's own name. */
export function Icon({ name, filled = false }: { readonly name: IconName; readonly filled?: boolean }): VNode {
  return html`<svg class=${filled ? 'icon icon-filled' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
}
