import { beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../models/random.ts';
import { BANDS, type HiddenAreas, placeUnheard, type StyledSound } from '../support/style-server.ts';

const TRACKS = 240;
const LISTENERS = 80;
const DIMENSIONS = 24;
/** On a machine that does everything else at once. */
const PATIENCE_MS = 120_000;

/** Of each sound some numbers tell the style, some the band, and the loudest how it was recorded. */
function styledSounds(): readonly StyledSound[] {
  const random = seeded(7);
  const about = () => random() + random() + random() - 1.5;
  return Array.from({ length: TRACKS }, (_, i) => {
    const band = i % BANDS;
    const embedding = Array.from({ length: DIMENSIONS }, (_unused, at) => (at < 8 ? 0.12 * about() + (at === band >> 1 ? 0.5 : 0) : about()));
    return { id: `t${i}`, style: band >> 1, band, embedding };
  });
}

let areas: HiddenAreas;
beforeAll(async () => {
  areas = await placeUnheard(styledSounds(), LISTENERS, 3);
}, PATIENCE_MS);

describe('tracks that nobody has played and nobody says anything of', () => {
  it('find those who will like them by their sound, the better where it belongs among the factors of taste is learnt', () => {
    expect(areas.head).not.toBeNull();
    expect(areas.placed).toBeGreaterThan(Math.max(0.75, areas.sound + 0.03));
  });

  it('are scored so by everything that is known together', () => {
    expect(areas.score).toBeGreaterThan(0.7);
  });
});
