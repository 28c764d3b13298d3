import type { VNode } from 'preact';
import type { RoomStats } from '../../protocol.ts';
import { StatsWeeks } from '../charts/stats-weeks.ts';
import { html } from '../html.ts';
import { useDark } from '../map/use-dark.ts';

/** How picks fare: in words, by week, and what is counted. */
export function Stats({ view: { facts, weeks, alt, note } }: { readonly view: RoomStats }): VNode {
  const dark = useDark();
  return html`<div class="stats">
    <dl class="facts">${facts.map(({ name, phrases }) => html`<div key=${name}><dt>${name}</dt><dd>${phrases.join(' · ')}</dd></div>`)}</dl>
    ${alt !== null && html`<${StatsWeeks} weeks=${weeks} label=${alt} dark=${dark} />`}
    <p class="details">${note}</p></div>`;
}
