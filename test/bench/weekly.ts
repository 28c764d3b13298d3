import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { seeded } from '../../models/random.ts';
import { systemClock } from '../../src/clock.ts';
import type { Track } from '../../src/domain.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import { silentLogger } from '../../src/log.ts';
import { ChildRecommender } from '../../src/recommender/child-recommender.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import type { Courier } from '../../src/weekly/courier.ts';
import { createWeekly } from '../../src/weekly/create-weekly.ts';
import { Preferences } from '../../src/weekly/preferences.ts';
import { demoLikeLibrary } from '../recommender/support/demo-like-library.ts';
import { until } from '../recommender/support/recommender-house.ts';
import { TrackList } from '../support/track-list.ts';
import type { Figure } from './figure.ts';

const MEMBERS = 1_000;
const HEARD = 100;
const PLACE = 'discord:1';
const TWO_WEEKS_MS = 14 * 24 * 3_600_000;

/** A Monday of a large server: from the hour on which lists are due until each is made, and until each is brought by a door that takes no time. */
export async function benchWeekly(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-bench-weekly-'));
  const file = join(folder, 'segue.db');
  const tracks = demoLikeLibrary({ styles: 50, perStyle: 1_000, artistsPerStyle: 20 }, 1);
  const storage = await openStorage({ url: null, file, log: silentLogger });
  await writeMembers(storage, tracks);
  const listening = await createListening({ storage, clock: systemClock, log: silentLogger });
  const recommender = new ChildRecommender({ databaseUrl: null, databaseFile: file, snapshotFolder: join(folder, 'snapshots'), listLibrary: () => tracks, log: silentLogger, clock: systemClock });
  const weekly = createWeekly({ storage, listening, library: new TrackList(tracks), recommender, clock: systemClock, log: silentLogger, paceMs: 0 });
  try {
    await recommender.start();
    await until('everybody is known', () => recommender.status().listeners === MEMBERS);
    let brought = 0;
    let firstAt = NaN;
    const courier: Courier = {
      serves: () => true,
      addressOf: async ({ placeId }) => {
        // All are made before the first is brought.
        if (Number.isNaN(firstAt)) firstAt = performance.now();
        return placeId;
      },
      find: async () => null,
      post: async () => String(++brought),
    };
    weekly.deliverBy(courier);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const begun = performance.now();
    await weekly.bringUpToDate();
    delay.disable();
    const what = `${MEMBERS.toLocaleString('en')} lists over ${tracks.length.toLocaleString('en')} tracks`;
    return [
      { name: `${what}, made`, value: (firstAt - begun) / 1_000, unit: 's', aim: '≤ 120' },
      { name: `${what}, made, brought and logged`, value: (performance.now() - begun) / 1_000, unit: 's' },
      { name: `${what}, brought`, value: brought, unit: 'lists', aim: `${MEMBERS}` },
      { name: 'delay of the main thread meanwhile, p99', value: delay.percentile(99) / 1e6, unit: 'ms' },
    ];
  } finally {
    await weekly.close();
    await recommender.close();
    await listening.close();
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeMembers(storage: Storage, tracks: readonly Track[]): Promise<void> {
  const random = seeded(1);
  const now = Date.now();
  const preferences = new Preferences(storage);
  for (let member = 0; member < MEMBERS; member++) {
    const id = `discord:${member + 10}`;
    const heard = new Set(Array.from({ length: HEARD }, () => Math.floor(random() ** 2 * tracks.length)));
    const rows = [...heard].map((track) => ({ listener_id: id, track_id: tracks[track].id, plays: 1, completions: 1, heard_ms: 90_000, skips: 0, early_skips: 0, requests: 0, reaction: null, last_at: now }));
    await storage.db.insertInto('affinity').values(rows).execute();
    await storage.db.insertInto('listener').values({ id, name: id, consent: 'given', consented_at: 1, changed_at: 1, elsewhere_since: null }).execute();
    await preferences.setMember(PLACE, id, now - TWO_WEEKS_MS, {});
  }
}
