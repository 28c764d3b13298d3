import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { RoomTrack } from '../../protocol.ts';
import { html } from '../html.ts';
import { around, type MapPoints } from '../map/points.ts';
import { useTracks } from '../map/names.ts';
import { Cover } from './cover.ts';
import { Icon } from './icon.ts';
import { request, requestAll } from './map-requests.ts';

const AROUND = 6;

/** The track one is at, and those around it: the map for those who cannot see it, or have no pointer. */
export function PointDetails({ points, point }: { readonly points: MapPoints; readonly point: number }): VNode {
  const ids = point < 0 ? [] : [point, ...around(points, point, AROUND)].map((each) => points.ids[each]);
  const tracks = useTracks(ids);
  if (point < 0) return html`<p class="details">What lies together sounds alike. Press a point to hear it; point at one to see what it is.</p>`;
  const at = tracks.get(ids[0]);
  return html`<div class="map-tracks">
    <p class="sr-only" role="status">${at && [at.title, at.artist, ...at.genres.slice(0, 1)].join(', ')}</p>
    <${Row} id=${ids[0]} track=${at} />
    <h3>Around it</h3>
    <ol class="tracks">${ids.slice(1).map((id) => html`<li key=${id}><${Row} id=${id} track=${tracks.get(id)} /></li>`)}</ol>
  </div>`;
}

function Row({ id, track }: { readonly id: string; readonly track: RoomTrack | undefined }): VNode {
  if (!track) return html`<p class="track"><span class="skeleton line"></span></p>`;
  return html`<div class="track"><${Cover} track=${track} size="small" />
    <div class="track-text"><p class="track-title">${track.title}</p><p class="track-artist">${[track.artist, ...track.genres.slice(0, 1)].join(' · ')}</p></div>
    <button type="button" class="button icon-only" onClick=${() => void request(id)}><${Icon} name="play" filled /><span class="sr-only">Play ${track.title}</span></button></div>`;
}

interface AlongPathProps {
  readonly points: MapPoints;
  readonly along: readonly number[];
  readonly onDone: () => void;
}

/** What lies on the path that was drawn, before it is asked for. */
export function AlongPath({ points, along, onDone }: AlongPathProps): VNode {
  const [asking, setAsking] = useState(false);
  const ids = along.map((point) => points.ids[point]);
  const tracks = useTracks(ids);
  const play = async () => {
    setAsking(true);
    await requestAll(ids);
    onDone();
  };
  if (ids.length === 0) return html`<p class="details">Draw a line on the map, or press points one after the other: what lies on it is played in its order.</p>`;
  return html`<div class="map-tracks">
    <button type="button" class="button primary wide" disabled=${asking} onClick=${() => void play()}><${Icon} name="play" filled /> Play along</button>
    <ol class="plain-list" aria-label="Along the path">${ids.map((id) => html`<li key=${id}>${tracks.get(id)?.title ?? '…'} <span class="muted">${tracks.get(id)?.artist}</span></li>`)}</ol>
  </div>`;
}
