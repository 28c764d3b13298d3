import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { RoomMe, RoomView } from '../../protocol.ts';
import { save } from '../download.ts';
import { html } from '../html.ts';
import { leaveIdentity } from '../identity.ts';
import { control, toast } from '../state.ts';
import { Icon } from './icon.ts';
import { PrivacyFigures } from './privacy-figures.ts';

const STANDING: Readonly<Record<RoomMe['consent'], string>> = {
  unasked: 'You are not counted in. Segue keeps nothing about you.',
  given: 'You are counted in. Segue keeps what you hear and how you react, and learns from it.',
  paused: 'Paused. What was kept stays, nothing new is added.',
};

/** A button and the dialog behind it: everything a person may do with what is kept about them. */
export function PrivacyMenu({ me }: { readonly me: RoomMe }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [shown, setShown] = useState<Extract<RoomView, { kind: 'privacy' }> | null>(null);
  const [deleting, setDeleting] = useState(false);
  const refresh = async () => {
    const reply = await control(['privacy', 'show']);
    if (reply?.view.kind === 'privacy') setShown(reply.view);
  };
  const open = () => {
    setDeleting(false);
    dialog.current?.showModal();
    void refresh();
  };
  const run = async (what: string, options?: Readonly<Record<string, unknown>>) => {
    const reply = await control(['privacy', what], options);
    if (reply?.view.kind === 'file') save(reply.view);
    if (reply?.view.kind === 'notice' && reply.view.tone !== 'error') toast('ok', reply.view.text);
    if (reply?.view.kind === 'onboarding') dialog.current?.close();
    setDeleting(false);
    await refresh();
  };
  const leave = () => {
    leaveIdentity({ forget: false });
    location.reload();
  };
  return html`<button type="button" class="button quiet" aria-haspopup="dialog" onClick=${open}><${Icon} name="shield" /><span class="label">Privacy</span></button>
  <dialog ref=${dialog} class="dialog" aria-labelledby="privacy-title">
    <div class="dialog-head">
      <h2 id="privacy-title">Your privacy</h2>
      <button type="button" class="button icon-only" onClick=${() => dialog.current?.close()}><${Icon} name="close" /><span class="sr-only">Close</span></button>
    </div>
    <p>${STANDING[me.consent]}</p>
    ${shown && me.consent !== 'unasked' && html`<${PrivacyFigures} summary=${shown.summary} />`}
    ${shown && shown.note !== null && html`<p>${shown.note}</p>`}
    <div class="menu">
      ${me.consent === 'unasked' && html`<button type="button" class="button primary" onClick=${() => void run('join')}><${Icon} name="check" /> Count me in</button>`}
      ${me.consent === 'given' && html`<button type="button" class="button" onClick=${() => void run('pause')}><${Icon} name="pause" /> Pause</button>`}
      ${me.consent === 'paused' && html`<button type="button" class="button" onClick=${() => void run('resume')}><${Icon} name="play" /> Resume</button>`}
      <button type="button" class="button" onClick=${() => void run('export')}><${Icon} name="download" /> Download everything about me</button>
      ${me.consent !== 'unasked' && !deleting && html`<button type="button" class="button danger" onClick=${() => setDeleting(true)}><${Icon} name="trash" /> Delete everything about me</button>`}
      ${deleting && html`<div class="confirm" role="group" aria-labelledby="delete-title">
        <p id="delete-title">This removes every listen, reaction and everything learnt from them. It cannot be undone.</p>
        <div class="actions">
          <button type="button" class="button danger" onClick=${() => void run('delete', { confirm: true })}>Delete for good</button>
          <button type="button" class="button" onClick=${() => setDeleting(false)}>Keep it</button>
        </div>
      </div>`}
      <button type="button" class="button" onClick=${leave}><${Icon} name="door" /> Leave as ${me.name}</button>
    </div>
  </dialog>`;
}
