import type { VNode } from 'preact';
import { html } from '../html.ts';
import type { Player } from '../player.ts';
import { useStore } from '../store.ts';
import { Icon } from './icon.ts';

/** Over the cover: why there is no sound in this tab, and what to press. */
export function SoundNotice({ player }: { readonly player: Player }): VNode | null {
  const { sound } = useStore(player.state);
  switch (sound) {
    case 'blocked':
      return html`<div class="sound-notice"><button type="button" class="button primary" onClick=${() => player.setMuted(false)}><${Icon} name="play" filled /> Press to listen</button></div>`;
    case 'elsewhere':
      return html`<div class="sound-notice"><p>The sound is in another tab</p><button type="button" class="button" onClick=${() => player.playHere()}>Play it here</button></div>`;
    case 'muted':
      return html`<div class="sound-notice"><button type="button" class="button" onClick=${() => player.setMuted(false)}><${Icon} name="muted" /> Muted: listen again</button></div>`;
    case 'unsupported':
      return html`<div class="sound-notice"><p>This browser cannot play Ogg Opus. Open the room in Firefox, Chrome or a recent Safari.</p></div>`;
    case 'starting':
    case 'playing':
    case 'silent':
      return null;
  }
}
