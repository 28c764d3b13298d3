import type { TasteView } from '../../view.ts';
import type { Door } from '../door.ts';
import { drawn } from './drawn.ts';
import { container, message, text, type Message } from './message.ts';
import type { Say } from './say.ts';
import { clip, plain, short } from './text.ts';

const ACCENT = 0x5b7fde;
/** Of the text of a message, for what stands under one heading. */
const ROOM = 300;

/** Somebody's taste: its words, then where it lies on the map, and how it moved. */
export async function renderTaste({ name, facts, map, weeks }: TasteView, door: Pick<Door, 'log'>, say: Say): Promise<Message> {
  const { shown, files } = await drawn([...(map ? [{ ...map, name: 'map.png' }] : []), ...(weeks ? [{ ...weeks, name: 'weeks.png' }] : [])], door, say);
  const title = name === null ? say('Your taste') : say(`The taste of “${short(name)}”`);
  const told = facts.map((fact) => `**${say(fact.name)}** ${plain(clip(fact.phrases.map(say).join(' · '), ROOM))}`).join('\n');
  return message([container(ACCENT, [text(`### ${title}`), text(told), ...shown])], files);
}
