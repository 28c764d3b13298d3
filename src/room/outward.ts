import type { Reply, View, Why } from '../command.ts';
import type { Origin, Track } from '../domain.ts';
import type { LibraryStatus } from '../library/library.ts';
import { withoutFolders } from '../library/without-folders.ts';
import type { SessionState, SessionView } from '../session/session.ts';
import { visible } from '../visible.ts';
import type { RoomLibrary, RoomOrigin, RoomPlaying, RoomReply, RoomSession, RoomTrack, RoomView, RoomWhy } from './protocol.ts';

/** What of a track people may see: never where its file lies. */
export function outwardTrack(track: Track): RoomTrack {
  const { id, title, artist, album, year, genres, durationMs } = track;
  return { id, title: visible(title), artist: visible(artist), album: album && visible(album), year, genres: genres.map(visible), durationMs };
}

/** Whom a pick is for is public; what each of them was scored by is not. */
export function outwardOrigin(origin: Origin): RoomOrigin {
  if (origin.kind === 'request') return { kind: 'request', by: { id: origin.by.id, name: origin.by.name } };
  const { exploratory, scores } = origin.pick;
  return { kind: 'pick', exploratory, for: scores.map((score) => score.listenerId) };
}

export function outwardSession(view: SessionView): RoomSession {
  return {
    id: view.id,
    state: outwardState(view.state),
    queue: view.queue.map(({ id, track, origin }) => ({ id, track: outwardTrack(track), origin: outwardOrigin(origin) })),
    history: view.history.map(({ track, origin, endedAt }) => ({
      track: outwardTrack(track),
      origin: outwardOrigin(origin),
      endedAt,
    })),
    notices: view.notices,
  };
}

function outwardState(state: SessionState): RoomPlaying {
  if (state.kind !== 'playing' && state.kind !== 'paused') return state;
  const { playId, track, origin, positionMs, positionAt } = state.current;
  return {
    kind: state.kind,
    current: { playId, track: outwardTrack(track), origin: outwardOrigin(origin), positionMs, positionAt },
  };
}

export function outwardLibrary(status: LibraryStatus): RoomLibrary {
  const { tracks, artists, measured, sources, unreadable } = withoutFolders(status);
  return { tracks, artists, measured, sources, unreadable: unreadable.length };
}

export function outwardReply(reply: Reply): RoomReply {
  return { private: reply.private, view: outwardView(reply.view) };
}

function outwardWhy({ track, sentence, own }: Why): RoomWhy {
  return {
    track: outwardTrack(track),
    sentence,
    own: own && { score: own.scores.score, signals: own.scores.signals, because: own.because.map(outwardTrack) },
  };
}

function outwardView(view: View): RoomView {
  switch (view.kind) {
    case 'now-playing':
      return { kind: view.kind, session: outwardSession(view.session), mine: view.mine };
    case 'queue':
      return { kind: view.kind, session: outwardSession(view.session) };
    case 'queued':
      return { kind: view.kind, track: outwardTrack(view.track), position: view.position };
    case 'similar':
      return { kind: view.kind, track: outwardTrack(view.track), like: view.like.map(({ track, reasons }) => ({ track: outwardTrack(track), reasons })) };
    case 'why':
      return { kind: view.kind, why: outwardWhy(view.why) };
    case 'notice':
    case 'library':
    case 'privacy':
    case 'file':
    case 'settings':
      return view;
  }
}
