import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../protocol.ts';
import { api } from '../api.ts';
import { html } from '../html.ts';
import { attempt } from '../state.ts';
import { Icon } from './icon.ts';

type ImportView = Extract<RoomView, { kind: 'import' }>;

/** What was imported, and a button to give a file. What comes of the file is shown in the same place. */
export function Imports({ view }: { readonly view: ImportView }): VNode {
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState<RoomView>(view);
  const [busy, setBusy] = useState(false);
  const count = (value: number) => value.toLocaleString('en');
  const give = async () => {
    const [file] = input.current?.files ?? [];
    if (!file) return;
    setBusy(true);
    const reply = await attempt(api.give(['import', 'file'], 'file', file));
    setBusy(false);
    if (input.current) input.current.value = '';
    if (reply) setShown(reply.view);
  };
  const { note, reading, histories } = shown.kind === 'import' ? shown : view;
  return html`<div class="imports">
    ${shown.kind === 'notice' && html`<p class="notice-line error" role="alert"><${Icon} name="warning" /><span>${shown.text}</span></p>`}
    ${shown.kind === 'import' && note !== null && note.split('\n').map((line) => html`<p key=${line} role="status">${line}</p>`)}
    ${reading !== null && html`<p>A history of yours is being read: ${count(reading)} plays so far.</p>`}
    ${histories.length > 0 && html`<ul class="plain-list">${histories.map(({ service, plays, songs, matched }) => html`<li key=${service}>${service}
      <span class="muted">${count(plays)} plays of ${count(songs)} songs, ${count(matched)} of them here</span></li>`)}</ul>`}
    <p>Give the zip of Spotify’s extended streaming history or of ListenBrainz, or scrobbles of Last.fm as JSON or CSV. It is read on this server and not kept: what stays is how often you heard which song.</p>
    <p class="actions"><button type="button" class="button" disabled=${busy} onClick=${() => input.current?.click()}>
      ${busy ? html`<span class="spinner" aria-hidden="true"></span> Reading…` : 'Choose a file'}</button>
      <input ref=${input} class="sr-only" type="file" tabindex="-1" aria-label="A history of what you heard" accept=".zip,.json,.jsonl,.csv" onChange=${() => void give()} /></p>
  </div>`;
}
