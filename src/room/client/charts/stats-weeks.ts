import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import type { RoomStats } from '../../protocol.ts';
import { html } from '../html.ts';
import { styleColour } from '../map/paint.ts';
import { Chart, type ChartInk, type ChartOptions } from './chart.ts';
import { dateOf, weekAxis } from './weeks.ts';

type Weeks = RoomStats['weeks'];
type Rated = 'liked' | 'skipped';
type Kind = 'picks' | 'tries';

const TITLES: Readonly<Record<Rated, string>> = { liked: 'Listens that went well', skipped: 'Skipped within half a minute' };
const HEIGHT_PX = 190;

/** How picks fare by week, beside tries: curves in bands that are their 95 % intervals. */
export function StatsWeeks({ weeks, label, dark }: { readonly weeks: Weeks; readonly label: string; readonly dark: boolean }): VNode {
  return html`<div role="group" aria-label=${label}>
    <${Share} weeks=${weeks} dark=${dark} />
    <${Rates} weeks=${weeks} name="liked" dark=${dark} />
    <${Rates} weeks=${weeks} name="skipped" dark=${dark} />
    <details class="details"><summary>The weeks in figures</summary>
      <div class="table-frame"><table><thead><tr><th scope="col">Week from</th><th scope="col">Plays</th><th scope="col">Heard of picks</th>
        ${(['liked', 'skipped'] as const).flatMap((name) => (['picks', 'tries'] as const).map((kind) => html`<th key=${name + kind} scope="col">${TITLES[name]}: ${kind}</th>`))}</tr></thead>
        <tbody>${weeks.map(({ start, plays, figures }) => html`<tr key=${start}><th scope="row">${dateOf(start)}</th><td>${plays}</td><td>${percent(figures?.share ?? null)}</td>
          ${(['liked', 'skipped'] as const).flatMap((name) => (['picks', 'tries'] as const).map((kind) => html`<td key=${name + kind}>${rateWords(figures?.[kind][name] ?? null)}</td>`))}</tr>`)}</tbody></table></div>
    </details></div>`;
}

interface PanelProps {
  readonly weeks: Weeks;
  readonly dark: boolean;
}

function Share({ weeks, dark }: PanelProps): VNode {
  const data = useMemo<uPlot.AlignedData>(() => [seconds(weeks), weeks.map(({ figures }) => figures?.share ?? null)], [weeks]);
  const options = (plot: typeof uPlot, ink: ChartInk): ChartOptions => ({
    ...frame(plot, weeks, ink),
    series: [weekSeries, { label: 'picks', stroke: styleColour(0, dark), fill: styleColour(0, dark), paths: plot.paths.bars!({ size: [0.6, 40] }), points: { show: false }, value: (_: uPlot, share: number | null) => percent(share) }],
  });
  return html`<h3 class="chart-title">Listening that went to picks</h3><${Chart} options=${options} data=${data} height=${HEIGHT_PX} label="Listening that went to picks" dark=${dark} />`;
}

function Rates({ weeks, name, dark }: PanelProps & { readonly name: Rated }): VNode {
  const data = useMemo<uPlot.AlignedData>(() => {
    const of = (kind: Kind, part: 'share' | 'low' | 'high') => weeks.map(({ figures }) => figures?.[kind][name]?.[part] ?? null);
    return [seconds(weeks), ...(['picks', 'tries'] as const).flatMap((kind) => [of(kind, 'share'), of(kind, 'low'), of(kind, 'high')])];
  }, [weeks, name]);
  const options = (plot: typeof uPlot, ink: ChartInk): ChartOptions => {
    const colours = { picks: styleColour(0, dark), tries: styleColour(1, dark) };
    const curves = (kind: Kind) => [
      { label: kind, stroke: colours[kind], width: 2, points: { show: true, size: 7, fill: colours[kind] }, value: (self: uPlot, _: number | null, series: number, week: number | null) => inWeek(self, series, week) },
      ...['from', 'to'].map((end) => ({ label: `${kind} ${end}`, stroke: 'transparent', points: { show: false }, class: 'chart-end' })),
    ];
    return {
      ...frame(plot, weeks, ink),
      series: [weekSeries, ...curves('picks'), ...curves('tries')],
      bands: [{ series: [3, 2], fill: faint(colours.picks) }, { series: [6, 5], fill: faint(colours.tries) }],
    };
  };
  return html`<h3 class="chart-title">${TITLES[name]}</h3><${Chart} options=${options} data=${data} height=${HEIGHT_PX} label=${TITLES[name]} dark=${dark} />`;
}

const weekSeries: uPlot.Series = { label: 'Week from', value: (_, at) => (at === null ? '–' : dateOf(at * 1000)) };

function frame(plot: typeof uPlot, weeks: Weeks, { text, grid }: ChartInk): Pick<uPlot.Options, 'tzDate' | 'cursor' | 'scales' | 'axes'> {
  const half = 3.5 * 86_400;
  return {
    tzDate: (at) => plot.tzDate(new Date(at * 1000), 'Etc/UTC'),
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { range: (_, from, to) => [from - half, to + half] }, y: { range: [0, 1] } },
    axes: [
      { ...weekAxis(weeks.map(({ start }) => start)), stroke: text, grid: { show: false }, ticks: { show: false } },
      { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { show: false }, size: 56, splits: () => [0, 0.5, 1], values: (_, splits) => splits.map(percent) },
    ],
  };
}

/** A rate of the week that is pointed at, with its interval, which follows it in the data. */
function inWeek({ data }: uPlot, series: number, week: number | null): string {
  if (week === null) return '–';
  const [share, low, high] = [0, 1, 2].map((part) => data[series + part][week] ?? null);
  return share === null || low === null || high === null ? '–' : rateWords({ share, low, high });
}

function seconds(weeks: Weeks): number[] {
  return weeks.map(({ start }) => start / 1000);
}

function rateWords(rate: { readonly share: number; readonly low: number; readonly high: number } | null): string {
  return rate === null ? '–' : `${percent(rate.share)} (${Math.round(100 * rate.low)} to ${Math.round(100 * rate.high)} %)`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${Math.round(100 * share)} %`;
}

function faint(colour: string): string {
  return colour.replace(')', ' / 0.2)');
}
