import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, namedWeeks } from '../../commands/pictures/calendar.ts';
import { drawTasteMap } from '../../commands/pictures/taste-map-picture.ts';
import { drawTasteWeeks } from '../../commands/pictures/taste-weeks-picture.ts';
import type { Picture } from '../../src/picture.ts';
import type { TasteProfile } from '../../src/recommender/taste-profile.ts';
import { isTranslated } from '../../src/translate.ts';
import { aProfile, A_MAP } from '../support/taste.ts';
import { ADA, House, viewOf } from './support.ts';

function house(profile: TasteProfile | null = aProfile()): House {
  const house = new House();
  house.consent.set(ADA.id, 'given');
  house.profile = profile;
  house.map = A_MAP;
  return house;
}

async function told(profile: TasteProfile): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(viewOf(await house(profile).say(ADA, '/taste'), 'taste').facts.map(({ name, phrases }) => [name, phrases.join(', ')]));
}

describe('/taste', () => {
  it('says one’s own taste in words', async () => {
    expect(await told(aProfile())).toEqual({
      Heard: 'since 5 Oct, 3.5 h of music, 40 listens of 30 tracks',
      Styles: 'house 50 %, ambient 30 %, trip hop 20 %',
      'Over time': 'less house: 80 % → 20 %, more ambient: 10 % → 50 %, more trip hop: 10 % → 30 %',
      'Top artists': 'The Bells, Mira Holm',
      Adventure: '25 % of listens were of something new to you, you wander about the middle of your taste, 30 % of the library sounds nearer to that middle than what you hear, 50 % would be chance',
    });
  });

  it('claims nothing that is not known', async () => {
    const weeks = aProfile().weeks.slice(0, 1);
    expect(await told(aProfile({ weeks, styles: [], artists: [], adventure: { fresh: null, remote: null } }))).toEqual({ Heard: 'since 5 Oct, 3.5 h of music, 40 listens of 30 tracks', Adventure: 'there is too little yet to tell' });
    expect((await told(aProfile({ weeks: [weeks[0], weeks[0]] })))['Over time']).toBe('your styles stayed about the same');
  });

  it('is for the caller alone unless they share it, and then without what they heard', async () => {
    const alone = await house().say(ADA, '/taste');
    expect(alone.private).toBe(true);
    expect(viewOf(alone, 'taste').name).toBeNull();
    expect(viewOf(alone, 'taste').figures.heard).toHaveLength(3);
    const shared = await house().say(ADA, '/taste share:yes');
    expect(shared.private).toBe(false);
    expect(viewOf(shared, 'taste').name).toBe('Ada');
    expect(viewOf(shared, 'taste').figures.heard).toEqual([]);
    expect(JSON.stringify(shared.view)).not.toContain('t3');
  });

  it('describes its pictures to whoever does not see them', async () => {
    const { map, weeks } = viewOf(await house().say(ADA, '/taste'), 'taste');
    expect(map?.alt).toBe('A map on which neighbours sound alike, the library in grey and 3 heard tracks as coloured discs, most of them house, ambient and trip hop');
    expect(weeks?.alt).toBe('A ridge for each style, week by week from 5 Oct to 19 Oct: house 50 %, ambient 30 % and trip hop 20 %');
    expect([map?.alt, weeks?.alt].filter((alt) => !isTranslated(alt ?? '', 'de'))).toEqual([]);
  });

  it('says in a sentence what helps where there is nothing', async () => {
    const asked = async (stage: House) => viewOf(await stage.say(ADA, '/taste'), 'notice').text;
    expect(await asked(house(null))).toMatch(/^You have not heard anything here yet: \/dj start/);
    const away = house();
    away.profile = undefined;
    expect(await asked(away)).toMatch(/ask in a minute/);
    const stranger = new House();
    expect(await asked(stranger)).toMatch(/\/privacy join/);
    expect(stranger.calls).toEqual([]);
    const paused = house();
    paused.consent.set(ADA.id, 'paused');
    expect((await paused.say(ADA, '/taste')).view.kind).toBe('taste');
  });

  it('leaves a picture out that there is nothing to draw of', async () => {
    const stage = house(aProfile({ weeks: aProfile().weeks.slice(0, 1) }));
    stage.map = null;
    const { map, weeks } = viewOf(await stage.say(ADA, '/taste'), 'taste');
    expect([map, weeks]).toEqual([null, null]);
    expect(drawTasteMap(A_MAP, [{ trackId: 'elsewhere', share: 1, style: 0 }], [])).toBeNull();
  });
});

function texts({ shapes }: Picture): readonly string[] {
  return shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
}

/** Everything lies within the picture. */
function mustStayInside({ width, height, shapes }: Picture): void {
  for (const shape of shapes) {
    if (shape.kind === 'text') expect(shape.x >= 0 && shape.x <= width && shape.y > 0 && shape.y <= height, shape.text).toBe(true);
    else for (const [, x, y] of shape.d.matchAll(/[ML](\S+) ([^a-zA-Z]+)/g)) expect(Number(x) >= -80 && Number(x) <= width + 80 && Number(y) >= -80 && Number(y) <= height + 80, shape.d.slice(0, 60)).toBe(true);
  }
}

describe('the ridges of the weeks', () => {
  it('names styles, their shares and weeks, and is as high as the share is', () => {
    const picture = drawTasteWeeks(aProfile())!;
    expect(texts(picture)).toEqual(['house', '50 %', 'ambient', '30 %', 'trip hop', '20 %', '5 Oct', '12 Oct', '19 Oct']);
    // The outline of the first ridge begins on its ground, at its left edge, and rises to the share of the first week.
    const outline = picture.shapes.flatMap((shape) => (shape.kind === 'path' && shape.opacity === 0.45 ? [shape.d] : []))[0];
    const points = [...outline.matchAll(/[ML](\S+?) ([\d.-]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
    const base = points[0].y;
    expect(base - points[1].y).toBeCloseTo(160, 0);
    expect(base - points[points.length - 2].y).toBeCloseTo(160 * (0.2 / 0.8), 0);
  });

  it('stays within itself for any weeks, also such in which nothing was heard', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 26 }), fc.integer({ min: 1, max: 8 }), fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (weeks, styles, numbers) => {
      const shares = () => [...numbers.take(styles)];
      mustStayInside(drawTasteWeeks({ styles: Array.from({ length: styles }, (_, i) => ({ style: `a style with a long name ${i}`, share: 0.1 })), weeks: Array.from({ length: weeks }, (_, i) => ({ start: i * 7 * 86_400_000, heardMs: 1, shares: shares() })) })!);
    }), { numRuns: 40 });
    expect(drawTasteWeeks({ styles: [], weeks: aProfile().weeks })).toBeNull();
  });

  it('names few weeks, the last among them', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), (weeks) => {
      const named = namedWeeks(weeks, 7);
      expect(named.length).toBeLessThanOrEqual(8);
      expect(named.at(-1)).toBe(weeks - 1);
    }));
    expect(day(Date.UTC(2026, 1, 3))).toBe('3 Feb');
  });
});

describe('the map of a taste', () => {
  it('draws what was heard, the longer the larger, and names the styles that are on it', () => {
    const picture = drawTasteMap(A_MAP, aProfile().heard, aProfile().styles)!;
    expect(texts(picture)).toEqual(['house', 'ambient', 'others']);
    mustStayInside(picture);
    const radii = picture.shapes.flatMap((shape) => (shape.kind === 'path' && shape.opacity === 0.92 ? [Number(/a(\S+)/.exec(shape.d)?.[1])] : []));
    expect(radii).toEqual(radii.toSorted((a, b) => b - a));
    expect(radii).toHaveLength(3);
    expect(radii[0]).toBe(19);
  });

  it('is no larger for the largest library', () => {
    const ids = Array.from({ length: 50_000 }, (_, i) => `x${i}`);
    const map = { ids, places: Float32Array.from({ length: 100_000 }, (_, i) => Math.sin(i * 12.9898)), unheard: 0 };
    const picture = drawTasteMap(map, ids.slice(0, 500).map((trackId) => ({ trackId, share: 1 / 500, style: 0 })), aProfile().styles)!;
    expect(JSON.stringify(picture).length).toBeLessThan(500_000);
    mustStayInside(picture);
  });
});
