import { ButtonStyle, ComponentType, type APIActionRowComponent, type APIComponentInContainer, type APIStringSelectComponent } from 'discord.js';
import type { ListTrackView, ListView, ReasonedTrack } from '../../view.ts';
import type { Reaction } from '../../domain.ts';
import { visible } from '../../visible.ts';
import { customId } from '../custom-id.ts';
import { userIdOf, type Door } from '../door.ts';
import { pngOf } from '../picture-png.ts';
import { ownReaction } from './card.ts';
import { button, container, line, message, row, text, type AttachedFile, type Message } from './message.ts';
import type { Say } from './say.ts';
import { clip, duration, fitted, plain } from './text.ts';
import { named } from './track.ts';

/** Discord's limits for what a picture is said to show, and for the options of a menu. */
const MAX_ALT = 1024;
const MAX_OPTIONS = 25;
const MAX_LABEL = 100;
/** No list is longer than what fits into these. */
const MENUS = 2;
/** Of a list that is brought, so many tracks stand on the card; the menus have them all. */
const SHOWN = 10;
/** Of the text of a message, for the tracks. */
const ROOM = 2500;
/** About the list as a whole. */
const PHRASES = 6;
const EMOJI: Readonly<Record<Reaction, string>> = { like: '👍', dislike: '👎', love: '❤️' };

/** A list: its cover, the first of its tracks with what speaks for them, and what can be done with it. Without the cover the words say it all. */
export async function renderList({ list, title, about, tracks, cover, alt, kept }: ListView, { log }: Pick<Door, 'log'>, say: Say): Promise<Message> {
  const png = await pngOf(cover).catch((error: unknown) => {
    log.warn({ err: error }, 'The cover of a list could not be drawn.');
    return null;
  });
  const files: readonly AttachedFile[] = png === null ? [] : [{ attachment: png, name: `list-${list.id}.png` }];
  const shown = files.map(({ name }): APIComponentInContainer => ({
    type: ComponentType.MediaGallery,
    items: [{ media: { url: `attachment://${name}` }, description: clip(say(alt), MAX_ALT) }],
  }));
  const userId = list.listenerId === null ? null : userIdOf(list.listenerId);
  const whose = userId === null || list.kind === 'kept' ? '' : ` · <@${userId}>`;
  const heading = text(`### ${plain(clip(say(title), 100))}\n-# ${about.slice(0, PHRASES).map((phrase) => plain(clip(say(phrase), 80))).join(' · ')}${whose}`);
  const entries = tracks.slice(0, SHOWN).map((one, i) => entry(one, i, say));
  const more = tracks.length > SHOWN ? [text(`-# ${say(`… and ${tracks.length - SHOWN} more`)}`)] : [];
  return message(
    [
      container(accentOf(cover.shapes), [
        ...shown,
        heading,
        ...(tracks.length === 0 ? [] : [line(), text(fitted(entries, ROOM, (count) => say(`… and ${count} more`))), ...more, ...menus(list.id, tracks, say)]),
        row(
          button({ kind: 'list', deed: 'play', listId: list.id }, { emoji: '▶️', label: say('Play it'), style: ButtonStyle.Primary, disabled: tracks.length === 0 }),
          button({ kind: 'list', deed: 'keep', listId: list.id }, { emoji: '📌', label: say(kept ? 'Let go' : 'Keep') }),
          ...(list.kind === 'kept' ? [] : [button({ kind: 'list', deed: 'less', listId: list.id }, { emoji: '↩️', label: say('Less like this') })]),
        ),
      ]),
    ],
    files,
  );
}

/** A track of a list with what speaks for it, and buttons to say what one thinks of it. */
export function renderListTrack({ listId, of: { track, reasons }, mine }: ListTrackView, say: Say) {
  const why = reasons.map((reason) => plain(clip(say(reason), 200))).join(' · ');
  const react = (reaction: Reaction) => button({ kind: 'list-react', reaction, listId, trackId: track.id }, { emoji: EMOJI[reaction], ...(mine === reaction && { style: ButtonStyle.Primary }) });
  return [
    text(`${named(track)} · ${duration(track.durationMs)}${why === '' ? '' : `\n-# ${why}`}`),
    ...(mine === null ? [] : [text(`-# ${ownReaction(mine, say)}`)]),
    row(react('like'), react('dislike'), react('love')),
  ];
}

function entry({ track, reasons }: ReasonedTrack, index: number, say: Say): string {
  const why = reasons.map((reason) => plain(clip(say(reason), 160))).join(' · ');
  return `${index + 1}\\. ${named(track)} · ${duration(track.durationMs)}${why === '' ? '' : `\n-# ${why}`}`;
}

/** All tracks of the list, as many as fit into a menu each. */
function menus(listId: string, tracks: readonly ReasonedTrack[], say: Say): readonly APIActionRowComponent<APIStringSelectComponent>[] {
  return Array.from({ length: Math.min(MENUS, Math.ceil(tracks.length / MAX_OPTIONS)) }, (_, i) => {
    const from = i * MAX_OPTIONS;
    const part = tracks.slice(from, from + MAX_OPTIONS);
    return row<APIStringSelectComponent>({
      type: ComponentType.StringSelect,
      custom_id: customId({ kind: 'list-track', listId, from }),
      placeholder: clip(say(`Say what you think of one: ${from + 1} to ${from + part.length}`), 150),
      options: part.map(({ track }, k) => ({
        value: track.id,
        label: clip(`${from + k + 1}. ${visible(track.title) || '…'}`, MAX_LABEL),
        description: clip(visible(track.artist) || '…', MAX_LABEL),
      })),
    });
  });
}

/** Of what lies on top of its cover, 0xRRGGBB. */
function accentOf(shapes: ListView['cover']['shapes']): number {
  const fill = shapes.at(-1)?.fill ?? '#5b7fde';
  return Number.parseInt(fill.slice(1), 16);
}
