import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RoomEntry, RoomState } from '../../protocol.ts';
import { ago, clock } from '../format.ts';
import { html } from '../html.ts';
import { control } from '../state.ts';
import { Cover } from './cover.ts';
import { Icon } from './icon.ts';
import { originWords } from './reason.ts';

/** What plays next. Entries move by their buttons or by dragging. */
export function Queue({ room }: { readonly room: RoomState }): VNode {
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  /** The position whose removal the list has not shown yet. */
  const removed = useRef<number | null>(null);
  const queue = room.session?.queue ?? [];
  useEffect(() => {
    if (removed.current === null) return;
    // The button that had the focus is gone with its entry: the keyboard stays in the list.
    list.current?.querySelectorAll<HTMLButtonElement>('.remove')[Math.min(removed.current, queue.length) - 1]?.focus();
    removed.current = null;
  }, [queue.map(({ id }) => id).join()]);
  if (queue.length === 0) {
    return html`<p class="empty"><${Icon} name="music" />Nothing is waiting. Ask for a track, or let Segue pick.</p>`;
  }
  const remove = async (position: number) => {
    removed.current = position;
    const reply = await control(['remove'], { position });
    if (reply?.view.kind !== 'notice' || reply.view.tone === 'error') removed.current = null;
  };
  const move = async (from: number, to: number) => {
    if (from !== to) await control(['move'], { from, to });
  };
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    if (dragged !== null) void move(dragged, to);
    setDragged(null);
    setOver(null);
  };
  return html`<ol class="tracks" ref=${list}>
    ${queue.map((entry, index) => {
      const position = index + 1;
      const classes = ['track', dragged === position && 'dragged', over === position && dragged !== position && 'drop'].filter(Boolean).join(' ');
      return html`<li key=${entry.id} class=${classes} draggable
        onDragStart=${() => setDragged(position)} onDragEnd=${() => setDragged(null)}
        onDragOver=${(event: DragEvent) => { event.preventDefault(); setOver(position); }} onDrop=${(event: DragEvent) => drop(event, position)}>
        <${TrackLine} entry=${entry} room=${room} />
        <div class="track-actions">
          <span class="moves"><button type="button" class="button icon-only" disabled=${index === 0} onClick=${() => void move(position, position - 1)}><${Icon} name="up" /><span class="sr-only">Move ${entry.track.title} up</span></button>
          <button type="button" class="button icon-only" disabled=${index === queue.length - 1} onClick=${() => void move(position, position + 1)}><${Icon} name="down" /><span class="sr-only">Move ${entry.track.title} down</span></button></span>
          <button type="button" class="button icon-only remove" onClick=${() => void remove(position)}><${Icon} name="close" /><span class="sr-only">Remove ${entry.track.title}</span></button>
        </div>
      </li>`;
    })}
  </ol>`;
}

const RECENT = 4;

/** What played before, newest first: the last few, the rest on request. */
export function History({ room, now }: { readonly room: RoomState; readonly now: number }): VNode {
  const [all, setAll] = useState(false);
  const history = room.session?.history ?? [];
  return html`<ol class="tracks">
    ${history.slice(0, all ? history.length : RECENT).map(({ track, origin, endedAt }) => html`<li key=${`${track.id} ${endedAt}`} class="track">
      <${TrackLine} entry=${{ track, origin }} room=${room} aside=${ago(now - endedAt)} />
    </li>`)}
  </ol>
  ${history.length > RECENT && !all && html`<button type="button" class="button quiet" onClick=${() => setAll(true)}>Show all ${history.length}</button>`}`;
}

interface TrackLineProps {
  readonly entry: Pick<RoomEntry, 'track' | 'origin'>;
  readonly room: RoomState;
  readonly aside?: string;
}

function TrackLine({ entry: { track, origin }, room, aside }: TrackLineProps): VNode {
  return html`<${Cover} track=${track} size="small" />
    <div class="track-text">
      <p class="track-title">${track.title}</p>
      <p class="track-artist">${track.artist}</p>
      <p class=${`tag ${origin.kind}`}>${originWords(origin, room.people, room.me.id)}</p>
    </div>
    <span class="track-time">${aside ?? clock(track.durationMs)}</span>`;
}
