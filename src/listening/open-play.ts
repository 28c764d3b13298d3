import type { ListenEnding, ListenerId, Play, PlayEnding } from '../domain.ts';
import { begin, change, resume, tallies, type Attribution, type AttributionChange, type Tally } from './attribution.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { LogEventOf, LogHead } from './log-event.ts';

type PlayFacts = Pick<Play, 'id' | 'placeId' | 'sessionId' | 'trackId' | 'durationMs' | 'startedAt'>;

/** A play that can be heard now, and who hears it. */
export class OpenPlay {
  readonly facts: PlayFacts;
  /** Members whose skip of this play is logged already. */
  readonly skippers = new Set<ListenerId>();
  #attribution: Attribution;

  private constructor(facts: PlayFacts, attribution: Attribution) {
    this.facts = facts;
    this.#attribution = attribution;
  }

  static started(play: Play): OpenPlay {
    return new OpenPlay(play, begin(play.startedAt));
  }

  /** A play that goes on at `at` from its checkpoint, if there is one; only the listens of `counted` members do. */
  static resumed(play: Play, checkpoint: Checkpoint | undefined, at: number, counted: (id: ListenerId) => boolean): OpenPlay {
    const listens = (checkpoint?.listens ?? []).filter((listen) => counted(listen.listener_id));
    const kept = listens.map((listen) => [listen.listener_id, tallyOf(listen)] as const);
    return new OpenPlay(play, resume(at, checkpoint?.play.ran_ms ?? 0, kept));
  }

  get present(): readonly ListenerId[] {
    return [...this.#attribution.hearers].filter(([, { present }]) => present).map(([id]) => id);
  }

  get running(): boolean {
    return this.#attribution.running;
  }

  change(what: AttributionChange, at: number): void {
    this.#attribution = change(this.#attribution, what, at);
  }

  /** The latest of `at` and the times of the events so far. */
  latest(at: number): number {
    return Math.max(at, this.#attribution.at);
  }

  checkpoint(at: number): Checkpoint {
    const heard = tallies(this.#attribution, at);
    const now = this.latest(at);
    return {
      play: {
        play_id: this.facts.id,
        place_id: this.facts.placeId,
        session_id: this.facts.sessionId,
        track_id: this.facts.trackId,
        duration_ms: this.facts.durationMs,
        started_at: this.facts.startedAt,
        ran_ms: this.#ranMs(now),
        checkpoint_at: now,
      },
      listens: [...heard].map(([id, tally]) => ({
        play_id: this.facts.id,
        listener_id: id,
        started_at: tally.startedAt,
        heard_ms: tally.heardMs,
        joined_midway: tally.joinedMidway ? 1 : 0,
        hearing: tally.hearing ? 1 : 0,
        checkpoint_at: tally.endedAt,
      })),
    };
  }

  /** What the log says when the play ends: how it ended, and what each member heard. */
  ended(ending: PlayEnding, at: number): (LogEventOf<'play-ended'> | LogEventOf<'listen'>)[] {
    const now = this.latest(at);
    return [
      { ...headOf(this.facts, null, now), kind: 'play-ended', data: { ending: ending.kind, ranMs: this.#ranMs(now) } },
      ...[...tallies(this.#attribution, now)].map(([id, tally]) => listenEvent(this.facts, id, tally, endingFor(id, ending, tally.hearing), now)),
    ];
  }

  /** What the log says when one member's listen ends before the play does. */
  endedFor(id: ListenerId, at: number): readonly LogEventOf<'listen'>[] {
    const tally = tallies(this.#attribution, at).get(id);
    return tally ? [listenEvent(this.facts, id, tally, 'left', this.latest(at))] : [];
  }

  head(listenerId: ListenerId | null, at: number): LogHead {
    return headOf(this.facts, listenerId, at);
  }

  #ranMs(now: number): number {
    return change(this.#attribution, { kind: 'paused' }, now).ranMs;
  }
}

/** What the log says of a play whose process died: it ended at its last checkpoint. */
export function interrupted({ play, listens }: Checkpoint): (LogEventOf<'play-ended'> | LogEventOf<'listen'>)[] {
  const facts: PlayFacts = {
    id: play.play_id,
    placeId: play.place_id,
    sessionId: play.session_id,
    trackId: play.track_id,
    durationMs: play.duration_ms,
    startedAt: play.started_at,
  };
  return [
    { ...headOf(facts, null, play.checkpoint_at), kind: 'play-ended', data: { ending: 'interrupted', ranMs: play.ran_ms } },
    ...listens.map((row) => listenEvent(facts, row.listener_id, tallyOf(row), row.hearing === 1 ? 'interrupted' : 'left', play.checkpoint_at)),
  ];
}

function tallyOf(row: Checkpoint['listens'][number]): Tally {
  return { heardMs: row.heard_ms, startedAt: row.started_at, endedAt: row.checkpoint_at, joinedMidway: row.joined_midway === 1, hearing: row.hearing === 1 };
}

function headOf(facts: PlayFacts, listenerId: ListenerId | null, at: number): LogHead {
  return { at, placeId: facts.placeId, sessionId: facts.sessionId, listenerId, trackId: facts.trackId, playId: facts.id };
}

function listenEvent(facts: PlayFacts, id: ListenerId, tally: Tally, ending: ListenEnding, at: number): LogEventOf<'listen'> {
  const data: LogEventOf<'listen'>['data'] = {
    startedAt: tally.startedAt,
    endedAt: tally.endedAt,
    heardMs: tally.heardMs,
    trackMs: facts.durationMs,
    joinedMidway: tally.joinedMidway,
    leftMidway: ending === 'left',
    ending,
  };
  return { ...headOf(facts, id, at), kind: 'listen', data };
}

/** How the play ended for one member. Who is not hearing it at its end has left it. */
function endingFor(id: ListenerId, ending: PlayEnding, hearing: boolean): ListenEnding {
  if (ending.kind === 'skipped' && ending.by === id) return 'skipped';
  if (!hearing) return 'left';
  return ending.kind === 'skipped' ? 'skipped-by-other' : ending.kind;
}
