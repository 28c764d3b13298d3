import type { VNode } from 'preact';
import type { RoomView } from '../../protocol.ts';
import { clock } from '../format.ts';
import { html } from '../html.ts';
import { Drawn } from './drawn.ts';
import { Reasoned } from './reasoned.ts';

/** What a track sounds like: a picture of it, what was measured, and what sounds like it. */
export function Analysis({ view: { track, facts, picture, alt, like } }: { readonly view: Extract<RoomView, { kind: 'analysis' }> }): VNode {
  return html`<div><p>“${track.title}” by ${track.artist}, ${clock(track.durationMs)}</p>
    <${Drawn} picture=${picture} alt=${alt} />
    <dl class="facts">${facts.map(({ name, phrases }) => html`<div key=${name}><dt>${name}</dt><dd>${phrases.join(' · ')}</dd></div>`)}</dl>
    ${like.length > 0 && html`<p>Nearest by sound:</p><${Reasoned} tracks=${like} />`}</div>`;
}
