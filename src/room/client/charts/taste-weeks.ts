import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import type { RoomTaste } from '../../protocol.ts';
import { html } from '../html.ts';
import { styleColour } from '../map/paint.ts';
import { Chart, type ChartInk, type ChartOptions } from './chart.ts';
import { dateOf, weekAxis } from './weeks.ts';

/** Ridges reach so many rows high at most. */
const REACH = 1.7;
const ROW_PX = 46;
const MOST_ROWS = 7;

interface TasteWeeksProps extends Pick<RoomTaste, 'styles' | 'weeks'> {
  readonly label: string;
  readonly dark: boolean;
}

/** How somebody's styles moved: a ridge for each over the weeks, with the figures of the week that is pointed at. */
export function TasteWeeks({ styles, weeks, label, dark }: TasteWeeksProps): VNode {
  const rows = styles.slice(0, MOST_ROWS);
  const most = Math.max(0.01, ...weeks.flatMap(({ shares }) => shares.slice(0, rows.length)));
  const base = (row: number) => rows.length - 1 - row;
  const data = useMemo<uPlot.AlignedData>(
    () => [weeks.map(({ start }) => start / 1000), ...rows.map((_, row) => weeks.map(({ shares }) => base(row) + (REACH * shares[row]) / most))],
    [styles, weeks],
  );
  const options = (plot: typeof uPlot, { text, grid }: ChartInk): ChartOptions => ({
    tzDate: (seconds) => plot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: [-0.05, rows.length - 1 + REACH] } },
    axes: [
      { ...weekAxis(weeks.map(({ start }) => start)), stroke: text, grid: { stroke: grid, width: 1 }, ticks: { show: false } },
      { stroke: text, grid: { show: false }, ticks: { show: false }, size: 118, splits: () => rows.map((_, row) => base(row)), values: () => rows.map(({ style }) => shortened(style)) },
    ],
    series: [
      { label: 'Week from', value: (_, seconds) => (seconds === null ? '–' : dateOf(seconds * 1000)) },
      ...rows.map(({ style }, row) => ({
        label: style,
        stroke: styleColour(row, dark),
        fill: faint(styleColour(row, dark)),
        fillTo: base(row),
        width: 2,
        points: { show: false },
        paths: plot.paths.spline!(),
        value: (_: uPlot, at: number | null) => (at === null ? '–' : percent(((at - base(row)) * most) / REACH)),
      })),
    ],
  });
  return html`<${Chart} options=${options} data=${data} height=${Math.round(ROW_PX * (rows.length + REACH) + 50)} label=${label} dark=${dark} />
    <details class="details"><summary>The weeks in figures</summary>
      <div class="table-frame"><table><thead><tr><th scope="col">Week from</th>${rows.map(({ style }) => html`<th key=${style} scope="col">${style}</th>`)}</tr></thead>
        <tbody>${weeks.map(({ start, shares }) => html`<tr key=${start}><th scope="row">${dateOf(start)}</th>${rows.map(({ style }, row) => html`<td key=${style}>${percent(shares[row])}</td>`)}</tr>`)}</tbody></table></div>
    </details>`;
}

function percent(share: number): string {
  return `${Math.round(100 * Math.max(0, share))} %`;
}

function shortened(style: string): string {
  return style.length > 16 ? `${style.slice(0, 15)}…` : style;
}

function faint(colour: string): string {
  return colour.replace(')', ' / 0.4)');
}
