import { ComponentType, type APIMediaGalleryComponent } from 'discord.js';
import type { Drawing } from '../../view.ts';
import type { Picture } from '../../picture.ts';
import type { Door } from '../door.ts';
import { pngOf } from '../picture-png.ts';
import type { AttachedFile } from './message.ts';
import type { Say } from './say.ts';
import { clip } from './text.ts';

/** Discord's limit for what a picture is said to show. */
const MAX_ALT = 1024;

/** Pictures as the files of a message and what shows them in it, each as wide as the message; one that cannot be drawn is left out. */
export async function drawn(drawings: readonly (Drawing & { readonly name: string })[], { log }: Pick<Door, 'log'>, say: Say): Promise<{ readonly shown: readonly APIMediaGalleryComponent[]; readonly files: readonly AttachedFile[] }> {
  const done = await Promise.all(drawings.map(async ({ name, picture, alt }) => ({ name, alt, png: await pngOf(saidIn(picture, say)).catch((error: unknown) => {
    log.warn({ err: error }, 'A picture could not be drawn.');
    return null;
  }) })));
  const files = done.flatMap(({ name, png }) => (png === null ? [] : [{ attachment: png, name }]));
  const shown = done.filter(({ png }) => png !== null).map(({ name, alt }): APIMediaGalleryComponent => ({
    type: ComponentType.MediaGallery,
    items: [{ media: { url: `attachment://${name}` }, description: clip(say(alt), MAX_ALT) }],
  }));
  return { shown, files };
}

/** The words of a picture in the language of the guild. */
function saidIn(picture: Picture, say: Say): Picture {
  return { ...picture, shapes: picture.shapes.map((shape) => (shape.kind === 'text' ? { ...shape, text: say(shape.text) } : shape)) };
}
