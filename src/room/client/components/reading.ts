import type { VNode } from 'preact';
import type { RoomView } from '../../protocol.ts';
import { plural } from '../format.ts';
import { html } from '../html.ts';
import { SOURCES } from './tags.ts';

/** How far the reading of the web is, source by source. */
export function Reading({ reading }: { readonly reading: Extract<RoomView, { kind: 'reading' }>['reading'] }): VNode {
  if (!reading.on) return html`<p>${reading.why}</p>`;
  const { artists, articles, today, sources, credits } = reading;
  return html`<div class="library">
    <p>${artists.read.toLocaleString('en')} of ${plural(artists.total, 'artist', 'artists')} are read about, in ${plural(articles, 'article', 'articles')}.</p>
    <p class="details">${plural(today.requests, 'request', 'requests')} today, of ${today.budget.toLocaleString('en')} at most.</p>
    <ul class="sources">${sources.map(({ name, readings, fault, nextTryAt }) => html`<li key=${name}>
      <p class="source-name"><span>${SOURCES[name] ?? name}</span><span class=${fault === null ? 'state watching' : 'state failed'}>${plural(readings, 'address', 'addresses')}</span></p>
      ${fault !== null && html`<p class="details">Last it failed: ${fault}${nextTryAt === null ? '' : ` Tried again at ${new Date(nextTryAt).toLocaleTimeString('en')}.`}</p>`}
    </li>`)}</ul>
    ${credits.length > 0 && html`<p class="details">${credits.join(' · ')}</p>`}
  </div>`;
}
