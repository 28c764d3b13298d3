import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RoomCurrent, RoomState, RoomVibe } from '../../protocol.ts';
import { clock } from '../format.ts';
import { html } from '../html.ts';
import type { Player } from '../player.ts';
import { app, control, positionNow } from '../state.ts';
import { Cover } from './cover.ts';
import { Icon } from './icon.ts';
import { Reactions } from './reactions.ts';
import { Reason } from './reason.ts';
import { SoundNotice } from './sound-notice.ts';

export function NowPlaying({ room, player }: { readonly room: RoomState; readonly player: Player }): VNode {
  const state = room.session?.state;
  if (state?.kind === 'playing' || state?.kind === 'paused') {
    return html`<${Playing} room=${room} player=${player} current=${state.current} paused=${state.kind === 'paused'} />`;
  }
  if (state?.kind === 'starting') return html`<${Quiet} title="Looking for the first track" busy>Segue is choosing something for whoever is here.<//>`;
  if (state?.kind === 'waiting') return html`<${Quiet} title="Nothing to play just now">${state.reason}<//>`;
  if (room.library.tracks === 0) {
    return html`<${Quiet} title="Reading the library" busy>The first tracks will be here in a moment.<//>`;
  }
  return html`<${Quiet} title="The room is quiet" action=${html`<button type="button" class="button primary" onClick=${() => control(['dj', 'start'])}><${Icon} name="play" filled /> Start the music</button>`}>
    Segue picks for whoever is here, and learns from how you react. You can also ask for a track below.
  <//>`;
}

function Quiet({ title, busy = false, action, children }: { readonly title: string; readonly busy?: boolean; readonly action?: VNode; readonly children: unknown }): VNode {
  return html`<section class="now quiet-now" aria-labelledby="now-title" aria-busy=${busy}>
    <div class=${busy ? 'cover cover-large empty-cover pulsing' : 'cover cover-large empty-cover'}><${Icon} name="music" /></div>
    <div class="now-text">
      <h2 id="now-title">${title}</h2>
      <p class="muted">${children}</p>
      ${action}
    </div>
  </section>`;
}

interface PlayingProps {
  readonly room: RoomState;
  readonly player: Player;
  readonly current: RoomCurrent;
  readonly paused: boolean;
}

function Playing({ room, player, current, paused }: PlayingProps): VNode {
  const { track } = current;
  const details = [track.album, track.year, ...track.genres.slice(0, 2)].filter((part) => part !== null).join(' · ');
  return html`<section class="now" aria-labelledby="now-title">
    <div class="cover-frame"><${Cover} track=${track} size="large" /><${SoundNotice} player=${player} /></div>
    <div class="now-text">
      <p class=${paused ? 'eyebrow' : 'eyebrow live'}><span class="bars" aria-hidden="true"><i></i><i></i><i></i></span>${paused ? 'Paused' : 'Now playing'}</p>
      <h2 id="now-title">${track.title}</h2>
      <p class="artist">${track.artist}</p>
      ${details !== '' && html`<p class="details">${details}</p>`}
      ${room.session?.vibe && html`<${Vibe} vibe=${room.session.vibe} />`}
      <${Position} key=${current.playId} durationMs=${track.durationMs} />
      <div class="controls">
        <div class="transport" role="group" aria-label="Playback for everybody here">
          <button type="button" class="button round primary" onClick=${() => control([paused ? 'resume' : 'pause'])}>
            <${Icon} name=${paused ? 'play' : 'pause'} filled /><span class="sr-only">${paused ? 'Resume' : 'Pause'}</span>
          </button>
          <button type="button" class="button round" onClick=${() => control(['skip'])}>
            <${Icon} name="skip" filled /><span class="sr-only">Skip this track</span>
          </button>
        </div>
        <${Reactions} me=${room.me} />
      </div>
      <p class="sr-only" role="status">${paused ? 'Paused' : 'Now playing'}: ${track.title} by ${track.artist}</p>
    </div>
    <${Reason} key=${current.playId} room=${room} current=${current} />
  </section>`;
}

/** What was asked for in words. */
function Vibe({ vibe: { words, since } }: { readonly vibe: RoomVibe }): VNode {
  return html`<p class="vibe"><${Icon} name="spark" /><span><span class="sr-only">The vibe: </span>${words.join(' · ')}</span>
    <button type="button" class="button icon-only" onClick=${() => control(['vibe'], { clear: true }, { vibeSince: since })}><${Icon} name="close" /><span class="sr-only">By taste alone again</span></button></p>`;
}

/** Where the track is; dragging it seeks for everybody. */
function Position({ durationMs }: { readonly durationMs: number }): VNode {
  const [now, setNow] = useState(positionNow(app.get()));
  const [dragged, setDragged] = useState<number | null>(null);
  useEffect(() => {
    const timer = setInterval(() => setNow(positionNow(app.get())), 250);
    return () => clearInterval(timer);
  }, []);
  const shown = dragged ?? now;
  const seek = async (to: number) => {
    await control(['seek'], { position: clock(to) });
    setDragged(null);
  };
  return html`<div class="position">
    <input type="range" aria-label="Position in the track" min="0" max=${durationMs} step="1000" value=${shown}
      aria-valuetext=${`${clock(shown)} of ${clock(durationMs)}`} style=${{ '--fill': `${(shown / durationMs) * 100}%` }}
      onInput=${(event: Event) => setDragged(Number((event.target as HTMLInputElement).value))}
      onChange=${(event: Event) => void seek(Number((event.target as HTMLInputElement).value))} />
    <div class="times" aria-hidden="true"><span>${clock(shown)}</span><span>${clock(durationMs)}</span></div>
  </div>`;
}
