import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { html } from '../html.ts';

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: () => VNode;
}

/** Panels behind tabs (WAI-ARIA pattern: arrow keys move between them). */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }): VNode {
  const [selected, setSelected] = useState(tabs[0].id);
  const select = (id: string) => {
    setSelected(id);
    document.getElementById(`tab-${id}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === selected);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    select(tabs[(to + tabs.length) % tabs.length].id);
  };
  return html`<div class="tabs">
    <div class="tab-list" role="tablist" aria-label=${label} onKeyDown=${onKeyDown}>
      ${tabs.map((tab) => html`<button key=${tab.id} type="button" role="tab" id=${`tab-${tab.id}`} aria-selected=${tab.id === selected}
        aria-controls=${`panel-${tab.id}`} tabindex=${tab.id === selected ? 0 : -1} onClick=${() => select(tab.id)}>${tab.label}</button>`)}
    </div>
    ${tabs.map((tab) => html`<div key=${tab.id} class="tab-panel" role="tabpanel" id=${`panel-${tab.id}`} aria-labelledby=${`tab-${tab.id}`}
      tabindex="0" hidden=${tab.id !== selected}>${tab.id === selected && tab.content()}</div>`)}
  </div>`;
}
