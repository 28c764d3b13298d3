import { ComponentType } from 'discord.js';
import type { OnboardingView } from '../../view.ts';
import { customId } from '../custom-id.ts';
import { row, text } from './message.ts';
import type { Say } from './say.ts';
import { clip, plain, plainLines } from './text.ts';

const MOST = 3;

/** Artists in a menu, of whom up to three are chosen. */
export function renderOnboarding({ note, artists }: OnboardingView, say: Say) {
  return [
    ...(note === null ? [] : [text(plainLines(say(note)))]),
    text(`### ${say('Whom do you like?')}\n${plain(say('Choose up to three, and the first picks for you begin there. You can leave it, or say /start later.'))}`),
    row({
      type: ComponentType.StringSelect,
      custom_id: customId({ kind: 'artists' }),
      placeholder: clip(say('Up to three artists'), 150),
      min_values: 1,
      max_values: Math.min(MOST, artists.length),
      options: artists.map((artist) => ({ label: artist, value: artist })),
    }),
  ];
}
