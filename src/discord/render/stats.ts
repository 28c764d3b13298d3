import type { StatsView } from '../../view.ts';
import type { Door } from '../door.ts';
import { drawn } from './drawn.ts';
import { container, message, text, type Message } from './message.ts';
import type { Say } from './say.ts';
import { clip, plain } from './text.ts';

const ACCENT = 0x5b7fde;
/** Of the text of a message, for what stands under one heading. */
const ROOM = 400;

/** How picks fare: in words, drawn by week, and what is counted. */
export async function renderStats({ facts, drawing, note }: StatsView, door: Pick<Door, 'log'>, say: Say): Promise<Message> {
  const { shown, files } = await drawn(drawing ? [{ ...drawing, name: 'stats.png' }] : [], door, say);
  const told = facts.map(({ name, phrases }) => `**${say(name)}** ${plain(clip(phrases.map(say).join(' · '), ROOM))}`).join('\n');
  return message([container(ACCENT, [text(told), ...shown, text(`-# ${say(note)}`)])], files);
}
