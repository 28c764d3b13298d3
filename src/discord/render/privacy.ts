import { ButtonStyle } from 'discord.js';
import type { View } from '../../view.ts';
import type { ConsentState } from '../../domain.ts';
import { button, row, text } from './message.ts';
import type { Say } from './say.ts';
import { clip, plain } from './text.ts';

const STANDING: Readonly<Record<ConsentState, string>> = {
  unasked: 'Nothing about you is kept: you are not counted in. You hear the music all the same.',
  given: 'You are counted in: Segue keeps what you hear here and how you react, and picks with it in mind.',
  paused: 'Paused: nothing new about you is kept, and what was kept stays.',
};
const HOUR_MS = 3_600_000;
/** Of what else there is to say. */
const ROOM = 600;
const WAYS = '/privacy pause stops it for a while, /privacy export gives you all of it, /privacy delete removes it for good.';

export function renderPrivacy({ summary, note }: Extract<View, { kind: 'privacy' }>, say: Say) {
  const { consent, since, listens, heardMs, feedback, picks, elsewhere, imports } = summary;
  const more = note === null ? [] : [text(plain(clip(say(note), ROOM)))];
  const kept = [
    ...(since === null ? [] : [`${say('Counted in since')} <t:${Math.floor(since / 1000)}:D>`]),
    say(heardMs < 2 * HOUR_MS ? `${listens} listens, ${Math.round(heardMs / 60_000)} minutes in all` : `${listens} listens, ${Math.round(heardMs / HOUR_MS)} hours in all`),
    say(`${feedback} reactions, skips and requests`),
    say(`${picks} picks made for you`),
    ...(elsewhere.agreed || elsewhere.listens > 0
      ? [say(`${elsewhere.listens} listens elsewhere (${elsewhere.agreed ? 'you agreed to that' : 'no new ones are kept'})`)]
      : []),
    ...imports.map(({ service, plays }) => say(`imported from ${service}: ${plays.toLocaleString('en')} plays`)),
  ];
  if (consent === 'unasked') {
    return [
      text(`### ${say('What Segue keeps about you')}\n${plain(say(STANDING.unasked))}`),
      ...more,
      row(button({ kind: 'consent', answer: 'yes' }, { label: say('Count me in'), style: ButtonStyle.Success })),
    ];
  }
  return [
    text(`### ${say('What Segue keeps about you')}\n${plain(say(STANDING[consent]))}`),
    text(kept.map((one) => `- ${one}`).join('\n')),
    ...more,
    text(`-# ${plain(say(WAYS))}`),
  ];
}
