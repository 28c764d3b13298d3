import type { VNode } from 'preact';
import { html } from '../html.ts';

/** The room's outline while it loads. */
export function Skeleton(): VNode {
  return html`<div class="room" aria-busy="true">
    <header class="top"><h1 class="sr-only">Segue</h1><span class="skeleton word"></span></header>
    <main class="stage"><p class="sr-only" role="status">Opening the room</p>
      <div class="now"><div class="cover cover-large skeleton"></div><div class="now-text"><span class="skeleton line short"></span><span class="skeleton line tall"></span><span class="skeleton line"></span></div></div>
    </main>
    <aside class="side" aria-label="Queue"><span class="skeleton line tall"></span><span class="skeleton line tall"></span><span class="skeleton line tall"></span></aside>
  </div>`;
}
