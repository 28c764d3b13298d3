import type { VNode } from 'preact';
import type { RoomPerson } from '../../protocol.ts';
import { initials } from '../format.ts';
import { html } from '../html.ts';
import { hueOfText } from '../hue.ts';
import { Icon } from './icon.ts';

/** A person as a coloured circle with their initials. */
export function Avatar({ id, name }: { readonly id: string; readonly name: string }): VNode {
  return html`<span class="avatar" style=${{ '--person': String(hueOfText(id)) }} aria-hidden="true">${initials(name)}</span>`;
}

const SHOWN = 5;

/** Who is here, as in the header: a few faces, the rest as a number; names for those who hover or listen. */
export function People({ people, me }: { readonly people: readonly RoomPerson[]; readonly me: string }): VNode {
  const sorted = [...people].sort((a, b) => Number(b.id === me) - Number(a.id === me));
  const more = sorted.slice(SHOWN);
  return html`<ul class="people" aria-label="Here now">
    ${sorted.slice(0, SHOWN).map((person) => {
      const label = `${person.name}${person.id === me ? ' (you)' : ''}${person.deafened ? ', not listening' : ''}`;
      return html`<li key=${person.id} class=${person.deafened ? 'person deafened' : 'person'} title=${label}>
        <${Avatar} ...${person} />
        ${person.deafened && html`<span class="badge"><${Icon} name="muted" /></span>`}
        <span class="sr-only">${label}</span>
      </li>`;
    })}
    ${more.length > 0 && html`<li class="person more" title=${more.map(({ name }) => name).join(', ')}>
      <span aria-hidden="true">+${more.length}</span><span class="sr-only">${more.map(({ name }) => name).join(', ')}</span>
    </li>`}
  </ul>`;
}
