/**
 * A process to be killed: it logs listens and reactions on the machine's clock and prints a line for
 * everything that was acknowledged: `feedback <n>`, `elsewhere <n> <ms heard>`, `ended <n> <ms heard>`, then `running <started at> <now>`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/clock.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import { silentLogger } from '../../src/log.ts';
import { openStorage } from '../../src/storage/storage.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

const storage = await openStorage({ url: null, file: process.argv[2] ?? '', log: silentLogger });
const listening = await createListening({ storage, clock: systemClock, log: silentLogger });
const ana = { id: 'room:ana', name: 'Ana', deafened: false };
await listening.giveConsent(ana);
await listening.agreeToElsewhere(ana.id, true);

const place = { placeId: 'place', sessionId: 'session' };
const origin = { kind: 'request', by: ana } as const;
for (let n = 0; n < 3; n++) {
  const play = { ...place, id: `play-${n}`, trackId: `track-${n}`, durationMs: 60_000, startedAt: Date.now(), origin };
  await listening.playStarted(play, [ana]);
  for (let i = 0; i < 20; i++) {
    await listening.feedback({ ...place, listenerId: ana.id, trackId: play.trackId, kind: 'request', at: Date.now(), playId: play.id, positionMs: 0 });
    say(`feedback ${n}`);
  }
  const song = { service: 'Spotify', title: `Song ${n}`, artist: 'The Lanterns', album: null, durationMs: 200_000, externalId: null, trackId: `elsewhere-${n}` };
  for (const heardMs of [10_000, 90_000]) {
    await listening.heardElsewhere({ ...song, listenerId: ana.id, startedAt: play.startedAt, endedAt: play.startedAt + heardMs, heardMs });
    say(`elsewhere ${n} ${heardMs}`);
  }
  const endedAt = Date.now();
  await listening.playEnded(play.id, { kind: 'finished' }, endedAt);
  say(`ended ${n} ${endedAt - play.startedAt}`);
}
const last = { ...place, id: 'play-last', trackId: 'track-last', durationMs: 60_000, startedAt: Date.now(), origin };
await listening.playStarted(last, [ana]);
for (;;) {
  say(`running ${last.startedAt} ${Date.now()}`);
  await sleep(20);
}
