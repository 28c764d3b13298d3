import type { VNode } from 'preact';
import type { Reaction } from '../../../domain.ts';
import type { RoomMe } from '../../protocol.ts';
import { html } from '../html.ts';
import { control } from '../state.ts';
import { CONSENT_CARD } from './consent-card.ts';
import { Icon, type IconName } from './icon.ts';

const BUTTONS: readonly { readonly reaction: Reaction; readonly icon: IconName; readonly label: string }[] = [
  { reaction: 'dislike', icon: 'thumb-down', label: 'Not for me' },
  { reaction: 'like', icon: 'thumb-up', label: 'Like' },
  { reaction: 'love', icon: 'heart', label: 'Love' },
];

/** What I say about the current track; pressed again, it is taken back. */
export function Reactions({ me }: { readonly me: RoomMe }): VNode {
  const react = async (reaction: Reaction) => {
    await control([reaction]);
    if (me.consent === 'unasked') document.getElementById(CONSENT_CARD)?.focus();
  };
  return html`<div class="reactions" role="group" aria-label="Your reaction">
    ${BUTTONS.map(({ reaction, icon, label }) => {
      const pressed = me.reaction === reaction;
      return html`<button key=${reaction} type="button" class=${`button reaction ${reaction}`} aria-pressed=${pressed} onClick=${() => void react(reaction)}>
        <${Icon} name=${icon} filled=${pressed} /><span class="label">${label}</span>
      </button>`;
    })}
  </div>`;
}
