import type { VNode } from 'preact';
import type { Signal } from '../../../domain.ts';
import type { RoomWhy } from '../../protocol.ts';
import { list } from '../format.ts';
import { html } from '../html.ts';

const NAMES: Readonly<Record<Signal, string>> = {
  collaborative: 'Similar listeners',
  language: 'Written about the artist',
  acoustic: 'How it sounds',
  tags: 'Genre and artist',
  popularity: 'Popular here',
  novelty: 'Not heard yet',
};

/** What each signal of the reader's own taste said: bars on one scale, figures beside them. */
export function WhyDetails({ own, chance }: { readonly own: NonNullable<RoomWhy['own']>; readonly chance: string | null }): VNode {
  const { score, signals, because, evidence, sure } = own;
  const shown = new Map(evidence.map(({ signal, phrases }) => [signal, phrases]));
  const largest = Math.max(...Object.values(signals).map(({ value, weight }) => Math.abs(value * weight)), 0.001);
  return html`<section class="why" aria-label="For you">
    <h3>For you<span class="score">${score.toFixed(2)}</span></h3>
    <dl class="signals">
      ${(Object.keys(NAMES) as Signal[]).filter((signal) => signal in signals).map((signal) => {
        const part = rounded(signals[signal].value * signals[signal].weight);
        return html`<div key=${signal} class="signal">
          <dt>${NAMES[signal]}</dt>
          <dd><span class="bar" aria-hidden="true"><span class=${part < 0 ? 'fill against' : 'fill'} style=${{ width: `${(Math.abs(part) / largest) * 100}%` }}></span></span><span class="figure">${signed(part)}</span></dd>
          ${shown.has(signal) && html`<dd class="evidence">${shown.get(signal)!.join(' · ')}</dd>`}
        </div>`;
      })}
    </dl>
    ${because.length > 0 && html`<p class="because">Because of ${list(because.map(({ title }) => `“${title}”`))}.</p>`}
    ${sure !== null && html`<p class="because">${sure}</p>`}
    ${chance !== null && html`<p class="because">${chance}</p>`}
  </section>`;
}

/** As its figure says it: what is nothing there has no sign and no bar either. */
function rounded(part: number): number {
  return Math.round(part * 100) / 100;
}

function signed(value: number): string {
  const sign = value < 0 ? '−' : value > 0 ? '+' : '';
  return `${sign}${Math.abs(value).toFixed(2)}`;
}
