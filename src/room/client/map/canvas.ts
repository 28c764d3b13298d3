import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { html } from '../html.ts';
import { type Marks, paint } from './paint.ts';
import { type MapPoints, nearest, type Place, placeOf, towards, usualDistance } from './points.ts';
import { panned, showing, type Size, toMap, toScreen, type View, whole, zoomed } from './view.ts';

/** A pointer that moves less presses; what is so near is meant. */
const PRESS_PX = 6;
const REACH_PX = { mouse: 14, touch: 26 };
const ARROWS: Readonly<Record<string, Place>> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };
const ZOOM_STEP = 1.5;
export const MAP_HELP = 'map-help';

interface MapCanvasProps {
  readonly points: MapPoints;
  readonly marks: Marks;
  readonly dark: boolean;
  /** Whether a pointer that is dragged draws a line instead of moving the map. */
  readonly drawing: boolean;
  readonly onFocus: (point: number) => void;
  readonly onPress: (point: number) => void;
  /** @param spacing how far apart tracks on it should be */
  readonly onLine: (line: readonly Place[], spacing: number) => void;
}

/** A track every so many pixels of a line. */
const SPACING_PX = 24;

/** The map itself: dragged, zoomed by wheel, pinch and keys, pressed, drawn upon. */
export function MapCanvas({ points, marks, dark, drawing, onFocus, onPress, onLine }: MapCanvasProps): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [moved, setMoved] = useState<View | null>(null);
  const view = moved ?? whole(points, size);
  const closeness = useMemo(() => usualDistance(points), [points]);
  /** Pointers that are down, where they are; and how far the first has come. */
  const pointers = useRef(new Map<number, Place>());
  const way = useRef(0);
  const line = useRef<readonly Place[]>([]);

  useEffect(() => {
    const element = canvas.current!;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = canvas.current!;
    const context = element.getContext('2d');
    if (!context || size.width === 0) return;
    const density = devicePixelRatio;
    element.width = Math.round(size.width * density);
    element.height = Math.round(size.height * density);
    context.setTransform(density, 0, 0, density, 0, 0);
    const style = getComputedStyle(element);
    paint(context, size, view, points, marks, { dark, text: style.color, ground: style.backgroundColor, accent: style.accentColor }, radiusOf(closeness, view));
  });

  const placeIn = (event: MouseEvent): Place => {
    const { left, top } = canvas.current!.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const pointAt = (event: PointerEvent) => nearest(points, toMap(view, size, placeIn(event)), (event.pointerType === 'mouse' ? REACH_PX.mouse : REACH_PX.touch) / view.scale);

  const onPointerDown = (event: PointerEvent) => {
    canvas.current!.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, placeIn(event));
    way.current = pointers.current.size === 1 ? 0 : PRESS_PX;
    line.current = drawing && pointers.current.size === 1 ? [toMap(view, size, placeIn(event))] : [];
  };
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    const now = placeIn(event);
    if (!before) {
      if (event.pointerType === 'mouse') onFocus(pointAt(event));
      return;
    }
    pointers.current.set(event.pointerId, now);
    way.current += Math.hypot(now.x - before.x, now.y - before.y);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      setMoved(panned(zoomed(view, size, factor, other), (now.x - before.x) / 2, (now.y - before.y) / 2));
    } else if (line.current.length > 0) {
      line.current = [...line.current, toMap(view, size, now)];
      onLine(line.current, SPACING_PX / view.scale);
    } else if (way.current >= PRESS_PX) {
      setMoved(panned(view, now.x - before.x, now.y - before.y));
    }
  };
  const onPointerUp = (event: PointerEvent) => {
    const pressed = pointers.current.delete(event.pointerId) && way.current < PRESS_PX && event.type === 'pointerup';
    line.current = [];
    if (!pressed) return;
    const point = pointAt(event);
    onFocus(point);
    if (point >= 0) onPress(point);
  };
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    setMoved(zoomed(view, size, Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), placeIn(event)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const next = marks.focus >= 0 ? towards(points, marks.focus, arrow) : marks.playing >= 0 ? marks.playing : nearest(points, view.centre);
      if (next >= 0) {
        onFocus(next);
        setMoved(showing(view, size, placeOf(points, next)));
      }
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (marks.focus >= 0) onPress(marks.focus);
    } else if (event.key === '+' || event.key === '=' || event.key === '-') {
      setMoved(zoomed(view, size, event.key === '-' ? 1 / ZOOM_STEP : ZOOM_STEP, marks.focus >= 0 ? toScreen(view, size, placeOf(points, marks.focus)) : undefined));
    } else if (event.key === '0' || event.key === 'Home') {
      setMoved(null);
    } else return;
    event.preventDefault();
  };
  return html`<div class="map-frame">
    <canvas ref=${canvas} class=${drawing ? 'map-canvas drawing' : 'map-canvas'} tabindex="0" role="application" aria-label="Map of the library by sound" aria-describedby=${MAP_HELP}
      onPointerDown=${onPointerDown} onPointerMove=${onPointerMove} onPointerUp=${onPointerUp} onPointerCancel=${onPointerUp} onWheel=${onWheel} onKeyDown=${onKeyDown}></canvas>
    <div class="map-zoom" role="group" aria-label="Zoom">
      <button type="button" class="button" onClick=${() => setMoved(zoomed(view, size, ZOOM_STEP))}><span aria-hidden="true">+</span><span class="sr-only">Closer</span></button>
      <button type="button" class="button" onClick=${() => setMoved(zoomed(view, size, 1 / ZOOM_STEP))}><span aria-hidden="true">−</span><span class="sr-only">Farther</span></button>
      <button type="button" class="button" onClick=${() => setMoved(null)}>All</button>
    </div>
  </div>`;
}

/** As large as leaves neighbours apart, mostly. @param closeness how far apart they are, on the map */
function radiusOf(closeness: number, view: View): number {
  return Math.max(2, Math.min(6.5, 0.8 * closeness * view.scale));
}
