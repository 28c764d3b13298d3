import { ComponentType, type APIContainerComponent } from 'discord.js';
import { expect, it } from 'vitest';
import { drawTasteMap } from '../../../commands/pictures/taste-map-picture.ts';
import { drawTasteWeeks } from '../../../commands/pictures/taste-weeks-picture.ts';
import { mapAlt, tasteFacts, weeksAlt } from '../../../commands/wording/taste-words.ts';
import type { TasteView } from '../../../src/view.ts';
import type { Message } from '../../../src/discord/render/message.ts';
import { A_MAP, aProfile } from '../../support/taste.ts';
import { NASTY, rendered, textOf } from './messages.ts';

function view(given: Partial<TasteView> = {}): TasteView {
  const profile = aProfile();
  return {
    kind: 'taste',
    name: null,
    facts: tasteFacts(profile),
    map: { picture: drawTasteMap(A_MAP, profile.heard, profile.styles)!, alt: mapAlt(profile) },
    weeks: { picture: drawTasteWeeks(profile)!, alt: weeksAlt(profile, 7) },
    figures: profile,
    ...given,
  };
}

/** What the pictures of a message show, in words. */
function alts({ components }: Message): readonly (string | null | undefined)[] {
  return (components as readonly APIContainerComponent[]).flatMap(({ components: inside }) =>
    inside.flatMap((part) => (part.type === ComponentType.MediaGallery ? part.items.map(({ description }) => description) : [])),
  );
}

it('shows both pictures, says what they show, and the taste in words', async () => {
  const message = await rendered(view());
  expect(alts(message)).toEqual([view().map?.alt, view().weeks?.alt]);
  for (const { attachment } of message.files ?? []) {
    expect(attachment.subarray(1, 4).toString()).toBe('PNG');
    expect(attachment.readUInt32BE(16)).toBe(1_200);
    expect(attachment.length).toBeLessThan(1_000_000);
  }
  expect(textOf(message).split('\n')).toEqual([
    '### Your taste',
    '**Heard** since 5 Oct · 3.5 h of music · 40 listens of 30 tracks',
    '**Styles** house 50 % · ambient 30 % · trip hop 20 %',
    '**Over time** less house: 80 % → 20 % · more ambient: 10 % → 50 % · more trip hop: 10 % → 30 %',
    '**Top artists** The Bells · Mira Holm',
    '**Adventure** 25 % of listens were of something new to you · you wander about the middle of your taste · 30 % of the library sounds nearer to that middle than what you hear, 50 % would be chance',
  ]);
});

it('names whoever shares it, as a name and nothing else', async () => {
  const text = textOf(await rendered(view({ name: NASTY })));
  expect(text.split('\n')[0]).toMatch(/^### The taste of “/);
  expect(text).not.toContain('||z||');
  expect(text).not.toMatch(/(?<!\\)@everyone/);
});

it('speaks the language of the guild, in the pictures as well', async () => {
  const message = await rendered(view(), 'de');
  expect(alts(message)).toEqual([
    'Eine Karte, auf der Nachbarn ähnlich klingen, die Bibliothek in Grau und 3 gehörte Titel als farbige Scheiben, die meisten davon house, ambient und trip hop',
    'Ein Höhenzug für jeden Stil, Woche für Woche vom 5. Okt. bis zum 19. Okt.: house 50 %, ambient 30 % und trip hop 20 %',
  ]);
  expect(textOf(message).split('\n').slice(0, 4)).toEqual([
    '### Dein Geschmack',
    '**Gehört** seit 5. Okt. · 3,5 h Musik · 40-mal 30 Titel',
    '**Stile** house 50 % · ambient 30 % · trip hop 20 %',
    '**Im Wandel** weniger house: 80 % → 20 % · mehr ambient: 10 % → 50 % · mehr trip hop: 10 % → 30 %',
  ]);
});

it('says it in words alone where nothing can be drawn', async () => {
  const nothing = { picture: { width: 0, height: 0, shapes: [] }, alt: 'nothing' };
  const message = await rendered(view({ map: nothing, weeks: null }));
  expect(message.files).toBeUndefined();
  expect(textOf(message)).toContain('**Styles** house');
});
