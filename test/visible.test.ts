import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoted, named as namedInSentence } from '../commands/wording/label.ts';
import { renderCard } from '../src/discord/render/card.ts';
import { renderConsent } from '../src/discord/render/consent.ts';
import { renderQueued } from '../src/discord/render/queue.ts';
import { memberName } from '../src/room/members.ts';
import { outwardTrack } from '../src/room/outward.ts';
import { visible } from '../src/visible.ts';
import { aTrack } from './support/tracks.ts';

/** Zero-width, bidirectional, control, filler and broken characters. */
const hidden = fc.constantFrom(
  '\u0000', '\u0007', '\u001B', '\u0085', '\u00AD', '\u034F', '\u061C', '\u115F', '\u180E', '\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u2028',
  '\u202A', '\u202B', '\u202D', '\u202E', '\u2060', '\u2066', '\u2067', '\u2069', '\u206F', '\u3164', '\uFE0F', '\uFEFF', '\uFFA0', '\u{E0041}', '\u{E0101}', '\uD83C',
);
const NEVER = /\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}|\u034F|\u{E0041}|[\u00AD\u115F\u180E\u200B\u2060\u3164\uFEFF\uFFA0]/u;
const hostile = fc.array(fc.oneof(hidden, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 8 }).map((parts) => parts.join(''));

describe('what people see of a name', () => {
  it.each(['Beyoncé', 'Sigur Rós', 'می‌خواهم', 'क्‍ष', '👩‍👩‍👧‍👦', '👍🏽', '❤️', '🏳️‍🌈', '1️⃣', '葛\u{E0100}城', 'AC/DC', '東京事変', 'שלום', 'مرحبا', 'Łódź'])('stays as it is: %s', (name) => {
    expect(visible(name)).toBe(name);
  });

  it('is the same for names that look the same', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('A', 'd', 'a', 'é', 'ß', 'Я'), { minLength: 1, maxLength: 6 }), fc.array(hidden.filter((one) => !/[\p{Cc}\p{Zl}\uD83C]/u.test(one))), fc.nat(), (letters, noise, at) => {
        const name = letters.join('');
        const place = at % (letters.length + 1);
        const disguised = [...letters.slice(0, place), ...noise, ...letters.slice(place)].join('');
        expect(visible(disguised)).toBe(name);
      }),
    );
  });

  it('hides nothing, turns nothing round, and is seen the same when it is looked at again', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const seen = visible(text);
        expect(seen).not.toMatch(NEVER);
        expect(seen.isWellFormed()).toBe(true);
        expect(visible(seen)).toBe(seen);
      }),
      { numRuns: 2_000 },
    );
  });
});

it('nothing hides in what Discord, the room and sentences are given', () => {
  const say = (sentence: string) => sentence;
  fc.assert(
    fc.property(hostile, (text) => {
      const track = { ...aTrack(1), title: text, artist: text, album: text };
      const origin = { kind: 'request', by: { id: 'discord:1', name: text } } as const;
      const card = { kind: 'playing', playId: 'p', track, paused: true, endsAt: null, why: quoted(track), next: [{ id: 'q', track, origin }], reactions: { like: 0, love: 0, dislike: 0 }, skip: { votes: 0, needed: 1 }, vibe: [text], notice: text } as const;
      const shown: unknown[] = [];
      const collect = (value: unknown): void => {
        if (typeof value === 'string') shown.push(value);
        else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
      };
      collect(renderCard(card, { say, accent: 0, cover: 'cover.png', positionMs: 0 }).components);
      collect(renderConsent([text], say).components);
      collect(renderQueued(track, 1, say));
      collect(outwardTrack(track));
      collect([quoted(track), namedInSentence(text), memberName.safeParse(text).data ?? '']);
      // Lines that Segue breaks itself are no part of a name.
      for (const one of shown) expect(String(one).replaceAll('\n', '')).not.toMatch(NEVER);
    }),
    { numRuns: 300 },
  );
});
