import type { Picture, Shape } from '../../src/picture.ts';
import type { SoundMapPicture } from '../../src/recommender/recommender.ts';
import type { HeardShare, StyleShare } from '../../src/recommender/taste-profile.ts';
import { COLOURS, disc, FAINT, filled, fitted, GROUND, INK, rectangle, written } from './shapes.ts';

const WIDTH = 1_200;
const MAP = { top: 40, height: 820, margin: 60 } as const;
const LEGEND = { top: 915, row: 46, columns: 4, size: 26 } as const;
const LEFT = 40;
/** Of the library so many dots at most: more are a fog, and a large file. */
const MOST_DOTS = 3_000;
const DOT = 2.4;
const SMALLEST = 5;
const LARGEST = 19;
/** Around what somebody hears lies their ground. */
const AROUND = [{ radius: 78, opacity: 0.07 }, { radius: 46, opacity: 0.09 }] as const;
/** Styles that have a colour; the others are white. */
const MOST_STYLES = COLOURS.length;

/**
 * The map of sounds with what somebody hears on it: the library as faint dots, theirs as discs as large as they were heard
 * long, coloured by style. null where nothing of theirs is on the map.
 */
export function drawTasteMap(map: SoundMapPicture, heard: readonly HeardShare[], styles: readonly StyleShare[]): Picture | null {
  const rows = new Map(map.ids.map((id, row) => [id, row]));
  const place = placing(map.places);
  const mine = heard.flatMap(({ trackId, share, style }) => {
    const row = rows.get(trackId);
    return row === undefined ? [] : [{ ...place(row), share, style: style < MOST_STYLES ? style : -1 }];
  });
  if (mine.length === 0) return null;
  const own = new Set(heard.map(({ trackId }) => trackId));
  const step = Math.max(1, map.ids.length / MOST_DOTS);
  const dots = Array.from({ length: Math.floor(map.ids.length / step) }, (_, i) => Math.floor(i * step)).filter((row) => !own.has(map.ids[row]));
  const most = Math.max(...mine.map(({ share }) => share));
  const radius = (share: number) => SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(share / most);
  // The smaller lie on the larger.
  const discs = mine.toSorted((a, b) => b.share - a.share).flatMap(({ x, y, share, style }): Shape[] => [
    filled(disc(x, y, radius(share) + 2), GROUND),
    filled(disc(x, y, radius(share)), style < 0 ? INK : COLOURS[style], 0.92),
  ]);
  const legend = legendOf(styles, new Set(mine.map(({ style }) => style)));
  const rowsOfLegend = Math.ceil(legend.length / LEGEND.columns);
  const height = LEGEND.top + LEGEND.row * rowsOfLegend - 5;
  return {
    width: WIDTH,
    height,
    shapes: [
      rectangle(0, 0, WIDTH, height, GROUND),
      ...AROUND.map(({ radius: r, opacity }) => filled(mine.map(({ x, y }) => disc(x, y, r)).join(''), INK, opacity)),
      filled(dots.map((row) => disc(place(row).x, place(row).y, DOT)).join(''), FAINT, 0.5),
      ...discs,
      ...legend.flatMap(({ text, colour }, i): Shape[] => {
        const x = LEFT + (i % LEGEND.columns) * ((WIDTH - LEFT) / LEGEND.columns);
        const y = LEGEND.top + LEGEND.row * Math.floor(i / LEGEND.columns);
        return [filled(disc(x + 10, y - 9, 10), colour), written(fitted(text, LEGEND.size, 248), x + 32, y, LEGEND.size, 'start')];
      }),
    ],
  };
}

/** From rows of the map to the picture; the map's shape is kept. */
function placing(places: Float32Array): (row: number) => { readonly x: number; readonly y: number } {
  const ends = [0, 1].map((axis) => {
    let [least, most] = [Infinity, -Infinity];
    for (let i = axis; i < places.length; i += 2) [least, most] = [Math.min(least, places[i]), Math.max(most, places[i])];
    return { middle: (least + most) / 2, length: Math.max(most - least, 0.05) };
  });
  const scale = Math.min((WIDTH - 2 * MAP.margin) / ends[0].length, (MAP.height - 2 * MAP.margin) / ends[1].length);
  return (row) => ({
    x: WIDTH / 2 + (places[2 * row] - ends[0].middle) * scale,
    y: MAP.top + MAP.height / 2 + (places[2 * row + 1] - ends[1].middle) * scale,
  });
}

/** What is on the map; −1 stands for everything that has no colour of its own. */
function legendOf(styles: readonly StyleShare[], shown: ReadonlySet<number>): readonly { readonly text: string; readonly colour: string }[] {
  const own = styles.flatMap(({ style }, i) => (shown.has(i) ? [{ text: style, colour: COLOURS[i] }] : []));
  return [...own, ...(shown.has(-1) ? [{ text: 'others', colour: INK }] : [])];
}
