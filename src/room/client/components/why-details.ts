import type { VNode } from 'preact';
import type { Signal } from '../../../domain.ts';
import type { RoomWhy } from '../../protocol.ts';
import { list } from '../format.ts';
import { html } from '../html.ts';
import { Avatar } from './people.ts';

const NAMES: Readonly<Record<Signal, string>> = {
  collaborative: 'Similar listeners',
  tags: 'Genre and artist',
  popularity: 'Popular here',
  novelty: 'Not heard yet',
};

/** What each signal said, for each listener: bars on one scale, figures beside them. */
export function WhyDetails({ why, me }: { readonly why: RoomWhy; readonly me: string }): VNode {
  const parts = why.people.flatMap(({ signals }) => Object.values(signals).map(({ value, weight }) => Math.abs(value * weight)));
  const largest = Math.max(...parts, 0.001);
  return html`<div class="why">
    ${why.people.map(({ member, score, signals, because }) => html`<section key=${member.id} class="why-person" aria-label=${`For ${member.name}`}>
      <h3><${Avatar} ...${member} /> ${member.id === me ? 'You' : member.name}<span class="score">${score.toFixed(2)}</span></h3>
      <dl class="signals">
        ${(Object.keys(NAMES) as Signal[]).filter((signal) => signal in signals).map((signal) => {
          const part = signals[signal].value * signals[signal].weight;
          return html`<div key=${signal} class="signal">
            <dt>${NAMES[signal]}</dt>
            <dd><span class="bar" aria-hidden="true"><span class=${part < 0 ? 'fill against' : 'fill'} style=${{ width: `${(Math.abs(part) / largest) * 100}%` }}></span></span><span class="figure">${signed(part)}</span></dd>
          </div>`;
        })}
      </dl>
      ${because.length > 0 && html`<p class="because">Because of ${list(because.map(({ title }) => `“${title}”`))}.</p>`}
    </section>`)}
  </div>`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
