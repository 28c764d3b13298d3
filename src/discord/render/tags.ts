import type { TagsView, View } from '../../view.ts';
import type { ReadSource } from '../../recommender/recommender.ts';
import { customId, MAX_ID } from '../custom-id.ts';
import { button, line, row, text } from './message.ts';
import type { Say } from './say.ts';
import { reasonedTracks } from './similar.ts';
import { clip, fitted, plain, short } from './text.ts';
import { named } from './track.ts';

/** Buttons in a row, and rows of them: a message has room for more, a phone has not. */
const IN_A_ROW = 5;
const ROWS = 4;
const LABEL = 30;
const BRANDS: Readonly<Record<string, string>> = { wikipedia: 'Wikipedia', musicbrainz: 'MusicBrainz', listenbrainz: 'ListenBrainz', lastfm: 'Last.fm' };
const OWN: Readonly<Record<string, string>> = { file: 'the files', feeds: 'feeds', pages: 'pages' };
/** What an address may hold and a link in a message may not. */
const MARKUP = /[()<>*|`~]/g;

/** The tags, each with who gives it, and where that was read. */
export function renderTags({ artist, track, tags, sources }: TagsView, say: Say) {
  const given = tags.map(({ tag, from }) => `${short(tag)} · ${from.map((source) => sourceName(source, say)).join(', ')}`);
  const more = (count: number) => say(`… and ${count} more`);
  return [
    text(track === null ? `**${short(artist)}**` : named(track)),
    ...(given.length > 0 ? [text(fitted(given, 1200, more))] : []),
    ...(sources.length > 0 ? [line(), text(fitted(sources.map((source) => `-# ${creditOf(source, say)}`), 1600, more))] : []),
  ];
}

/** A source as people call it. */
export function sourceName(source: string, say: Say): string {
  const own = OWN[source];
  return own === undefined ? (BRANDS[source] ?? source) : say(own);
}

/** A link to where it was read, in the words the source asks for. */
function creditOf({ source, title, url, credit }: ReadSource, say: Say): string {
  const link = URL.canParse(url) ? `[${short(title)}](<${new URL(url).href.replace(MARKUP, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}>)` : short(title);
  return `${link} · ${plain(clip(credit ?? sourceName(source, say), 200))}`;
}

/** The tags of the library; a press plays one. */
export function renderCloud({ tags }: Extract<View, { kind: 'cloud' }>, say: Say) {
  if (tags.length === 0) return [text(say('No track of the library has a tag yet.'))];
  const listed = tags.map(({ tag, tracks }) => `${short(tag)} ${tracks.toLocaleString('en')}`).join(' · ');
  const pressed = tags
    .map(({ tag }) => ({ press: { kind: 'tag', tag } as const, tag }))
    .filter(({ press }) => customId(press).length <= MAX_ID)
    .slice(0, ROWS * IN_A_ROW)
    .map(({ press, tag }) => button(press, { label: clip(tag, LABEL) }));
  const rows = Array.from({ length: Math.ceil(pressed.length / IN_A_ROW) }, (_, i) => row(...pressed.slice(i * IN_A_ROW, (i + 1) * IN_A_ROW)));
  return [text(`### ${say('Tags of the library, by tracks')}\n${clip(listed, 1500)}`), ...rows];
}

export function renderLabelled({ label, tracks }: Extract<View, { kind: 'labelled' }>, say: Say) {
  return [text(`-# ${say('What fits')}\n**${short(label)}**`), ...reasonedTracks(tracks, say)];
}
