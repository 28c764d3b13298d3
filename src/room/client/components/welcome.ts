import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, place, Refused } from '../api.ts';
import { html } from '../html.ts';
import { knownIdentities, type Identity } from '../identity.ts';
import { Mark } from './header.ts';
import { Avatar } from './people.ts';

/** Before the room: a centred card under the wordmark. */
export function Threshold({ title, children }: { readonly title: string; readonly children: unknown }): VNode {
  return html`<main class="threshold"><div class="card">
    <p class="brand" aria-hidden="true"><${Mark} /><span class="wordmark">Segue</span></p>
    <h1>${title}</h1>
    ${children}
  </div></main>`;
}

interface AskProps {
  readonly label: string;
  readonly button: string;
  readonly type: 'text' | 'password';
  readonly autocomplete: string;
  readonly submit: (text: string) => Promise<unknown>;
}

/** One field and one button; what the server refuses is said below the field. */
function Ask({ label, button, type, autocomplete, submit }: AskProps): VNode {
  const [text, setText] = useState('');
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await submit(text);
    } catch (refused) {
      setError(refused instanceof Refused ? refused.message : 'That did not work. Load the page again.');
      setBusy(false);
    }
  };
  return html`<form class="ask" onSubmit=${(event: Event) => void onSubmit(event)}>
    <label for="ask">${label}</label>
    <input id="ask" type=${type} value=${text} required maxlength=${type === 'text' ? 32 : 1000} autocomplete=${autocomplete} autofocus
      aria-invalid=${error !== ''} aria-describedby="ask-error" onInput=${(event: Event) => setText((event.target as HTMLInputElement).value)} />
    <p id="ask-error" class="error" role="alert">${error}</p>
    <button type="submit" class="button primary wide" disabled=${busy || text.trim() === ''}>${button}</button>
  </form>`;
}

/** Who are you? */
export function Welcome({ onIdentity }: { readonly onIdentity: (identity: Identity) => void }): VNode {
  const known = knownIdentities();
  const join = async (name: string) => {
    const { token, member } = await api.member(name);
    onIdentity({ ...member, token });
  };
  return html`<${Threshold} title=${`Join ${place}`}>
    <p class="muted">Pick a name for the others to see. It stays in this tab: another tab can be somebody else.</p>
    <${Ask} label="Your name" button="Join and listen" type="text" autocomplete="nickname" submit=${join} />
    ${known.length > 0 && html`<div class="known"><p id="known-title">Or come back as</p>
      <ul aria-labelledby="known-title">${known.map((identity) => html`<li key=${identity.token}>
        <button type="button" class="button" onClick=${() => onIdentity(identity)}><${Avatar} id=${identity.id} name=${identity.name} />${identity.name}</button>
      </li>`)}</ul></div>`}
  <//>`;
}

/** The room has a password. */
export function LoginScreen({ onDone }: { readonly onDone: () => void }): VNode {
  const login = async (password: string) => {
    await api.login(password);
    onDone();
  };
  return html`<${Threshold} title="This room is locked">
    <p class="muted">Whoever runs it has set a password.</p>
    <${Ask} label="Password" button="Open the room" type="password" autocomplete="current-password" submit=${login} />
  <//>`;
}
