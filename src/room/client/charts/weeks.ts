import type uPlot from 'uplot';

/** Pixels that a date needs. */
const DATE_PX = 64;

/** An axis with the dates of weeks, as many as there is room for, the last among them. @param starts epoch ms */
export function weekAxis(starts: readonly number[]): Pick<uPlot.Axis, 'splits' | 'values'> {
  return {
    splits: ({ width }) => {
      const step = Math.max(1, Math.ceil((starts.length * DATE_PX) / Math.max(DATE_PX, width - 120)));
      return starts.filter((_, week) => (starts.length - 1 - week) % step === 0).map((start) => start / 1000);
    },
    values: (_, splits) => splits.map((seconds) => dateOf(seconds * 1000)),
  };
}

/** `5 Oct`, of the day that begins at midnight UTC. */
export function dateOf(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}
