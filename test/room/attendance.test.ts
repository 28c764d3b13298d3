import { beforeEach, describe, expect, it } from 'vitest';
import { Attendance } from '../../src/room/attendance.ts';
import { TestClock } from '../support/test-clock.ts';

const LOUNGE = 'room:lounge';
const ADA = { id: 'room:ada', name: 'Ada' };
const BEN = { id: 'room:ben', name: 'Ben' };

describe('attendance', () => {
  let clock: TestClock;
  let attendance: Attendance;
  let told: string[];

  beforeEach(() => {
    clock = new TestClock();
    told = [];
    attendance = new Attendance(
      {
        arrive: (place, { name, deafened }) => void told.push(`${name} arrives in ${place}${deafened ? ' deafened' : ''}`),
        leave: (place, id) => void told.push(`${id} leaves ${place}`),
        deafen: (_place, id, deafened) => void told.push(`${id} ${deafened ? 'deafened' : 'hears'}`),
      },
      clock,
    );
  });

  it('has a member arrive with the first tab and leave 5 s after the last', async () => {
    const first = attendance.enter(LOUNGE, ADA, false);
    const second = attendance.enter(LOUNGE, ADA, false);
    attendance.exit(LOUNGE, ADA.id, first);
    await clock.advance(60_000);
    attendance.exit(LOUNGE, ADA.id, second);
    await clock.advance(4_900);
    expect(told).toEqual(['Ada arrives in room:lounge']);
    expect(attendance.isHere(LOUNGE, ADA.id)).toBe(true);
    await clock.advance(200);
    expect(told).toEqual(['Ada arrives in room:lounge', 'room:ada leaves room:lounge']);
    expect(attendance.isHere(LOUNGE, ADA.id)).toBe(false);
  });

  it('does not notice a page that reloads', async () => {
    attendance.exit(LOUNGE, ADA.id, attendance.enter(LOUNGE, ADA, false));
    await clock.advance(3_000);
    attendance.enter(LOUNGE, ADA, false);
    await clock.advance(60_000);
    expect(told).toEqual(['Ada arrives in room:lounge']);
  });

  it('counts a member as deafened only when every tab is', () => {
    const first = attendance.enter(LOUNGE, ADA, true);
    const second = attendance.enter(LOUNGE, ADA, false);
    attendance.report(LOUNGE, ADA.id, second, true);
    attendance.report(LOUNGE, ADA.id, first, false);
    attendance.report(LOUNGE, ADA.id, first, false);
    attendance.exit(LOUNGE, ADA.id, first);
    expect(told).toEqual(['Ada arrives in room:lounge deafened', 'room:ada hears', 'room:ada deafened', 'room:ada hears', 'room:ada deafened']);
  });

  it('believes a tab for 150 s after its last sign', async () => {
    const tab = attendance.enter(LOUNGE, ADA, false);
    await clock.advance(149_000);
    expect(attendance.responds(LOUNGE, ADA.id, tab)).toBe(true);
    attendance.report(LOUNGE, ADA.id, tab, false);
    await clock.advance(149_000);
    expect(attendance.responds(LOUNGE, ADA.id, tab)).toBe(true);
    await clock.advance(2_000);
    expect(attendance.responds(LOUNGE, ADA.id, tab)).toBe(false);
  });

  it('ignores reports for tabs of somebody else', () => {
    const tab = attendance.enter(LOUNGE, ADA, false);
    attendance.enter(LOUNGE, BEN, false);
    told.length = 0;
    attendance.report(LOUNGE, BEN.id, tab, true);
    attendance.exit(LOUNGE, BEN.id, tab);
    expect(told).toEqual([]);
  });

  it('keeps places apart, and empties all of them when the room closes', async () => {
    attendance.enter(LOUNGE, ADA, false);
    attendance.enter('room:kitchen', ADA, false);
    attendance.exit(LOUNGE, BEN.id, attendance.enter(LOUNGE, BEN, false));
    told.length = 0;
    attendance.close();
    await clock.advance(60_000);
    expect(told.toSorted()).toEqual(['room:ada leaves room:kitchen', 'room:ada leaves room:lounge', 'room:ben leaves room:lounge']);
  });
});
