import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Reaction } from '../../../domain.ts';
import type { RoomReasoned, RoomView } from '../../protocol.ts';
import { html } from '../html.ts';
import { control, toast } from '../state.ts';
import { Drawn } from './drawn.ts';
import { Icon } from './icon.ts';

/** A list to discover music by: its cover, its tracks with what speaks for them, and what can be done with it. */
export function DiscoveryList({ view }: { readonly view: Extract<RoomView, { kind: 'list' }> }): VNode {
  const { list, title, about, tracks, cover, alt } = view;
  const [kept, setKept] = useState(view.kept);
  const run = async (deed: string): Promise<boolean> => {
    const reply = await control(['weekly', deed], {}, { listId: list.id });
    if (reply?.view.kind !== 'notice' || reply.view.tone !== 'ok') return false;
    toast('ok', reply.view.text);
    return true;
  };
  const keep = async () => {
    if (await run('keep')) setKept(!kept);
  };
  return html`<section class="discovery" aria-label=${title}>
    <${Drawn} picture=${cover} alt=${alt} />
    <p><strong>${title}</strong> <span class="muted">${about.join(' · ')}</span></p>
    <p class="actions">
      <button type="button" class="button primary" disabled=${tracks.length === 0} onClick=${() => void run('play')}><${Icon} name="play" filled=${true} /> Play it</button>
      <button type="button" class="button" aria-pressed=${kept} onClick=${() => void keep()}><${Icon} name="check" /> ${kept ? 'Let go' : 'Keep'}</button>
      ${list.kind !== 'kept' && html`<button type="button" class="button" onClick=${() => void run('less')}><${Icon} name="thumb-down" /> Less like this</button>`}
    </p>
    <ol class="plain-list">${tracks.map((one) => html`<li key=${one.track.id}><${Listed} of=${one} mine=${null} /></li>`)}</ol>
  </section>`;
}

/** One of its tracks by itself. */
export function ListTrack({ view }: { readonly view: Extract<RoomView, { kind: 'list-track' }> }): VNode {
  return html`<${Listed} of=${view.of} mine=${view.mine} />`;
}

const SAID: readonly { readonly reaction: Reaction; readonly icon: 'thumb-up' | 'thumb-down' | 'heart'; readonly label: string }[] = [
  { reaction: 'like', icon: 'thumb-up', label: 'Like' },
  { reaction: 'dislike', icon: 'thumb-down', label: 'Not for me' },
  { reaction: 'love', icon: 'heart', label: 'Love' },
];

/** Pressed again, what was said is taken back. */
function Listed({ of: { track, reasons }, mine }: { readonly of: RoomReasoned; readonly mine: Reaction | null }): VNode {
  const [said, setSaid] = useState<Reaction | null>(mine);
  const say = async (reaction: Reaction) => {
    const reply = await control([reaction], { track: track.id });
    if (reply?.view.kind !== 'notice' || reply.view.tone !== 'ok') return;
    setSaid(said === reaction ? null : reaction);
    toast('ok', reply.view.text);
  };
  return html`<span class="listed"><span>${track.title} <span class="muted">by ${[track.artist, ...reasons].join(' · ')}</span></span>
    <span class="listed-actions" role="group" aria-label=${`What you think of “${track.title}”`}>${SAID.map(
      ({ reaction, icon, label }) => html`<button key=${reaction} type="button" class="button icon-button" aria-pressed=${said === reaction} aria-label=${label} onClick=${() => void say(reaction)}><${Icon} name=${icon} filled=${said === reaction} /></button>`,
    )}</span></span>`;
}
