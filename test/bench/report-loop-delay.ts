// Preloaded into a process that is measured: on SIGUSR2 it prints its event loop's delay since the last time, its
// resident memory, and what its main thread still holds after a collection, as JSON.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('SIGUSR2', () => {
  const milliseconds = (nanoseconds: number) => nanoseconds / 1e6;
  const measured = { p50: milliseconds(delay.percentile(50)), p99: milliseconds(delay.percentile(99)), max: milliseconds(delay.max), rss: process.memoryUsage.rss() };
  collect();
  process.stderr.write(`\nloop-delay ${JSON.stringify({ ...measured, held: process.memoryUsage().heapUsed })}\n`);
  delay.reset();
});
