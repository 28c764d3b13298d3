import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { html } from '../html.ts';
import { app } from '../state.ts';
import { useStore } from '../store.ts';
import { Icon } from './icon.ts';

const SHOWN_MS = 7_000;

/** A short message over the page; errors are announced at once. */
export function ToastView(): VNode {
  const { toast } = useStore(app);
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => app.set({ toast: null }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  return html`<div class="toasts" role=${toast?.tone === 'error' ? 'alert' : 'status'}>
    ${toast && html`<div key=${toast.id} class=${`toast ${toast.tone}`}>
      <${Icon} name=${toast.tone === 'ok' ? 'check' : 'warning'} /><p>${toast.text}</p>
      <button type="button" class="button icon-only" onClick=${() => app.set({ toast: null })}><${Icon} name="close" /><span class="sr-only">Dismiss</span></button>
    </div>`}
  </div>`;
}
