import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { RoomState } from '../../protocol.ts';
import { html } from '../html.ts';
import type { Player } from '../player.ts';
import { useStore } from '../store.ts';
import { Icon } from './icon.ts';
import { LibraryMap } from './library-map.ts';
import { People } from './people.ts';
import { PrivacyMenu } from './privacy-menu.ts';

export function Header({ room, player }: { readonly room: RoomState; readonly player: Player }): VNode {
  return html`<header class="top">
    <h1 class="brand"><${Mark} /><span class="wordmark">Segue</span><span class="sr-only">, room ${room.place}</span></h1>
    <${Places} place=${room.place} />
    <${People} people=${room.people} me=${room.me.id} />
    <${LibraryMap} room=${room} />
    <${SoundControl} player=${player} />
    <${PrivacyMenu} me=${room.me} />
  </header>`;
}

/** Where one is, and the way to another room of this server. */
function Places({ place }: { readonly place: string }): VNode {
  const name = useRef<HTMLInputElement>(null);
  const go = (event: Event) => {
    event.preventDefault();
    const path = name.current!.value.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
    if (path !== '') location.assign(`/r/${path.slice(0, 32)}`);
  };
  const close = ({ currentTarget }: Event) => (currentTarget as HTMLDetailsElement).removeAttribute('open');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close(event);
  };
  const onFocusOut = (event: FocusEvent) => {
    if (!(event.currentTarget as Element).contains(event.relatedTarget as Node | null)) close(event);
  };
  return html`<details class="places" onKeyDown=${onKeyDown} onFocusOut=${onFocusOut}>
    <summary class="place"><span class="sr-only">Room: </span><span>${place}</span><${Icon} name="chevron" /></summary>
    <form class="card" onSubmit=${go}>
      <label for="room">Another room</label>
      <div class="field"><input ref=${name} id="room" required maxlength="32" autocomplete="off" placeholder="kitchen" /><button type="submit" class="button primary">Go</button></div>
      <p class="details">Every room has its own music and its own people. Any name opens one.</p>
    </form>
  </details>`;
}

/** Two tracks, one running into the other. */
export function Mark(): VNode {
  return html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path class="mark-out" d="M3 9c9 0 11 14 20 14h6" />
    <path class="mark-in" d="M3 23c9 0 11-14 20-14h6" />
  </svg>`;
}

/** This tab's ears: mute and volume. */
function SoundControl({ player }: { readonly player: Player }): VNode {
  const { sound, volume } = useStore(player.state);
  const muted = sound === 'muted';
  return html`<div class="sound">
    <button type="button" class="button quiet" aria-pressed=${muted} onClick=${() => player.setMuted(!muted)}
      title=${muted ? 'Listen again' : 'Stop listening: what plays does not count as heard by you'}>
      <${Icon} name=${muted ? 'muted' : 'sound'} /><span class="label">${muted ? 'Muted' : 'Mute'}</span>
    </button>
    <label class="volume"><span class="sr-only">Volume in this tab</span>
      <input type="range" min="0" max="100" value=${Math.round(volume * 100)} style=${{ '--fill': `${volume * 100}%` }}
        onInput=${(event: Event) => player.setVolume(Number((event.target as HTMLInputElement).value) / 100)} />
    </label>
  </div>`;
}
