import type { VNode } from 'preact';
import type { RoomTaste } from '../../protocol.ts';
import { TasteWeeks } from '../charts/taste-weeks.ts';
import { html } from '../html.ts';
import { useDark } from '../map/use-dark.ts';
import { Drawn } from './drawn.ts';
import { TasteMap } from './taste-map.ts';

/** Somebody's taste: in words, over the weeks, and on the map. */
export function Taste({ view: { name, facts, styles, weeks, weeksAlt, heard, map } }: { readonly view: RoomTaste }): VNode {
  const dark = useDark();
  return html`<div class="taste"><p>${name === null ? 'Your taste' : `The taste of ${name}`}</p>
    <dl class="facts">${facts.map((fact) => html`<div key=${fact.name}><dt>${fact.name}</dt><dd>${fact.phrases.join(' · ')}</dd></div>`)}</dl>
    ${weeksAlt !== null && html`<${TasteWeeks} styles=${styles} weeks=${weeks} label=${weeksAlt} dark=${dark} />`}
    ${map && html`<${Drawn} picture=${map.picture} alt=${map.alt} />`}
    ${heard.length > 0 && html`<${TasteMap} heard=${heard} />`}</div>`;
}
