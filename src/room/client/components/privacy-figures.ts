import type { VNode } from 'preact';
import type { PrivacySummary } from '../../../listening/listening.ts';
import { plural } from '../format.ts';
import { html } from '../html.ts';

/** What is kept about somebody, counted. */
export function PrivacyFigures({ summary }: { readonly summary: PrivacySummary }): VNode {
  const { since, listens, heardMs, feedback, picks, elsewhere, imports } = summary;
  return html`<dl class="figures">
    <div><dt>Tracks heard</dt><dd>${listens.toLocaleString('en')}</dd></div>
    <div><dt>Time heard</dt><dd>${heardMs < 120_000 ? plural(Math.round(heardMs / 1_000), 'second', 'seconds') : plural(Math.round(heardMs / 60_000), 'minute', 'minutes')}</dd></div>
    <div><dt>Likes, skips, requests</dt><dd>${feedback.toLocaleString('en')}</dd></div>
    <div><dt>Picks for you</dt><dd>${picks.toLocaleString('en')}</dd></div>
    ${(elsewhere.agreed || elsewhere.listens > 0) && html`<div><dt>Heard elsewhere</dt><dd>${elsewhere.listens.toLocaleString('en')}</dd></div>`}
    ${imports.map(({ service, plays }) => html`<div key=${service}><dt>From ${service}</dt><dd>${plural(plays, 'play', 'plays')}</dd></div>`)}
    ${since !== null && html`<div><dt>Since</dt><dd>${new Date(since).toLocaleDateString('en', { dateStyle: 'medium' })}</dd></div>`}
  </dl>`;
}
