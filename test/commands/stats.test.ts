import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawStats } from '../../commands/pictures/stats-picture.ts';
import { isTranslated } from '../../src/translate.ts';
import { DAY, MONDAY } from '../support/event-log.ts';
import { aRate, FIGURES, someStats } from '../support/stats.ts';
import type { PlaceStats } from '../../src/recommender/place-stats.ts';
import { ADA, House, viewOf } from './support.ts';

function house(stats: PlaceStats | null): House {
  const house = new House();
  house.stats = stats;
  return house;
}

async function told(stats: PlaceStats): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(viewOf(await house(stats).say(ADA, '/stats'), 'stats').facts.map(({ name, phrases }) => [name, phrases.join(', ')]));
}

describe('/stats', () => {
  it('says how picks fare beside tries, and how sure that is', async () => {
    expect(await told(someStats())).toEqual({
      Played: '210 tracks since 5 Oct, 150 of them picked',
      Picks: '64 % of all listening, 70 % went well (65 to 75 %), 8 % were skipped within half a minute (5 to 11 %)',
      Tries: '50 % went well (40 to 60 %), 20 % were skipped within half a minute (10 to 30 %)',
      Compared: 'picks go well more often, by 20 points (9 to 31), no clear difference in what was skipped',
      'Left out': 'one week in which fewer than 5 members listened',
    });
    const worse = await told(someStats({ better: { liked: { value: -0.2, low: -0.31, high: -0.09 }, skipped: { value: 0.12, low: 0.02, high: 0.22 } } }));
    expect(worse['Compared']).toBe('tries go well more often, by 20 points (9 to 31), picks are skipped more often, by 12 points (2 to 22)');
    const better = await told(someStats({ better: { liked: null, skipped: { value: -0.12, low: -0.22, high: -0.02 } } }));
    expect(better['Compared']).toBe('nothing to compare yet, picks are skipped less often, by 12 points (2 to 22)');
  });

  it('says honestly when there are few members, few listens or few tries', async () => {
    const none = (listeners: number) => someStats({ listeners, figures: null, better: { liked: null, skipped: null }, weeks: [{ start: MONDAY, plays: 210, figures: null }] });
    expect(await told(none(3))).toEqual({ Played: '210 tracks since 5 Oct, 150 of them picked', Figures: 'fewer than 5 members listened in a week, so figures would be about single ones: none are shown' });
    expect((await told(none(0)))['Figures']).toBe('nobody who is counted in listened, so there is nothing to go by');
    expect(viewOf(await house(none(3)).say(ADA, '/stats'), 'stats').drawing).toBeNull();
    const few = await told(someStats({ figures: { ...FIGURES, picks: { liked: aRate(0.7, 0.3, 12), skipped: null }, tries: { liked: null, skipped: null } } }));
    expect(few['Picks']).toBe('64 % of all listening, 70 % went well (40 to 100 %), few listens yet, so this says little');
    expect(few['Tries']).toBe('too few yet: fewer than 5 members heard one');
  });

  it('is for everybody, and describes its picture to whoever does not see it', async () => {
    const reply = await house(someStats()).say(ADA, '/stats');
    expect(reply.private).toBe(false);
    const alt = viewOf(reply, 'stats').drawing?.alt;
    expect(alt).toBe('How picks fare week by week from 5 Oct, beside tries; in the last week with figures, from 19 Oct: 64 % of listening went to picks; 70 % of picks went well; 8 % of picks were skipped within half a minute');
    expect(isTranslated(alt ?? '', 'de')).toBe(true);
  });

  it('says in a sentence what helps where there is nothing', async () => {
    expect(viewOf(await house(null).say(ADA, '/stats'), 'notice').text).toMatch(/\/dj start/);
    const away = house(null);
    away.stats = undefined;
    expect(viewOf(await away.say(ADA, '/stats'), 'notice').text).toMatch(/ask in a minute/);
  });
});

describe('the picture of the weeks', () => {
  it('draws what there is: bars, points and whiskers at their heights, nothing for a week without figures', () => {
    const { shapes } = drawStats(someStats());
    const paths = shapes.flatMap((shape) => (shape.kind === 'path' ? [shape] : []));
    const bars = paths.find(({ opacity }) => opacity === 0.85)!;
    const heights = [...bars.d.matchAll(/h[\d.]+v([\d.]+)/g)].map(([, height]) => Number(height));
    expect(heights.map((height) => Math.round(height / 1.7))).toEqual([50, 64]);
    const points = (count: number) => paths.filter(({ d, opacity }) => opacity === 1 && d.startsWith('M') && d.split('z').length - 1 === count && d.includes('a9 9'));
    expect(points(2)).toHaveLength(2);
    expect(shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []))).toEqual([
      'Listening that went to picks', '0 %', '50 %', '100 %', 'Listens that went well', '0 %', '50 %', '100 %', 'Skipped within half a minute', '0 %', '20 %', '40 %', 'tries', 'picks', '5 Oct', '12 Oct', '19 Oct',
    ]);
  });

  it('stays within itself for any figures', () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true }).chain((share) => fc.record({ low: fc.double({ min: 0, max: share, noNaN: true }), high: fc.double({ min: share, max: 1, noNaN: true }) }).map((ends) => ({ share, ...ends, of: 10 })));
    const rates = fc.record({ liked: fc.option(rate), skipped: fc.option(rate) });
    const week = fc.option(fc.record({ share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })), picks: rates, tries: rates }));
    fc.assert(fc.property(fc.array(week, { minLength: 1, maxLength: 12 }), (weeks) => {
      const { width, height, shapes } = drawStats({ weeks: weeks.map((figures, i) => ({ start: MONDAY + 7 * i * DAY, plays: 1, figures })) });
      for (const shape of shapes) {
        if (shape.kind === 'text') expect(shape.x >= 0 && shape.x <= width && shape.y > 0 && shape.y <= height, shape.text).toBe(true);
        else for (const [, x, y] of shape.d.matchAll(/M(\S+) ([^a-zA-Z]+)/g)) expect(Number(x) >= 0 && Number(x) <= width && Number(y) >= 0 && Number(y) <= height, shape.d).toBe(true);
      }
    }), { numRuns: 60 });
  });
});
