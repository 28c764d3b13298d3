import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_YET, seen, type HeardSong, type Song } from '../../src/discord/elsewhere-play.ts';

const MINUTE = 60_000;
const T0 = Date.UTC(2026, 0, 5, 20);

interface Telling {
  readonly at: number;
  readonly shown: readonly Song[] | 'gone';
}

/** A song of three minutes (or `length`) that is at `positionMs` at `at`. */
function song(title: string, at: number, positionMs = 0, length = 3 * MINUTE): Song {
  return { service: 'Spotify', title, artist: 'The Couriers', album: null, externalId: null, start: at - positionMs, end: at - positionMs + length };
}

/** What a member is credited with by these tellings. */
function follow(tellings: readonly Telling[]): HeardSong[] {
  let following = NOTHING_YET;
  return tellings.flatMap(({ at, shown }) => {
    const { after, ended } = seen(following, shown, at);
    following = after;
    return ended ?? [];
  });
}

function brief(heard: readonly HeardSong[]): string[] {
  return heard.map(({ song, startedAt, endedAt, heardMs }) => `${song.title} from ${(startedAt - T0) / 1_000} to ${(endedAt - T0) / 1_000}, heard ${heardMs / 1_000}`);
}

function total(heard: readonly HeardSong[]): number {
  return heard.reduce((sum, { heardMs }) => sum + heardMs, 0);
}

describe('what a member plays elsewhere', () => {
  const at = (seconds: number) => T0 + seconds * 1_000;
  const show = (seconds: number, title: string, positionSeconds = 0): Telling => ({ at: at(seconds), shown: [song(title, at(seconds), positionSeconds * 1_000)] });
  const nothing = (seconds: number): Telling => ({ at: at(seconds), shown: [] });
  const gone = (seconds: number): Telling => ({ at: at(seconds), shown: 'gone' });

  it('is one listen a track, of the time between two', () => {
    const heard = follow([show(0, 'A'), show(180, 'B'), show(240, 'C'), gone(300)]);
    expect(brief(heard)).toEqual(['A from 0 to 180, heard 180', 'B from 180 to 240, heard 60', 'C from 240 to 300, heard 60']);
    expect(heard[0]?.durationMs).toBe(180_000);
  });

  it('is without the pause in its middle', () => {
    expect(brief(follow([show(0, 'A'), nothing(60), show(400, 'A', 60), gone(460)]))).toEqual(['A from 0 to 460, heard 120']);
  });

  it('is without a pause in which the service goes on showing the track, but not its times', () => {
    const resting = (seconds: number): Telling => ({ at: at(seconds), shown: [{ ...song('A', at(seconds)), start: null, end: null }] });
    expect(brief(follow([show(0, 'A'), resting(60), resting(300), show(9_000, 'A', 60), gone(9_060)]))).toEqual(['A from 0 to 9060, heard 120']);
    expect(brief(follow([show(0, 'A'), resting(60), gone(660), resting(700), show(9_000, 'A', 60), gone(9_060)]))).toEqual([
      'A from 0 to 60, heard 60',
      'A from 8940 to 9060, heard 60',
    ]);
  });

  it('goes through a blink of the display', () => {
    expect(brief(follow([show(0, 'A'), nothing(60), show(70, 'A', 70), gone(100)]))).toEqual(['A from 0 to 100, heard 100']);
  });

  it('counts what was heard before and after a seek, not what was skipped', () => {
    expect(brief(follow([show(0, 'A'), show(30, 'A', 170), show(40, 'B'), gone(41)]))).toEqual(['A from 0 to 40, heard 40']);
    expect(brief(follow([show(0, 'A'), show(90, 'A', 10), gone(120)]))).toEqual(['A from 0 to 120, heard 120']);
  });

  it('is another listen when the track is played out and begins again', () => {
    expect(brief(follow([show(0, 'A'), show(180, 'A'), show(362, 'A', 2), gone(400)]))).toEqual([
      'A from 0 to 180, heard 180',
      'A from 180 to 360, heard 180',
      'A from 360 to 400, heard 38',
    ]);
  });

  it('ends with its track although nothing more is told', () => {
    expect(brief(follow([show(0, 'A'), show(300, 'A', 300), gone(9_000)]))).toEqual(['A from 0 to 180, heard 180']);
    expect(brief(follow([show(0, 'A'), show(9_000, 'B'), gone(9_010)]))).toEqual(['A from 0 to 180, heard 180', 'B from 9000 to 9010, heard 10']);
  });

  it('is credited from when it was first seen, and known by when it began', () => {
    expect(brief(follow([show(0, 'A', 100), gone(60)]))).toEqual(['A from -100 to 60, heard 60']);
    const stream: Song = { ...song('Stream', T0), start: 1, end: null };
    expect(brief(follow([{ at: at(0), shown: [stream] }, gone(60)]))).toEqual(['Stream from 0 to 60, heard 60']);
  });

  it('is nothing when only a moment of it was heard', () => {
    expect(follow([show(0, 'A'), show(3, 'B'), show(7, 'C'), gone(11)])).toEqual([]);
  });

  it('is not begun again by a late telling of what is over', () => {
    expect(brief(follow([show(0, 'A'), show(60, 'B'), show(61, 'A', 61), show(62, 'B', 2), gone(100)]))).toEqual(['A from 0 to 60, heard 60', 'B from 60 to 100, heard 40']);
    expect(brief(follow([show(0, 'A'), gone(60), show(61, 'A', 61), gone(100)]))).toEqual(['A from 0 to 60, heard 60']);
  });

  it('stays with one of two players while both show something', () => {
    const radio: Song = { ...song('Radio', T0), service: 'Another', start: null, end: null };
    const heard = follow([show(0, 'A'), { at: at(10), shown: [radio, song('A', at(10), 10_000)] }, { at: at(60), shown: [radio] }, gone(90)]);
    expect(brief(heard)).toEqual(['A from 0 to 60, heard 60', 'Radio from 60 to 90, heard 30']);
    expect(heard[1]?.durationMs).toBeNull();
  });

  it('is known by the id of the service, where there is one', () => {
    const of = (seconds: number, externalId: string): Telling => ({ at: at(seconds), shown: [{ ...song('A', at(seconds)), externalId }] });
    expect(brief(follow([of(0, 'first version'), of(60, 'second version'), gone(120)]))).toEqual(['A from 0 to 60, heard 60', 'A from 60 to 120, heard 60']);
  });
});

// — a listener who does as they please —

type Deed =
  | { readonly kind: 'listen'; readonly ms: number }
  | { readonly kind: 'seek'; readonly to: number }
  | { readonly kind: 'pause' | 'resume' | 'next' | 'repeat' | 'quit' };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('listen' as const), ms: fc.integer({ min: 2_500, max: 5 * MINUTE }) }) },
  fc.record({ kind: fc.constant('seek' as const), to: fc.double({ min: 0, max: 0.99, noNaN: true }) }),
  fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'next' as const, 'repeat' as const, 'quit' as const) }),
);
const evening = fc.array(deed, { minLength: 1, maxLength: 30 });
const LENGTHS = [90_000, 180_000, 40_000, 6_000, 240_000];

/** What Discord shows of such an evening, and how long music really ran. */
function acted(deeds: readonly Deed[]): { readonly tellings: readonly Telling[]; readonly playedMs: number } {
  let now = T0;
  let track = 0;
  let position = 0;
  let playing = false;
  let repeat = false;
  let playedMs = 0;
  const tellings: Telling[] = [];
  const length = () => LENGTHS[track % LENGTHS.length] ?? 0;
  const tell = (shown: Telling['shown'] = playing ? [song(`Track ${track}`, now, position, length())] : []) => tellings.push({ at: now, shown });
  const run = (ms: number): void => {
    const step = playing ? Math.min(ms, length() - position) : ms;
    now += step;
    if (!playing) return;
    playedMs += step;
    position += step;
    if (position < length()) return;
    position = 0;
    if (!repeat) track++;
    tell();
    run(ms - step);
  };
  for (const deed of deeds) {
    switch (deed.kind) {
      case 'listen':
        run(deed.ms);
        continue;
      case 'seek':
        position = Math.floor(deed.to * length());
        break;
      case 'next':
        track++;
        position = 0;
        break;
      case 'repeat':
        repeat = !repeat;
        continue;
      case 'pause':
      case 'resume':
      case 'quit':
        playing = deed.kind === 'resume';
    }
    tell(deed.kind === 'quit' ? 'gone' : undefined);
    run(2_500);
  }
  tellings.push({ at: now, shown: 'gone' });
  return { tellings, playedMs };
}

describe('whatever a member does elsewhere', () => {
  it('they are credited with what they played, but for moments', () => {
    fc.assert(
      fc.property(evening, (deeds) => {
        const { tellings, playedMs } = acted(deeds);
        const heard = follow(tellings);
        expect(total(heard)).toBeLessThanOrEqual(playedMs);
        expect(total(heard)).toBeGreaterThanOrEqual(playedMs - 5_000 * tellings.length);
        for (const { startedAt, endedAt, heardMs } of heard) expect(heardMs).toBeLessThanOrEqual(endedAt - startedAt);
      }),
      { numRuns: 500 },
    );
  });

  it('never are they credited with more than the time that passed, whatever is told', () => {
    const anything = fc.record({
      title: fc.constantFrom('A', 'B'),
      start: fc.option(fc.integer({ min: -5 * MINUTE, max: 30 * MINUTE })),
      length: fc.option(fc.integer({ min: -1_000, max: 5 * MINUTE })),
    });
    const strange = fc.array(fc.record({ after: fc.integer({ min: 0, max: 4 * MINUTE }), shown: fc.oneof(fc.constant('gone' as const), fc.array(anything, { maxLength: 2 })) }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(strange, (steps) => {
        let now = T0;
        const tellings = steps.map(({ after, shown }): Telling => {
          now += after;
          if (shown === 'gone') return { at: now, shown };
          return { at: now, shown: shown.map(({ title, start, length }) => ({ ...song(title, 0), start: start === null ? null : T0 + start, end: length === null ? null : T0 + (start ?? 0) + length })) };
        });
        const heard = follow([...tellings, { at: now, shown: 'gone' }]);
        expect(total(heard)).toBeLessThanOrEqual(now - (tellings[0]?.at ?? now));
        for (const { startedAt, endedAt } of heard) expect(endedAt).toBeGreaterThanOrEqual(startedAt);
      }),
      { numRuns: 500 },
    );
  });

  it('being told everything twice changes nothing', () => {
    fc.assert(
      fc.property(evening, fc.double({ min: 0, max: 1, noNaN: true }), (deeds, lateness) => {
        // Another server of theirs tells the same a little later, but before anything else happens.
        const { tellings } = acted(deeds);
        const once = follow(tellings);
        const twice = follow(
          tellings.flatMap((telling, i) => {
            const pause = (tellings[i + 1]?.at ?? telling.at) - telling.at;
            return [telling, { ...telling, at: telling.at + Math.floor(lateness * pause) }];
          }),
        );
        expect(brief(twice)).toEqual(brief(once));
      }),
      { numRuns: 500 },
    );
  });

  it('a restart in between never credits more', () => {
    fc.assert(
      fc.property(evening, fc.nat(), (deeds, cut) => {
        const { tellings } = acted(deeds);
        const at = cut % tellings.length;
        const before = tellings.slice(0, at + 1);
        const restart = before.at(-1);
        // On its return Segue is shown what is on.
        const parts = [...follow([...before, { at: restart?.at ?? T0, shown: 'gone' }]), ...follow(tellings.slice(at))];
        expect(total(parts)).toBeLessThanOrEqual(total(follow(tellings)));
      }),
      { numRuns: 500 },
    );
  });
});
