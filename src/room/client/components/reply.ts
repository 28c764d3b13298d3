import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { RoomSession, RoomTrack, RoomView } from '../../protocol.ts';
import { save } from '../download.ts';
import { clock, plural } from '../format.ts';
import { html } from '../html.ts';
import { converse } from '../state.ts';
import { Analysis } from './analysis.ts';
import { Cover } from './cover.ts';
import { Icon } from './icon.ts';
import { Imports } from './imports.ts';
import { FaultyFiles, Sources } from './library-status.ts';
import { DiscoveryList, ListTrack } from './discovery-list.ts';
import { Onboarding } from './onboarding.ts';
import { Reading } from './reading.ts';
import { Stats } from './stats.ts';
import { Taste } from './taste.ts';
import { TagCloud, Tags } from './tags.ts';
import { PrivacyFigures } from './privacy-figures.ts';
import { Reasoned } from './reasoned.ts';
import { WhyDetails } from './why-details.ts';

/** A command's answer. */
export function ReplyView({ view }: { readonly view: RoomView }): VNode {
  switch (view.kind) {
    case 'notice':
      return html`<p class=${`notice-line ${view.tone}`}>${view.tone === 'error' && html`<${Icon} name="warning" />`}<span>${view.text}</span></p>`;
    case 'queued':
      return html`<${Line} track=${view.track} note=${placed(view.position)} />`;
    case 'now-playing':
      return html`<${Playing} session=${view.session} />`;
    case 'queue':
      return view.session.queue.length === 0
        ? html`<p>Nothing is waiting.</p>`
        : html`<ol class="plain-list">${view.session.queue.map(({ id, track }) => html`<li key=${id}>${track.title} <span class="muted">by ${track.artist}, ${clock(track.durationMs)}</span></li>`)}</ol>`;
    case 'why':
      return html`<div><p>${view.why.sentence}</p>${view.why.own && html`<${WhyDetails} own=${view.why.own} chance=${view.why.chance} />`}</div>`;
    case 'vibe':
      return html`<div>${view.words === null ? html`<p>Nothing was asked for in words: Segue picks by taste alone.</p>` : html`<p>The vibe: ${view.words.join(' · ')}</p>`}
        ${view.note !== null && html`<p class="details">${view.note}</p>`}</div>`;
    case 'question':
      return html`<${Asked} text=${view.text} options=${view.options} />`;
    case 'similar':
      return 'track' in view
        ? html`<div><p>Like “${view.track.title}”:</p><${Reasoned} tracks=${view.like} /></div>`
        : html`<div><p>Like ${view.artist}:</p>
          <ol class="plain-list">${view.like.map(({ artist, tracks, reasons }) => html`<li key=${artist}>${artist} <span class="muted">${[plural(tracks, 'track here', 'tracks here'), ...reasons].join(' · ')}</span></li>`)}</ol></div>`;
    case 'analysis':
      return html`<${Analysis} view=${view} />`;
    case 'taste':
      return html`<${Taste} view=${view} />`;
    case 'stats':
      return html`<${Stats} view=${view} />`;
    case 'list':
      return html`<${DiscoveryList} view=${view} />`;
    case 'list-track':
      return html`<${ListTrack} view=${view} />`;
    case 'labelled':
      return html`<div><p>What fits “${view.label}”:</p><${Reasoned} tracks=${view.tracks} /></div>`;
    case 'tags':
      return html`<${Tags} view=${view} />`;
    case 'cloud':
      return html`<${TagCloud} tags=${view.tags} />`;
    case 'library':
      return html`<div class="library"><p>${plural(view.library.tracks, 'track', 'tracks')} by ${plural(view.library.artists, 'artist', 'artists')}.${' '}
        ${view.recommender.training && html`Taste is being learnt anew: about ${Math.floor(100 * view.recommender.training.share)} % done.${' '}`}
        ${view.recommender.from === 'process' ? 'Picks come from what is known now.' : 'The recommender is being restarted: picks come from what it knew before.'}</p>
        ${view.analysis.sentences.length > 0 && html`<p>${view.analysis.sentences.join(' ')}</p>`}
        <${Sources} sources=${view.library.sources} />
        <${FaultyFiles} title="Files that could not be read" files=${view.library.unreadable} />
        <${FaultyFiles} title="Tracks that could not be analysed" files=${view.analysis.faulty} /></div>`;
    case 'reading':
      return html`<${Reading} reading=${view.reading} />`;
    case 'import':
      return html`<${Imports} view=${view} />`;
    case 'onboarding':
      return html`<div>${view.note !== null && html`<p>${view.note}</p>`}<p>Whom do you like?</p><${Onboarding} artists=${view.artists} /></div>`;
    case 'privacy':
      return html`<div>${view.summary.consent === 'unasked' ? html`<p>Nothing is kept about you.</p>` : html`<${PrivacyFigures} summary=${view.summary} />`}
        ${view.note !== null && html`<p class="details">${view.note}</p>`}</div>`;
    case 'file':
      return html`<p>${view.text}</p><button type="button" class="button" onClick=${() => save(view)}><${Icon} name="download" /> ${view.name}</button>`;
    case 'settings':
      return html`<dl class="figures">
        <div><dt>Crossfade</dt><dd>${view.settings.crossfadeMs / 1000} s</dd></div>
        <div><dt>Loudness</dt><dd>${view.settings.targetLufs} LUFS</dd></div>
        <div><dt>Ends when empty for</dt><dd>${view.settings.idleMinutes} min</dd></div>
        <div><dt>Bitrate</dt><dd>${Math.round(view.settings.bitrate / 1000)} kbit/s</dd></div>
        <div><dt>When several listen</dt><dd>${view.settings.groupMode.replace('-', ' ')}</dd></div>
        <div><dt>Language</dt><dd>${view.settings.language}</dd></div>
        <div><dt>DJs</dt><dd>${view.djNames.length === 0 ? 'none named' : view.djNames.join(', ')}</dd></div>
      </dl>`;
  }
}

/** What Segue asks back; an answer is said like a line of one's own. */
function Asked({ text, options }: { readonly text: string; readonly options: readonly { readonly label: string; readonly words: string }[] }): VNode {
  const [answered, setAnswered] = useState(false);
  const answer = (words: string) => {
    setAnswered(true);
    void converse(`/vibe ${words}`);
  };
  return html`<div role="group" aria-label=${text}><p>${text}</p>
    <p class="actions">${options.map(({ label, words }) => html`<button key=${words} type="button" class="button" disabled=${answered} onClick=${() => answer(words)}>${label}</button>`)}</p></div>`;
}

function Playing({ session }: { readonly session: RoomSession }): VNode {
  const { state } = session;
  return state.kind === 'playing' || state.kind === 'paused'
    ? html`<${Line} track=${state.current.track} note=${state.kind === 'paused' ? 'Paused' : 'Playing now'} />`
    : html`<p>Nothing plays right now.</p>`;
}

function Line({ track, note }: { readonly track: RoomTrack; readonly note: string }): VNode {
  return html`<div class="reply-track"><${Cover} track=${track} size="small" />
    <div class="track-text"><p class="track-title">${track.title}</p><p class="track-artist">${track.artist}</p></div>
    <span class="track-time">${note}</span></div>`;
}

function placed(position: number): string {
  if (position === 0) return 'Playing now';
  return position === 1 ? 'Plays next' : `Number ${position} in the queue`;
}
