import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { RoomTaste } from '../../protocol.ts';
import { plural } from '../format.ts';
import { html } from '../html.ts';
import { MAP_HELP, MapCanvas } from '../map/canvas.ts';
import { useDark } from '../map/use-dark.ts';
import { useMap } from '../map/use-map.ts';
import { Icon } from './icon.ts';
import { request } from './map-requests.ts';
import { MapLegend } from './map-legend.ts';
import { PointDetails } from './map-tracks.ts';
import { ToastView } from './toast.ts';

type Heard = RoomTaste['heard'];

/** A button, and behind it the map of the library with one's own tracks standing out. */
export function TasteMap({ heard }: { readonly heard: Heard }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const show = () => {
    dialog.current?.showModal();
    setOpen(true);
  };
  return html`<p class="actions"><button type="button" class="button" aria-haspopup="dialog" onClick=${show}><${Icon} name="map" /> Where it lies on the map</button></p>
  <dialog ref=${dialog} class="dialog map-dialog" aria-label="Your taste on the map" onClose=${() => setOpen(false)}>
    <div class="dialog-head">
      <h2>Your taste on the map</h2>
      <button type="button" class="button icon-only" onClick=${() => dialog.current?.close()}><${Icon} name="close" /><span class="sr-only">Close</span></button>
    </div>
    ${open && html`<${Body} heard=${heard} /><${ToastView} />`}
  </dialog>`;
}

function Body({ heard }: { readonly heard: Heard }): VNode {
  const points = useMap();
  const dark = useDark();
  const [focus, setFocus] = useState(-1);
  const [style, setStyle] = useState<number | null>(null);
  if (!points || points.ids.length === 0) {
    return html`<p class="empty" role="status"><${Icon} name="map" />${points === undefined ? 'Looking for the map …' : 'Segue has not heard enough of the library yet. The map appears as soon as it has.'}</p>`;
  }
  const own = heard.flatMap(({ trackId, share }) => {
    const point = points.indexOf.get(trackId);
    return point === undefined ? [] : [{ point, share }];
  });
  const marks = { playing: -1, focus: focus < points.ids.length ? focus : -1, recent: [], own, style, line: [], along: [] };
  const shown = marks.focus >= 0 ? marks.focus : (own[0]?.point ?? -1);
  return html`<p class="sr-only" id=${MAP_HELP}>Arrow keys go from track to track, Enter asks for it, plus and minus zoom. The tracks beside the map are those around the one you are at.</p>
    <div class="map">
      <div class="map-main">
        <${MapCanvas} points=${points} marks=${marks} dark=${dark} drawing=${false} onFocus=${setFocus} onPress=${(point: number) => void request(points.ids[point])} onLine=${() => {}} />
        <${MapLegend} points=${points} chosen=${style} dark=${dark} onChoose=${setStyle} />
      </div>
      <div class="map-side">
        <p class="details">${own.length > 0 ? `${plural(own.length, 'track you heard is', 'tracks you heard are')} on the map, the larger the longer you heard it.` : 'Nothing that you heard is on the map yet.'}</p>
        <${PointDetails} points=${points} point=${shown} />
      </div>
    </div>`;
}
