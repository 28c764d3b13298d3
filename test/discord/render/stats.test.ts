import { ComponentType, type APIContainerComponent } from 'discord.js';
import { expect, it } from 'vitest';
import { drawStats } from '../../../commands/pictures/stats-picture.ts';
import { STATS_NOTE, statsAlt, statsFacts } from '../../../commands/wording/stats-words.ts';
import type { StatsView } from '../../../src/view.ts';
import { someStats } from '../../support/stats.ts';
import { rendered, textOf } from './messages.ts';

const STATS = someStats();
const VIEW: StatsView = { kind: 'stats', facts: statsFacts(STATS), drawing: { picture: drawStats(STATS), alt: statsAlt(STATS) }, weeks: STATS.weeks, note: STATS_NOTE };

it('shows the picture with what it shows, the figures, and what they count', async () => {
  const message = await rendered(VIEW);
  const [container] = message.components as readonly APIContainerComponent[];
  expect(container.components.flatMap((part) => (part.type === ComponentType.MediaGallery ? part.items.map(({ description }) => description) : []))).toEqual([VIEW.drawing?.alt]);
  expect(message.files?.[0]?.attachment.readUInt32BE(16)).toBe(1_200);
  expect(textOf(message).split('\n')).toEqual([
    '**Played** 210 tracks since 5 Oct · 150 of them picked',
    '**Picks** 64 % of all listening · 70 % went well (65 to 75 %) · 8 % were skipped within half a minute (5 to 11 %)',
    '**Tries** 50 % went well (40 to 60 %) · 20 % were skipped within half a minute (10 to 30 %)',
    '**Compared** picks go well more often, by 20 points (9 to 31) · no clear difference in what was skipped',
    '**Left out** one week in which fewer than 5 members listened',
    `-# ${STATS_NOTE}`,
  ]);
});

it('speaks the language of the guild', async () => {
  const text = textOf(await rendered(VIEW, 'de'));
  expect(text).toContain('**Auswahl** 64 % des Gehörten · 70 % kamen gut an (65 bis 75 %)');
  expect(text).not.toMatch(/\b(?:picks|tries|went|listen)\b/);
});

it('says it in words alone where there is nothing to draw', async () => {
  expect((await rendered({ ...VIEW, drawing: null })).files).toBeUndefined();
});
