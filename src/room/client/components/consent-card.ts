import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { html } from '../html.ts';
import { control, toast } from '../state.ts';
import { Icon } from './icon.ts';

export const CONSENT_CARD = 'consent-card';
const DISMISSED = 'segue.consent-later';

/** Asks, once a tab, whether Segue may learn from this person. */
export function ConsentCard(): VNode | null {
  const [dismissed, setDismissed] = useState(sessionStorage.getItem(DISMISSED) !== null);
  if (dismissed) return null;
  const join = async () => {
    const reply = await control(['privacy', 'join']);
    if (reply?.view.kind === 'onboarding' || (reply?.view.kind === 'notice' && reply.view.tone !== 'error')) toast('ok', 'You are counted in. Segue learns from what you hear and how you react.');
  };
  const later = () => {
    sessionStorage.setItem(DISMISSED, 'yes');
    setDismissed(true);
  };
  return html`<section class="card consent" id=${CONSENT_CARD} tabindex="-1" aria-labelledby="consent-title">
    <div class="consent-icon"><${Icon} name="shield" /></div>
    <div class="consent-text">
      <h2 id="consent-title">Shall Segue learn what you like?</h2>
      <p>If you say yes, it keeps which tracks you hear here, for how long, and your reactions, on this server only, and picks with them in mind.
        Nothing is kept until then; see, pause, export or delete it at any time.</p>
    </div>
    <div class="actions">
      <button type="button" class="button primary" onClick=${() => void join()}>Count me in</button>
      <button type="button" class="button" onClick=${later}>Not now</button>
    </div>
  </section>`;
}
