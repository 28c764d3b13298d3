import type { ElsewhereListen, Feedback, FeedbackKind, Member, Pick, Play, Presence } from '../../src/domain.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import type { Listening } from '../../src/listening/listening.ts';
import { silentLogger } from '../../src/log.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { TestClock } from '../support/test-clock.ts';

let count = 0;

/** A listening log with a clock to turn and short ways to say what happens. Names are new for every stage. */
export async function openStage(storage: Storage) {
  let clock = new TestClock();
  const stage = `stage${++count}`;
  let listening = await createListening({ storage, clock, log: silentLogger });
  const member = (name: string): Member => ({ id: `room:${stage}-${name}`, name: `${name} of ${stage}` });
  return {
    get clock(): TestClock {
      return clock;
    },
    get listening(): Listening {
      return listening;
    },
    /** As the next process finds it after the death of this one: the clock of the dead turns no more. */
    async reopen() {
      clock = new TestClock(clock.now());
      listening = await createListening({ storage, clock, log: silentLogger });
      return listening;
    },
    member,
    here: (name: string, deafened = false): Presence => ({ ...member(name), deafened }),
    async consenting(...names: string[]) {
      for (const name of names) await listening.giveConsent(member(name));
    },
    play(name: string, change: Partial<Play> = {}): Play {
      return {
        id: `${stage}-${name}`,
        placeId: `${stage}-place`,
        sessionId: `${stage}-session`,
        trackId: `${stage}-track-${name}`,
        durationMs: 100_000,
        startedAt: clock.now(),
        origin: { kind: 'request', by: member('nobody') },
        ...change,
      };
    },
    says(name: string, kind: FeedbackKind, play: Play, change: Partial<Feedback> = {}): Feedback {
      return {
        listenerId: member(name).id,
        trackId: play.trackId,
        kind,
        at: clock.now(),
        placeId: play.placeId,
        sessionId: play.sessionId,
        playId: play.id,
        positionMs: clock.now() - play.startedAt,
        ...change,
      };
    },
    /** A listen of 100 s elsewhere that begins now. */
    elsewhere(name: string, song: string, change: Partial<ElsewhereListen> = {}): ElsewhereListen {
      const startedAt = change.startedAt ?? clock.now();
      return {
        listenerId: member(name).id,
        service: 'Spotify',
        title: song,
        artist: 'The Lanterns',
        album: 'Blue Hours',
        startedAt,
        endedAt: startedAt + 100_000,
        heardMs: 100_000,
        durationMs: 100_000,
        externalId: null,
        trackId: null,
        ...change,
      };
    },
    pick(trackId: string, ...names: string[]): Pick {
      const signal = { value: 0.5, weight: 0.25 };
      return {
        id: `${stage}-pick`,
        trackId,
        modelVersion: 'als-7',
        probability: 0.125,
        exploratory: false,
        madeAt: clock.now(),
        scores: names.map((name) => ({
          listenerId: member(name).id,
          score: 0.5,
          relevance: 0.5,
          signals: { collaborative: signal, language: signal, acoustic: signal, tags: signal, popularity: signal, novelty: signal },
          because: ['another-track'],
        })),
      };
    },
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;
