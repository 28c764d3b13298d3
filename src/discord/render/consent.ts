import { ButtonStyle } from 'discord.js';
import { button, container, message, row, text, type Message } from './message.ts';
import type { Say } from './say.ts';
import { plain, short } from './text.ts';

const ACCENT = 0x5b7fde;
const MOST_NAMES = 20;

/** Asks these people whether they want to be counted in; anybody may answer for themselves. */
export function renderConsent(names: readonly string[], say: Say): Message {
  const shown = names.slice(0, MOST_NAMES).map((name) => `**${short(name)}**`);
  const more = names.length - shown.length;
  const who = `${shown.join(', ')}${more > 0 ? ` ${say(`and ${more} more`)}` : ''}`;
  return message([
    container(ACCENT, [
      text(`### ${say('May Segue learn what you like?')}\n${who}`),
      text(
        plain(
          say(
            'If you say yes, Segue keeps which tracks you hear with it, for how long, and your reactions, skips and requests, so that it picks music you like. '
            + 'It never reads what you write, and your taste is shown to nobody else.',
          ),
        ),
      ),
      text(`-# ${plain(say('If you say no, nothing about you is kept and you hear the music all the same. You are asked once; /privacy changes it at any time.'))}`),
      row(
        button({ kind: 'consent', answer: 'yes' }, { label: say('Count me in'), style: ButtonStyle.Success }),
        button({ kind: 'consent', answer: 'no' }, { label: say('Not now') }),
      ),
    ]),
  ]);
}
