import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { RoomState } from '../../protocol.ts';
import { plural } from '../format.ts';
import { html } from '../html.ts';
import { tracksAlong } from '../map/along.ts';
import { MAP_HELP, MapCanvas } from '../map/canvas.ts';
import { type Place, placeOf } from '../map/points.ts';
import { useDark } from '../map/use-dark.ts';
import { useMap } from '../map/use-map.ts';
import { Icon } from './icon.ts';
import { request } from './map-requests.ts';
import { MapLegend } from './map-legend.ts';
import { AlongPath, PointDetails } from './map-tracks.ts';
import { ToastView } from './toast.ts';

const RECENT = 12;

/** A button, and behind it the library as a map on which neighbours sound alike. */
export function LibraryMap({ room }: { readonly room: RoomState }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const show = () => {
    dialog.current?.showModal();
    setOpen(true);
  };
  return html`<button type="button" class="button quiet" aria-haspopup="dialog" aria-label="Map of the library" onClick=${show}><${Icon} name="map" /><span class="label">Map</span></button>
  <dialog ref=${dialog} class="dialog map-dialog" aria-labelledby="map-title" onClose=${() => setOpen(false)}>
    <div class="dialog-head">
      <h2 id="map-title">The library by sound</h2>
      <button type="button" class="button icon-only" onClick=${() => dialog.current?.close()}><${Icon} name="close" /><span class="sr-only">Close</span></button>
    </div>
    ${open && html`<${MapBody} room=${room} /><${ToastView} />`}
  </dialog>`;
}

function MapBody({ room }: { readonly room: RoomState }): VNode {
  const points = useMap();
  const dark = useDark();
  const [focus, setFocus] = useState(-1);
  const [style, setStyle] = useState<number | null>(null);
  const [path, setPath] = useState<Path | null>(null);
  if (!points || points.ids.length === 0) {
    return html`<p class="empty" role="status"><${Icon} name="map" />${points === undefined ? 'Looking for the map …' : 'Segue has not heard enough of the library yet. The map appears as soon as it has.'}</p>`;
  }
  const state = room.session?.state;
  const playing = state?.kind === 'playing' || state?.kind === 'paused' ? state.current.track.id : '';
  const numbers = (ids: readonly string[]) => ids.flatMap((id) => points.indexOf.get(id) ?? []);
  const marks = {
    playing: points.indexOf.get(playing) ?? -1,
    focus: focus < points.ids.length ? focus : -1,
    recent: numbers((room.session?.history ?? []).slice(0, RECENT).map(({ track }) => track.id)),
    style,
    line: path?.line ?? [],
    along: path?.along ?? [],
  };
  const draw = (line: readonly Place[], spacing: number) => setPath({ line, along: tracksAlong(points, line, spacing) });
  const press = (point: number) => {
    if (!path) return void request(points.ids[point]);
    // Pressed points make a path as well: without a pointer there is no line to draw.
    if (path.along.includes(point)) return;
    setPath({ line: [...path.line, placeOf(points, point)], along: [...path.along, point] });
  };
  const shown = marks.focus >= 0 ? marks.focus : marks.playing;
  return html`<p class="sr-only" id=${MAP_HELP}>Arrow keys go from track to track, Enter asks for it, plus and minus zoom. The tracks beside the map are those around the one you are at.</p>
    <div class="map">
      <div class="map-main">
        <${MapCanvas} points=${points} marks=${marks} dark=${dark} drawing=${path !== null} onFocus=${setFocus} onPress=${press} onLine=${draw} />
        <${MapLegend} points=${points} chosen=${style} dark=${dark} onChoose=${setStyle} />
      </div>
      <div class="map-side">
        <button type="button" class="button" aria-pressed=${path !== null} onClick=${() => setPath(path ? null : { line: [], along: [] })}><${Icon} name="path" /> Draw a path</button>
        ${path ? html`<${AlongPath} points=${points} along=${path.along} onDone=${() => setPath(null)} />` : html`<${PointDetails} points=${points} point=${shown} />`}
        ${points.unheard > 0 && html`<p class="details">${plural(points.unheard, 'track is', 'tracks are')} not on the map yet.</p>`}
      </div>
    </div>`;
}

interface Path {
  readonly line: readonly Place[];
  readonly along: readonly number[];
}
