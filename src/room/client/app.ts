import { render, type VNode } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RoomState } from '../protocol.ts';
import { api } from './api.ts';
import { CommandBar } from './components/command-bar.ts';
import { ConsentCard } from './components/consent-card.ts';
import { Conversation } from './components/conversation.ts';
import { hueOf } from './components/cover.ts';
import { Header } from './components/header.ts';
import { LibraryStatus } from './components/library-status.ts';
import { NowPlaying } from './components/now-playing.ts';
import { OnboardingCard } from './components/onboarding.ts';
import { History, Queue } from './components/queue.ts';
import { Skeleton } from './components/skeleton.ts';
import { LibraryTags } from './components/tags.ts';
import { ToastView } from './components/toast.ts';
import { LoginScreen, Threshold, Welcome } from './components/welcome.ts';
import { html } from './html.ts';
import { become, type Identity } from './identity.ts';
import { Player } from './player.ts';
import { app, converse, follow } from './state.ts';
import { useStore } from './store.ts';

/** How often a tab says that it is there. */
const SIGN_MS = 20_000;
const START_HUE = 262;

const audio = document.createElement('audio');
document.body.append(audio);
const player = new Player(audio);

function App(): VNode {
  const state = useStore(app);
  switch (state.screen) {
    case 'loading':
      return html`<${Skeleton} />`;
    case 'login':
      return html`<${LoginScreen} onDone=${enter} />`;
    case 'name':
      return html`<${Welcome} onIdentity=${(identity: Identity) => { become(identity); enter(); }} />`;
    case 'refused':
      return html`<${Threshold} title="The room stays shut"><p>${state.refusal}</p><p><a class="button" href="/">Go to the lounge</a></p><//>`;
    case 'room':
      return html`<${RoomScreen} room=${state.room} connected=${state.connected} />`;
  }
}

function RoomScreen({ room, connected }: { readonly room: RoomState; readonly connected: boolean }): VNode {
  const { log, artists } = useStore(app);
  const [line, setLine] = useState('');
  const now = useMinute();
  const type = useCallback((text: string) => {
    setLine(text);
    document.getElementById('command')?.focus();
  }, []);
  const played = (room.session?.history.length ?? 0) > 0;
  return html`<div class="room">
    <a class="skip-link" href="#command">Go to the command line</a>
    <${Header} room=${room} player=${player} />
    ${!connected && html`<p class="banner" role="status"><span class="spinner" aria-hidden="true"></span>The connection is lost. Trying again…</p>`}
    <main class="stage">
      <div class="flow">
        <${NowPlaying} room=${room} player=${player} />
        ${room.me.consent === 'unasked' && html`<${ConsentCard} />`}
        ${artists !== null && html`<${OnboardingCard} artists=${artists} />`}
        <${Conversation} log=${log} onExample=${type} />
      </div>
      <${CommandBar} line=${line} onLine=${setLine} onRun=${(text: string) => void converse(text)} />
    </main>
    <aside class="side" aria-label="Queue, history, tags and library">
      <section aria-labelledby="queue-title"><h2 id="queue-title">Up next</h2><${Queue} room=${room} /></section>
      ${played && html`<section aria-labelledby="history-title"><h2 id="history-title">Played</h2><${History} room=${room} now=${now} /></section>`}
      <${LibraryTags} tracks=${room.library.tracks} />
      <section aria-labelledby="library-title"><h2 id="library-title">Library</h2><${LibraryStatus} library=${room.library} /></section>
    </aside>
    <${ToastView} />
  </div>`;
}

/** The time, to the minute. */
function useMinute(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function enter(): void {
  void follow(() => player.deafened);
}

/** The tab's title, the system's media controls, the page's colour and the sound follow the room. */
function followRoom(): void {
  const { room, tab } = app.get();
  const state = room?.session?.state;
  const current = state?.kind === 'playing' || state?.kind === 'paused' ? state.current : null;
  const title = current ? `${current.track.title} · ${current.track.artist}` : 'Segue';
  if (document.title !== title) {
    document.title = title;
    document.documentElement.style.setProperty('--hue', String(current ? hueOf(current.track) : START_HUE));
    if ('mediaSession' in navigator) {
      navigator.mediaSession.metadata = current && new MediaMetadata({ title: current.track.title, artist: current.track.artist, album: current.track.album ?? '' });
    }
  }
  const session = room?.session;
  player.follow(session && state?.kind !== 'stopped' ? { sessionId: session.id, paused: state?.kind !== 'playing' } : null);
  if (tab !== reported.tab) report();
}

let reported: { readonly tab: string | null; readonly deafened: boolean } = { tab: null, deafened: false };

/** Tells the server that the tab is there, and whether the person hears the music. */
function report(): void {
  const { tab } = app.get();
  reported = { tab, deafened: player.deafened };
  // A tab that cannot be reached now says it the next time.
  if (tab !== null) api.hearing(tab, player.deafened).catch(() => {});
}

if ('mediaSession' in navigator) {
  navigator.mediaSession.setActionHandler('pause', () => player.setMuted(true));
  navigator.mediaSession.setActionHandler('play', () => player.setMuted(false));
}
app.subscribe(followRoom);
player.state.subscribe(() => {
  if (player.deafened !== reported.deafened) report();
});
setInterval(report, SIGN_MS);

render(html`<${App} />`, document.getElementById('app')!);
enter();
