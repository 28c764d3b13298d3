import type { View } from '../../view.ts';
import { customId, MAX_ID } from '../custom-id.ts';
import { button, row, text } from './message.ts';
import type { Say } from './say.ts';
import { clip, plain } from './text.ts';

/** Of a text that is one of several. */
const ROOM = 600;

/** The phrases of a vibe in one line. */
export function spokenVibe(words: readonly string[], say: Say): string {
  return plain(clip(words.map(say).join(' · '), ROOM));
}

export function renderVibe({ words, since, note }: Extract<View, { kind: 'vibe' }>, say: Say) {
  const more = note === null ? [] : [text(`-# ${plain(clip(say(note), ROOM))}`)];
  if (words === null || since === null) return [text(say('Nothing was asked for in words: Segue picks by taste alone. /vibe says what you are in the mood for.')), ...more];
  return [
    text(`### ${say('The vibe')}\n${spokenVibe(words, say)}`),
    ...more,
    row(button({ kind: 'clear-vibe', since }, { label: say('By taste alone again') })),
  ];
}

/** A button for each answer; one that no id can hold must be typed. */
export function renderQuestion({ text: asked, options }: Extract<View, { kind: 'question' }>, say: Say) {
  const buttons = options
    .map(({ label, words }) => ({ press: { kind: 'vibe', words } as const, label }))
    .filter(({ press }) => customId(press).length <= MAX_ID)
    .map(({ press, label }) => button(press, { label: clip(say(label), 80) }));
  return [text(plain(say(asked))), ...(buttons.length > 0 ? [row(...buttons)] : [])];
}
