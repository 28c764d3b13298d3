import { ComponentType, type APIMediaGalleryComponent } from 'discord.js';
import type { AnalysisView } from '../../command.ts';
import { accentOf } from '../cover-colours.ts';
import type { Door } from '../door.ts';
import { pngOf } from '../picture-png.ts';
import { container, message, text, type AttachedFile, type Message } from './message.ts';
import type { Say } from './say.ts';
import { reasonedTracks } from './similar.ts';
import { clip, duration, plain } from './text.ts';
import { named } from './track.ts';

/** Discord's limit for what a picture is said to show. */
const MAX_ALT = 1024;
/** Of the text of a message, for what stands under one heading. */
const ROOM = 200;

/** The picture, what was measured in words, and what sounds like the track. Without the picture the words say it all the same. */
export async function renderAnalysis({ track, facts, picture, alt, like }: AnalysisView, { log }: Pick<Door, 'log'>, say: Say): Promise<Message> {
  const png = await pngOf(picture).catch((error: unknown) => {
    log.warn({ err: error }, 'The picture of an analysis could not be drawn.');
    return null;
  });
  const files: readonly AttachedFile[] = png === null ? [] : [{ attachment: png, name: 'analysis.png' }];
  const shown = files.map(({ name }): APIMediaGalleryComponent => ({
    type: ComponentType.MediaGallery,
    items: [{ media: { url: `attachment://${name}` }, description: clip(say(alt), MAX_ALT) }],
  }));
  const told = facts.map(({ name, phrases }) => `**${say(name)}** ${plain(clip(phrases.map(say).join(' · '), ROOM))}`).join('\n');
  const nearest = like.length === 0 ? [] : [text(`-# ${say('Nearest by sound')}`), ...reasonedTracks(like, say)];
  return message([container(accentOf(track), [text(`${named(track)} · ${duration(track.durationMs)}`), ...shown, text(told), ...nearest])], files);
}
