import { analysisSentences, type AnalysisProgress } from '../analysis/progress.ts';
import type { Reply } from '../command.ts';
import type { ReasonedTrack, View, Why } from '../view.ts';
import type { Origin, Track, TrackId } from '../domain.ts';
import type { LibraryStatus } from '../library/library.ts';
import { withoutFolders } from '../library/without-folders.ts';
import type { SessionState, SessionView } from '../session/session.ts';
import { vibeWords } from '../session/vibe-words.ts';
import { visible } from '../visible.ts';
import type { RoomLibrary, RoomOrigin, RoomPlaying, RoomReasoned, RoomReply, RoomSession, RoomTrack, RoomView, RoomWhy } from './protocol.ts';

type TrackOf = (id: TrackId) => Track | undefined;

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

export function outwardSession(view: SessionView, trackOf: TrackOf): RoomSession {
  return {
    id: view.id,
    state: outwardState(view.state),
    queue: view.queue.map(({ id, track, origin }) => ({ id, track: outwardTrack(track), origin: outwardOrigin(origin) })),
    history: view.history.map(({ track, origin, endedAt }) => ({
      track: outwardTrack(track),
      origin: outwardOrigin(origin),
      endedAt,
    })),
    vibe: view.vibe && { words: vibeWords(view.vibe, trackOf), since: view.vibe.since },
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

export function outwardLibrary(status: LibraryStatus, analysis: AnalysisProgress): RoomLibrary {
  const { tracks, artists, measured, sources, unreadable } = withoutFolders(status);
  return { tracks, artists, measured, sources, unreadable: unreadable.length, analysis: { sentences: analysisSentences(analysis), faults: analysis.faults } };
}

export function outwardReply(reply: Reply, trackOf: TrackOf): RoomReply {
  return { private: reply.private, view: outwardView(reply.view, trackOf) };
}

function outwardWhy({ track, sentence, own, chance }: Why): RoomWhy {
  return {
    track: outwardTrack(track),
    sentence,
    own: own && { score: own.scores.score, signals: own.scores.signals, because: own.because.map(outwardTrack), evidence: own.evidence, sure: own.sure },
    chance,
  };
}

function outwardReasoned({ track, reasons }: ReasonedTrack): RoomReasoned {
  return { track: outwardTrack(track), reasons };
}

function outwardView(view: View, trackOf: TrackOf): RoomView {
  switch (view.kind) {
    case 'now-playing':
      return { kind: view.kind, session: outwardSession(view.session, trackOf), mine: view.mine };
    case 'queue':
      return { kind: view.kind, session: outwardSession(view.session, trackOf) };
    case 'queued':
      return { kind: view.kind, track: outwardTrack(view.track), position: view.position };
    case 'similar':
      return 'track' in view ? { kind: view.kind, track: outwardTrack(view.track), like: view.like.map(outwardReasoned) } : view;
    case 'analysis':
      return { ...view, track: outwardTrack(view.track), like: view.like.map(outwardReasoned) };
    case 'taste':
      return { kind: view.kind, name: view.name, facts: view.facts, map: view.name === null ? null : view.map, weeksAlt: view.weeks?.alt ?? null, ...view.figures };
    case 'stats':
      return { kind: view.kind, facts: view.facts, weeks: view.weeks, note: view.note, alt: view.drawing?.alt ?? null };
    case 'labelled':
      return { kind: view.kind, label: view.label, tracks: view.tracks.map(outwardReasoned) };
    case 'list':
      return { ...view, tracks: view.tracks.map(outwardReasoned) };
    case 'list-track':
      return { ...view, of: outwardReasoned(view.of) };
    case 'tags':
      return { ...view, track: view.track && outwardTrack(view.track) };
    case 'why':
      return { kind: view.kind, why: outwardWhy(view.why) };
    case 'notice':
    case 'cloud':
    case 'vibe':
    case 'question':
    case 'library':
    case 'reading':
    case 'import':
    case 'onboarding':
    case 'privacy':
    case 'file':
    case 'settings':
      return view;
  }
}
