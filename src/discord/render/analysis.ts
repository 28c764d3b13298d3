import type { AnalysisView } from '../../view.ts';
import { accentOf } from '../cover-colours.ts';
import type { Door } from '../door.ts';
import { drawn } from './drawn.ts';
import { container, message, text, type Message } from './message.ts';
import type { Say } from './say.ts';
import { reasonedTracks } from './similar.ts';
import { clip, duration, plain } from './text.ts';
import { named } from './track.ts';

/** Of the text of a message, for what stands under one heading. */
const ROOM = 200;

/** The picture, what was measured in words, and what sounds like the track. Without the picture the words say it all the same. */
export async function renderAnalysis({ track, facts, picture, alt, like }: AnalysisView, door: Pick<Door, 'log'>, say: Say): Promise<Message> {
  const { shown, files } = await drawn([{ name: 'analysis.png', picture, alt }], door, say);
  const told = facts.map(({ name, phrases }) => `**${say(name)}** ${plain(clip(phrases.map(say).join(' · '), ROOM))}`).join('\n');
  const nearest = like.length === 0 ? [] : [text(`-# ${say('Nearest by sound')}`), ...reasonedTracks(like, say)];
  return message([container(accentOf(track), [text(`${named(track)} · ${duration(track.durationMs)}`), ...shown, text(told), ...nearest])], files);
}
