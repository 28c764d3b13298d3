import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { html } from '../html.ts';
import { app, control, toast } from '../state.ts';

const MOST = 3;
const OPTIONS = ['first', 'second', 'third'];

/** Nine artists, of whom up to three are pressed; `beside` is what else may be pressed. */
export function Onboarding({ artists, beside = null }: { readonly artists: readonly string[]; readonly beside?: VNode | null }): VNode {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [done, setDone] = useState(false);
  const press = (artist: string) => setChosen(chosen.includes(artist) ? chosen.filter((one) => one !== artist) : [...chosen, artist].slice(0, MOST));
  const say = async () => {
    setDone(true);
    const reply = await control(['start'], Object.fromEntries(chosen.map((artist, i) => [OPTIONS[i], artist])));
    if (reply?.view.kind !== 'notice' || reply.view.tone === 'error') return setDone(false);
    toast('ok', reply.view.text);
    app.set({ artists: null });
  };
  return html`<div role="group" aria-label="Artists to choose from">
    <p class="actions">${artists.map((artist) => html`<button key=${artist} type="button" class="chip name" aria-pressed=${chosen.includes(artist)} disabled=${done || (chosen.length === MOST && !chosen.includes(artist))} onClick=${() => press(artist)}>${artist}</button>`)}</p>
    <p class="actions"><button type="button" class="button primary" disabled=${done || chosen.length === 0} onClick=${() => void say()}>${done ? 'Noted' : chosen.length === 0 ? 'Choose up to three' : `Begin with ${chosen.length === 1 ? 'this one' : `these ${chosen.length}`}`}</button>${beside}</p>
  </div>`;
}

/** Asks a newcomer whom they like, above the conversation. */
export function OnboardingCard({ artists }: { readonly artists: readonly string[] }): VNode {
  return html`<section class="card" aria-labelledby="onboarding-title">
    <h2 id="onboarding-title">Whom do you like?</h2>
    <p>Choose up to three, and the first picks for you begin there. Nothing of it counts as heard.</p>
    <${Onboarding} artists=${artists} beside=${html`<button type="button" class="button quiet" onClick=${() => app.set({ artists: null })}>Not now</button>`} />
  </section>`;
}
