import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isZone, lastDue, mondayOf, nextDue, weekOf, WEEKDAYS, type Rhythm } from '../../src/weekly/calendar.ts';

const BERLIN: Rhythm = { day: 'monday', hour: 9, zone: 'Europe/Berlin' };
const at = (text: string) => Date.parse(text);

describe('when lists come', () => {
  it('is the hour of the people, in summer and in winter', () => {
    expect(nextDue(BERLIN, at('2026-03-25T12:00Z'))).toEqual({ at: at('2026-03-30T07:00Z'), week: '2026-W14' });
    expect(nextDue(BERLIN, at('2026-03-20T12:00Z'))).toEqual({ at: at('2026-03-23T08:00Z'), week: '2026-W13' });
  });

  it('is due from its very moment on', () => {
    const monday = at('2026-01-05T08:00Z');
    expect(lastDue(BERLIN, monday).at).toBe(monday);
    expect(lastDue(BERLIN, monday - 1).at).toBe(monday - 7 * 86_400_000);
    expect(nextDue(BERLIN, monday).at).toBe(monday + 7 * 86_400_000);
  });

  it('belongs to the week that the people have, though it is another elsewhere', () => {
    const tonga: Rhythm = { day: 'monday', hour: 1, zone: 'Pacific/Tongatapu' };
    expect(nextDue(tonga, at('2026-01-01T00:00Z'))).toEqual({ at: at('2026-01-04T12:00Z'), week: '2026-W02' });
  });

  it('knows the weeks at the turn of the year', () => {
    expect(['2025-12-28', '2025-12-29', '2026-01-04', '2026-01-05', '2026-12-31', '2027-01-03', '2027-01-04'].map((day) => weekOf(at(`${day}T12:00Z`), 'UTC'))).toEqual(
      ['2025-W52', '2026-W01', '2026-W01', '2026-W02', '2026-W53', '2026-W53', '2027-W01'],
    );
  });

  it('comes once a week, whatever clocks do', () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu', 'America/Sao_Paulo', 'UTC');
    const rhythm = fc.record({ day: fc.constantFrom(...WEEKDAYS), hour: fc.integer({ min: 0, max: 23 }), zone });
    const time = fc.integer({ min: at('2020-01-01T00:00Z'), max: at('2032-01-01T00:00Z') });
    fc.assert(
      fc.property(rhythm, time, (one, now) => {
        const last = lastDue(one, now);
        const next = nextDue(one, now);
        expect(last.at).toBeLessThanOrEqual(now);
        expect(next.at).toBeGreaterThan(now);
        expect(Math.abs(next.at - last.at - 7 * 86_400_000)).toBeLessThanOrEqual(3_600_000);
        expect(next.week).not.toBe(last.week);
        expect(lastDue(one, next.at)).toEqual(next);
        expect(weekOf(mondayOf(next.week), 'UTC')).toBe(next.week);
      }),
      { numRuns: 300 },
    );
  });
});

it('tells time zones from other words', () => {
  expect(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires'].every(isZone)).toBe(true);
  expect(['', 'Berlin', 'Mars/Olympus'].some(isZone)).toBe(false);
});
