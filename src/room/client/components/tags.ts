import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RoomView } from '../../protocol.ts';
import { api } from '../api.ts';
import { plural } from '../format.ts';
import { html } from '../html.ts';
import { control, toast } from '../state.ts';

type Cloud = Extract<RoomView, { kind: 'cloud' }>['tags'];

/** Sources as people call them. */
export const SOURCES: Readonly<Record<string, string>> = { file: 'the files', wikipedia: 'Wikipedia', musicbrainz: 'MusicBrainz', listenbrainz: 'ListenBrainz', lastfm: 'Last.fm', feeds: 'feeds', pages: 'pages' };
/** rem, of the rarest tag and of the one that most tracks have. */
const SMALLEST = 0.8125;
const LARGEST = 1.375;
/** The cloud is asked for again when the library has grown so much: libraries are read track by track. */
const GROWTH = 1.2;

/** The tags of the library: one that is pressed is what plays. @param tracks of the library, as it grows */
export function LibraryTags({ tracks }: { readonly tracks: number }): VNode | null {
  const [tags, setTags] = useState<Cloud>([]);
  const size = Math.floor(Math.log(Math.max(1, tracks)) / Math.log(GROWTH));
  useEffect(() => {
    let gone = false;
    api.run(['tags', 'library']).then(
      ({ view }) => {
        if (!gone && view.kind === 'cloud') setTags(view.tags);
      },
      // Without it the room is whole.
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [size]);
  if (tags.length === 0) return null;
  return html`<section aria-labelledby="tags-title"><h2 id="tags-title">Tags</h2><${TagCloud} tags=${tags} /></section>`;
}

/** Tags as buttons, in the order of the alphabet, the larger the more tracks they have. */
export function TagCloud({ tags }: { readonly tags: Cloud }): VNode {
  const most = Math.log(Math.max(2, ...tags.map(({ tracks }) => tracks)));
  const size = (tracks: number) => `${SMALLEST + (LARGEST - SMALLEST) * (Math.log(tracks) / most)}rem`;
  return html`<ul class="cloud" aria-label="Tags: press one to hear it">
    ${tags.toSorted((a, b) => a.tag.localeCompare(b.tag)).map(({ tag, tracks }) => html`<li key=${tag}>
      <button type="button" class="tag-button" style=${{ fontSize: size(tracks) }} title=${plural(tracks, 'track', 'tracks')} aria-label=${`${tag}, ${plural(tracks, 'track', 'tracks')}`} onClick=${() => void play(tag)}>${tag}</button>
    </li>`)}
  </ul>`;
}

/** What plays is shown at the top of the page, which may be out of sight. */
async function play(tag: string): Promise<void> {
  const reply = await control(['vibe'], { tag });
  if (reply?.view.kind === 'vibe' && reply.view.words) toast('ok', `The vibe: ${reply.view.words.join(' · ')}`);
}

/** What is said of a track or an artist, by whom, and where that was read. */
export function Tags({ view: { artist, track, tags, sources } }: { readonly view: Extract<RoomView, { kind: 'tags' }> }): VNode {
  return html`<div><p>${track === null ? artist : `“${track.title}” by ${artist}`}</p>
    <ul class="plain-list">${tags.map(({ tag, from }) => html`<li key=${tag}>${tag} <span class="muted">${from.map((source) => SOURCES[source] ?? source).join(', ')}</span></li>`)}</ul>
    ${sources.length > 0 && html`<ul class="plain-list details">${sources.map(({ source, title, url, credit }) => html`<li key=${url}><a href=${url} target="_blank" rel="noreferrer">${title}</a> <span>${credit ?? SOURCES[source] ?? source}</span></li>`)}</ul>`}</div>`;
}
