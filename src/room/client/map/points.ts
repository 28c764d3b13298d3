import { MAP_STEPS, type RoomMap } from '../../map-protocol.ts';

/** Points that stand for all of them. */
const SAMPLE = 100;

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The tracks on the map, by number. */
export interface MapPoints {
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** −1 to 1; y grows downwards. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly artists: Uint16Array;
  /** Number in `styles`; `NO_STYLE` is none. */
  readonly styleOf: Uint8Array;
  readonly styles: readonly string[];
  readonly unheard: number;
}

export function unpacked(map: RoomMap): MapPoints {
  const ids = map.ids === '' ? [] : map.ids.split(' ');
  const places = new DataView(bytes(map.places).buffer);
  const artists = new DataView(bytes(map.artists).buffer);
  const coordinate = (axis: number) => Float32Array.from(ids, (_, i) => places.getInt16(i * 4 + axis * 2, true) / MAP_STEPS);
  return {
    ids,
    indexOf: new Map(ids.map((id, i) => [id, i])),
    x: coordinate(0),
    y: coordinate(1),
    artists: Uint16Array.from(ids, (_, i) => artists.getUint16(i * 2, true)),
    styleOf: bytes(map.styleOf),
    styles: map.styles,
    unheard: map.unheard,
  };
}

/** The point nearest to a place, no farther than `within`, of those that count; −1 when there is none. */
export function nearest({ x, y }: MapPoints, to: Place, within = Infinity, counts: (point: number) => boolean = () => true): number {
  let found = -1;
  let least = within * within;
  for (let i = 0; i < x.length; i++) {
    const squares = (x[i] - to.x) ** 2 + (y[i] - to.y) ** 2;
    if (squares <= least && (found < 0 || squares < least) && counts(i)) {
      found = i;
      least = squares;
    }
  }
  return found;
}

/** The points nearest to one of them, without it, the nearest first. */
export function around(points: MapPoints, point: number, count: number): readonly number[] {
  const found: number[] = [];
  const place = placeOf(points, point);
  while (found.length < count) {
    const next = nearest(points, place, Infinity, (i) => i !== point && !found.includes(i));
    if (next < 0) break;
    found.push(next);
  }
  return found;
}

/** Where an arrow key leads from a point: the nearest in that direction, what lies aside counting as farther; −1 when there is none. */
export function towards({ x, y }: MapPoints, from: number, direction: Place): number {
  let found = -1;
  let least = Infinity;
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i] - x[from], y[i] - y[from]];
    const ahead = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y - dy * direction.x);
    if (i === from || ahead <= 0 || aside > ahead) continue;
    const effort = ahead + 2 * aside;
    if (effort < least) [found, least] = [i, effort];
  }
  return found;
}

/** How far a point is from the nearest other, in the middle of a hundred and more. */
export function usualDistance(points: MapPoints): number {
  const step = Math.max(1, Math.floor(points.x.length / SAMPLE));
  const distances: number[] = [];
  for (let i = 0; i < points.x.length; i += step) {
    const place = placeOf(points, i);
    const next = nearest(points, place, Infinity, (other) => other !== i);
    if (next >= 0) distances.push(Math.hypot(points.x[next] - place.x, points.y[next] - place.y));
  }
  return distances.sort((a, b) => a - b)[distances.length >> 1] ?? 1;
}

export function placeOf({ x, y }: MapPoints, point: number): Place {
  return { x: x[point], y: y[point] };
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
