import { digestOf } from '../../src/library/digest.ts';
import { demoLikeLibrary } from '../recommender/support/demo-like-library.ts';
import { type Figure, quantile } from './figure.ts';

const RUNS = 5;

/** 100,000 tracks looked through for what is asked of a library as a whole, beside everything else that the main thread does. */
export async function benchLibrary(): Promise<Figure[]> {
  const tracks = demoLikeLibrary({ styles: 100, perStyle: 1_000, artistsPerStyle: 100 }, 1);
  const longest: number[] = [];
  let cpu = 0;
  for (let run = 0; run < RUNS; run++) {
    const slices: number[] = [];
    // The time that the thread is held between two turns, without the times when the machine does something else.
    const before = usedMs();
    let last = before;
    let looking = true;
    const turn = () => {
      const now = usedMs();
      slices.push(now - last);
      last = now;
      if (looking) setImmediate(turn);
    };
    setImmediate(turn);
    await digestOf({ tracks: () => tracks });
    looking = false;
    cpu = usedMs() - before;
    longest.push(Math.max(...slices));
  }
  return [
    { name: '100,000 tracks looked through for /tags, /similar and suggestions', value: cpu, unit: 'ms' },
    { name: 'longest the main thread is held by it, of CPU time, median', value: quantile(longest, 0.5), unit: 'ms', aim: '≤ 10' },
  ];
}

function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}
