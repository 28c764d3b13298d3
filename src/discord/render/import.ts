import type { ImportView } from '../../view.ts';
import { text } from './message.ts';
import type { Say } from './say.ts';
import { plain, plainLines } from './text.ts';

const WAYS = '/import file takes what you downloaded; /import listenbrainz and /import lastfm ask there by your name.';
const KEPT = '/import remove forgets what came from a service, /privacy export shows all of it.';

/** What somebody imported: how much of which service, and since when it stands. */
export function renderImport({ note, reading, histories }: ImportView, say: Say) {
  const count = (value: number) => value.toLocaleString('en');
  const lines = histories.map(({ service, at, plays, songs, matched }) => `- **${plain(service)}** · ${say(`${count(plays)} plays of ${count(songs)} songs, ${count(matched)} of them here`)} · <t:${Math.floor(at / 1000)}:R>`);
  return [
    text(`### ${say('What you heard elsewhere')}`),
    ...(note === null ? [] : [text(plainLines(say(note)))]),
    ...(reading === null ? [] : [text(plain(say(`A history of yours is being read: ${count(reading)} plays so far.`)))]),
    ...(lines.length > 0 ? [text(lines.join('\n'))] : note === null && reading === null ? [text(plain(say('Nothing is imported yet. What you import helps Segue to know you from the first track on.')))] : []),
    text(`-# ${plain(say(WAYS))}${lines.length > 0 ? `\n-# ${plain(say(KEPT))}` : ''}`),
  ];
}
