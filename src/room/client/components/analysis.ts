import type { VNode } from 'preact';
import type { Picture } from '../../../picture.ts';
import type { RoomView } from '../../protocol.ts';
import { clock } from '../format.ts';
import { html } from '../html.ts';
import { Reasoned } from './reasoned.ts';

/** What a track sounds like: a picture of it, what was measured, and what sounds like it. */
export function Analysis({ view: { track, facts, picture, alt, like } }: { readonly view: Extract<RoomView, { kind: 'analysis' }> }): VNode {
  return html`<div><p>“${track.title}” by ${track.artist}, ${clock(track.durationMs)}</p>
    <${Drawn} picture=${picture} alt=${alt} />
    <dl class="facts">${facts.map(({ name, phrases }) => html`<div key=${name}><dt>${name}</dt><dd>${phrases.join(' · ')}</dd></div>`)}</dl>
    ${like.length > 0 && html`<p>Nearest by sound:</p><${Reasoned} tracks=${like} />`}</div>`;
}

function Drawn({ picture: { width, height, shapes }, alt }: { readonly picture: Picture; readonly alt: string }): VNode {
  return html`<svg class="drawn" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${alt}>
    ${shapes.map((shape, i) =>
      shape.kind === 'path'
        ? html`<path key=${i} d=${shape.d} fill=${shape.fill} fill-opacity=${shape.opacity} />`
        : html`<text key=${i} x=${shape.x} y=${shape.y} font-size=${shape.size} fill=${shape.fill} text-anchor=${shape.anchor}>${shape.text}</text>`,
    )}
  </svg>`;
}
