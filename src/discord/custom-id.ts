import type { ListId, PlayId, Reaction, TrackId } from '../domain.ts';

/**
 * What a button or a menu means. It stands in the component's id, so that a press is understood after a
 * restart too; an id has at most 100 characters.
 */
export type Press =
  /** About the track on the card, which may be over by now. */
  | { readonly kind: 'react'; readonly reaction: Reaction; readonly trackId: TrackId }
  | { readonly kind: 'skip'; readonly playId: PlayId }
  /** Pauses what plays, resumes what is paused. */
  | { readonly kind: 'pause'; readonly playId: PlayId }
  | { readonly kind: 'consent'; readonly answer: 'yes' | 'no' }
  /** Says this in place of what was asked back about. */
  | { readonly kind: 'vibe'; readonly words: string }
  /** Plays what has the tag. */
  | { readonly kind: 'tag'; readonly tag: string }
  /** Ends the vibe that began then. */
  | { readonly kind: 'clear-vibe'; readonly since: number }
  | { readonly kind: 'setting'; readonly name: SettingName }
  /** Artists were chosen in the menu. */
  | { readonly kind: 'artists' }
  /** About a list as a whole. */
  | { readonly kind: 'list'; readonly deed: ListDeed; readonly listId: ListId }
  /** A menu of the list's tracks, from so-manieth on: one is chosen to say what one thinks of it. */
  | { readonly kind: 'list-track'; readonly listId: ListId; readonly from: number }
  /** About a track of a list, wherever the list is read. */
  | { readonly kind: 'list-react'; readonly reaction: Reaction; readonly listId: ListId; readonly trackId: TrackId };

export const LIST_DEEDS = ['play', 'keep', 'less'] as const;
export type ListDeed = (typeof LIST_DEEDS)[number];

export const SETTING_NAMES = ['channel', 'dj-role', 'crossfade', 'loudness', 'idle', 'group', 'language'] as const;
export type SettingName = (typeof SETTING_NAMES)[number];

const REACTIONS: readonly Reaction[] = ['like', 'love', 'dislike'];

/** Of an id. */
export const MAX_ID = 100;

export function customId(press: Press): string {
  switch (press.kind) {
    case 'react':
      return `segue:react:${press.reaction}:${press.trackId}`;
    case 'skip':
    case 'pause':
      return `segue:${press.kind}:${press.playId}`;
    case 'vibe':
      return `segue:vibe:${press.words}`;
    case 'tag':
      return `segue:tag:${press.tag}`;
    case 'clear-vibe':
      return `segue:clear-vibe:${press.since}`;
    case 'artists':
      return 'segue:artists';
    case 'consent':
      return `segue:consent:${press.answer}`;
    case 'setting':
      return `segue:setting:${press.name}`;
    case 'list':
      return `segue:list:${press.deed}:${press.listId}`;
    case 'list-track':
      return `segue:list-track:${press.listId}:${press.from}`;
    case 'list-react':
      return `segue:list-react:${press.reaction}:${press.listId}:${press.trackId}`;
  }
}

/** null for an id that this version does not know. */
export function parseCustomId(id: string): Press | null {
  const [prefix, kind, first = '', ...rest] = id.split(':');
  if (prefix !== 'segue') return null;
  switch (kind) {
    case 'react': {
      const reaction = REACTIONS.find((known) => known === first);
      return reaction && rest.length > 0 ? { kind, reaction, trackId: rest.join(':') } : null;
    }
    case 'skip':
    case 'pause':
      return first === '' ? null : { kind, playId: [first, ...rest].join(':') };
    case 'vibe':
      return first === '' ? null : { kind, words: [first, ...rest].join(':') };
    case 'tag':
      return first === '' ? null : { kind, tag: [first, ...rest].join(':') };
    case 'clear-vibe':
      return /^\d+$/.test(first) ? { kind, since: Number(first) } : null;
    case 'consent':
      return first === 'yes' || first === 'no' ? { kind, answer: first } : null;
    case 'artists':
      return { kind };
    case 'setting': {
      const name = SETTING_NAMES.find((known) => known === first);
      return name ? { kind, name } : null;
    }
    case 'list': {
      const deed = LIST_DEEDS.find((known) => known === first);
      return deed && rest.length === 1 && rest[0] !== undefined ? { kind, deed, listId: rest[0] } : null;
    }
    case 'list-track':
      return first !== '' && /^\d+$/.test(rest[0] ?? '') ? { kind, listId: first, from: Number(rest[0]) } : null;
    case 'list-react': {
      const reaction = REACTIONS.find((known) => known === first);
      const [listId, ...track] = rest;
      return reaction && listId !== undefined && track.length > 0 ? { kind, reaction, listId, trackId: track.join(':') } : null;
    }
    default:
      return null;
  }
}
