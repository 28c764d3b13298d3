import { quantile } from './figure.ts';

/** CPU seconds of the whole process, helper threads included. */
export function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** The least CPU seconds of several runs. */
export function leastSeconds(times: number, run: () => void): number {
  return Math.min(...Array.from({ length: times }, () => cpuSeconds(run)));
}

/** `plain 2.5 s, 60 ×`: what something else takes, and how many times as long that is. */
export function ratio(name: string, theirs: number, ours: number, unit = 's'): string {
  return `${name} ${theirs.toPrecision(3)} ${unit}, ${(theirs / ours).toPrecision(2)} ×`;
}

/** Wall-clock, since CPU time counts no less than a microsecond; the median passes over interruptions. */
export function medianMs(times: number, run: () => unknown): number {
  const runs = Array.from({ length: times }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  });
  return quantile(runs.slice(times / 3), 0.5);
}
