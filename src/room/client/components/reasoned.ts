import type { VNode } from 'preact';
import type { RoomReasoned } from '../../protocol.ts';
import { html } from '../html.ts';

/** Tracks in order, each with what speaks for it. */
export function Reasoned({ tracks }: { readonly tracks: readonly RoomReasoned[] }): VNode {
  return html`<ol class="plain-list">${tracks.map(({ track, reasons }) => html`<li key=${track.id}>${track.title} <span class="muted">by ${[track.artist, ...reasons].join(' · ')}</span></li>`)}</ol>`;
}
