// Preloaded into a process that is measured: on SIGUSR2 it prints its event loop's delay since the last time, as JSON.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('SIGUSR2', () => {
  const milliseconds = (nanoseconds: number) => nanoseconds / 1e6;
  process.stderr.write(`\nloop-delay ${JSON.stringify({ p50: milliseconds(delay.percentile(50)), p99: milliseconds(delay.percentile(99)), max: milliseconds(delay.max), rss: process.memoryUsage.rss() })}\n`);
  delay.reset();
});
