import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { SourceStatus } from '../../../library/library.ts';
import type { RoomLibrary } from '../../protocol.ts';
import { plural } from '../format.ts';
import { html } from '../html.ts';
import { control } from '../state.ts';
import { Icon } from './icon.ts';

const STATES: Readonly<Record<SourceStatus['state'], string>> = {
  waiting: 'waiting',
  scanning: 'reading',
  watching: 'up to date',
  failed: 'cannot be read',
};

export interface Unreadable {
  readonly path: string;
  readonly reason: string;
}

/** How much music there is, how far reading it has come, and what could not be read. */
export function LibraryStatus({ library }: { readonly library: RoomLibrary }): VNode {
  const [unreadable, setUnreadable] = useState<readonly Unreadable[] | null>(null);
  const show = async () => {
    const reply = await control(['library']);
    if (reply?.view.kind === 'library') setUnreadable(reply.view.library.unreadable);
  };
  return html`<div class="library">
    <dl class="figures">
      <div><dt>Tracks</dt><dd>${library.tracks.toLocaleString('en')}</dd></div>
      <div><dt>Artists</dt><dd>${library.artists.toLocaleString('en')}</dd></div>
      <div><dt>Loudness measured</dt><dd>${library.tracks === 0 ? '–' : `${Math.floor((library.measured / library.tracks) * 100)} %`}</dd></div>
    </dl>
    <${Sources} sources=${library.sources} />
    ${library.unreadable > 0 && unreadable === null && html`<button type="button" class="button" onClick=${() => void show()}>
      <${Icon} name="warning" /> ${plural(library.unreadable, 'file', 'files')} could not be read
    </button>`}
    ${unreadable && html`<${UnreadableFiles} files=${unreadable} />`}
  </div>`;
}

export function Sources({ sources }: { readonly sources: readonly SourceStatus[] }): VNode {
  return html`<ul class="sources">
    ${sources.map(({ name, state, done, total, message }) => html`<li key=${name}>
      <p class="source-name"><span>${name}</span><span class=${`state ${state}`}>${STATES[state]}</span></p>
      ${state === 'scanning' && html`<progress aria-label=${`Reading ${name}`} value=${done} max=${Math.max(total, 1)}></progress>
      <p class="details">${done.toLocaleString('en')} of ${plural(total, 'file', 'files')}</p>`}
      ${message !== null && html`<p class="details">${message}</p>`}
    </li>`)}
  </ul>`;
}

export function UnreadableFiles({ files }: { readonly files: readonly Unreadable[] }): VNode {
  return html`<ul class="unreadable" aria-label="Files that could not be read">
    ${files.map(({ path, reason }) => html`<li key=${path}><code>${path}</code><span>${reason}</span></li>`)}
  </ul>`;
}
