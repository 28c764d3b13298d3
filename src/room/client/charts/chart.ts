import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { html } from '../html.ts';

/** What curves need besides their size. */
export type ChartOptions = Omit<uPlot.Options, 'width' | 'height'>;

interface ChartProps {
  readonly options: (plot: typeof uPlot, ink: ChartInk) => ChartOptions;
  readonly data: uPlot.AlignedData;
  readonly height: number;
  /** What it shows, in a sentence. */
  readonly label: string;
  readonly dark: boolean;
}

/** Colours of the page, as a canvas takes them. */
export interface ChartInk {
  readonly text: string;
  readonly grid: string;
}

/** Curves to point at, as wide as there is room. What draws them is fetched when the first are shown. */
export function Chart({ options, data, height, label, dark }: ChartProps): VNode {
  const frame = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<{ readonly make: typeof uPlot } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    import('uplot').then(({ default: make }) => !gone && setPlot({ make }), () => !gone && setFailed(true));
    return () => {
      gone = true;
    };
  }, []);
  useEffect(() => {
    const element = frame.current!;
    if (!plot) return undefined;
    const style = getComputedStyle(element);
    const ink = { text: style.color, grid: style.borderColor };
    const chart = new plot.make({ ...options(plot.make, ink), width: Math.max(1, element.clientWidth), height }, data, element);
    const observer = new ResizeObserver(() => chart.setSize({ width: Math.max(1, element.clientWidth), height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [plot, data, dark]);
  return html`<div class="chart" role="group" aria-label=${label} ref=${frame}>
    ${failed && html`<p class="details">The curves could not be loaded: their figures are below.</p>`}
  </div>`;
}
