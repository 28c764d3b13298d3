import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RoomCurrent, RoomOrigin, RoomPerson, RoomState, RoomWhy } from '../../protocol.ts';
import { api } from '../api.ts';
import { list } from '../format.ts';
import { html } from '../html.ts';
import { Icon } from './icon.ts';
import { WhyDetails } from './why-details.ts';

/** In a few words, why a track is here: known at once, without asking. */
export function originWords(origin: RoomOrigin, people: readonly RoomPerson[], me: string): string {
  const nameOf = (id: string, name: string) => (id === me ? 'you' : name);
  if (origin.kind === 'request') return `Asked for by ${nameOf(origin.by.id, origin.by.name)}`;
  const names = people.filter(({ id }) => origin.for.includes(id)).map(({ id, name }) => nameOf(id, name));
  if (origin.exploratory) return names.length > 0 ? `Something new for ${list(names)}` : 'Something new';
  return names.length > 0 ? `For ${list(names)}` : 'From the whole library';
}

/** Why this track plays: the sentence, and on request what each signal of one's own taste said. */
export function Reason({ room, current }: { readonly room: RoomState; readonly current: RoomCurrent }): VNode {
  const [why, setWhy] = useState<RoomWhy | null>(null);
  useEffect(() => {
    let gone = false;
    api.run(['why']).then(
      ({ view }) => {
        if (!gone && view.kind === 'why') setWhy(view.why);
      },
      // Without the sentence the few words stay.
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [current.playId, room.me.consent]);
  const icon = html`<${Icon} name=${current.origin.kind === 'request' ? 'person' : 'spark'} />`;
  const sentence = why?.sentence ?? `${originWords(current.origin, room.people, room.me.id)}.`;
  if (!why?.own) return html`<p class="reason">${icon}<span>${sentence}</span></p>`;
  return html`<details class="reason-details">
    <summary class="reason">${icon}<span>${sentence} <span class="more">Why?<${Icon} name="chevron" /></span></span></summary>
    <${WhyDetails} own=${why.own} chance=${why.chance} />
  </details>`;
}
