import type { Clock } from '../clock.ts';
import type { ListenerId, Play, PlayEnding, PlayId, Presence } from '../domain.ts';
import type { AttributionChange } from './attribution.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { EventLog } from './event-log.ts';
import { interrupted, OpenPlay } from './open-play.ts';

/** Listens in progress are kept this often, so that a crash costs less than a second of them. */
const CHECKPOINT_MS = 500;

/** A clock that jumps by more between two checkpoints was asleep or set: nobody heard that time. */
const MOST_UNSEEN_MS = 10_000;

/** The plays that can be heard now. Everything that happens to them is logged; nothing waits for the log here. */
export class OpenPlays {
  readonly #log: EventLog;
  readonly #clock: Clock;
  readonly #counts: (id: ListenerId) => boolean;
  readonly #open = new Map<PlayId, OpenPlay>();
  /** Plays that a process before this one left open. */
  readonly #orphans: Map<PlayId, Checkpoint>;
  #cancelCheckpoint: (() => void) | null = null;

  constructor(parts: { log: EventLog; clock: Clock; counts: (id: ListenerId) => boolean; orphans: Map<PlayId, Checkpoint> }) {
    this.#log = parts.log;
    this.#clock = parts.clock;
    this.#counts = parts.counts;
    this.#orphans = parts.orphans;
  }

  start(play: Play, present: readonly Presence[]): void {
    const open = OpenPlay.started(play);
    this.#open.set(play.id, open);
    const { durationMs, origin } = play;
    const pickId = origin.kind === 'pick' ? origin.pick.id : null;
    this.#log.append({ ...open.head(null, play.startedAt), kind: 'play', data: { durationMs, origin: origin.kind, pickId } });
    for (const who of present) open.change(this.#joining(who), play.startedAt);
    this.#keep(open);
    this.#scheduleCheckpoint();
  }

  /** Takes up a play of the process before, or of this one when its sound was away. */
  resume(play: Play, present: readonly Presence[], at: number): void {
    const open = this.#open.get(play.id) ?? OpenPlay.resumed(play, this.#orphans.get(play.id), at, this.#counts);
    this.#orphans.delete(play.id);
    this.#open.set(play.id, open);
    const here = new Set(present.map(({ id }) => id));
    for (const id of open.present) if (!here.has(id)) open.change({ kind: 'left', id }, at);
    for (const who of present) open.change(this.#joining(who), at);
    open.change({ kind: 'continued' }, at);
    this.#keep(open);
    this.#scheduleCheckpoint();
  }

  join(playId: PlayId, who: Presence, at: number): void {
    this.change(playId, this.#joining(who), at);
  }

  change(playId: PlayId, what: AttributionChange, at: number): void {
    const open = this.#open.get(playId);
    if (!open) return;
    open.change(what, at);
    this.#keep(open);
  }

  end(playId: PlayId, ending: PlayEnding, at: number): void {
    this.#interrupt(playId);
    const open = this.#open.get(playId);
    if (!open) return;
    if (ending.kind === 'skipped') this.skip(playId, ending.by, ending.positionMs, open.latest(at));
    this.#open.delete(playId);
    this.#log.append(...open.ended(ending, at));
    this.#log.checkpoint(playId, null);
  }

  /** Logs a member's skip of an open play, once. */
  skip(playId: PlayId, by: ListenerId, positionMs: number | null, at: number): void {
    const open = this.#open.get(playId);
    if (!open || !this.#counts(by) || open.skippers.has(by)) return;
    open.skippers.add(by);
    this.#log.append({ ...open.head(by, at), kind: 'feedback', data: { feedback: 'skip', positionMs } });
  }

  /** Closes what a process before this one left open, except the plays in `keep`. */
  recover(keep: readonly PlayId[]): void {
    for (const playId of [...this.#orphans.keys()]) if (!keep.includes(playId)) this.#interrupt(playId);
  }

  /** From now on what the member hears is theirs, also of what is playing already. */
  count(id: ListenerId): void {
    for (const playId of this.#open.keys()) this.change(playId, { kind: 'counted', id }, this.#clock.now());
  }

  /** What the member heard until now is theirs; what they hear from now on is not. */
  uncount(id: ListenerId): void {
    const now = this.#clock.now();
    for (const [playId, open] of this.#open) {
      this.#log.append(...open.endedFor(id, now));
      this.change(playId, { kind: 'uncounted', id }, now);
    }
  }

  /** As if the member had never been heard. */
  forget(id: ListenerId): void {
    for (const open of this.#open.values()) open.change({ kind: 'uncounted', id }, this.#clock.now());
    for (const [playId, { play, listens }] of this.#orphans) {
      this.#orphans.set(playId, { play, listens: listens.filter(({ listener_id }) => listener_id !== id) });
    }
  }

  /** Puts the listens as they are now into the log's next write. */
  keepAll(): void {
    for (const open of this.#open.values()) if (open.running) this.#keep(open);
  }

  /** Keeps everything for the next process. */
  close(): void {
    this.keepAll();
    this.#open.clear();
    this.#cancelCheckpoint?.();
  }

  /** Time that nobody lived through is credited to nobody. */
  #leaveOut(from: number, to: number): void {
    if (to - from <= MOST_UNSEEN_MS) return;
    for (const open of this.#open.values()) {
      if (!open.running) continue;
      open.change({ kind: 'paused' }, from);
      open.change({ kind: 'continued' }, to);
    }
  }

  #joining({ id, deafened }: Presence): AttributionChange {
    return { kind: 'joined', id, deafened, counted: this.#counts(id) };
  }

  #interrupt(playId: PlayId): void {
    const orphan = this.#orphans.get(playId);
    if (!orphan) return;
    this.#orphans.delete(playId);
    this.#log.append(...interrupted(orphan));
    this.#log.checkpoint(playId, null);
  }

  #keep(open: OpenPlay): void {
    this.#log.checkpoint(open.facts.id, open.checkpoint(this.#clock.now()));
  }

  #scheduleCheckpoint(): void {
    const since = this.#clock.now();
    this.#cancelCheckpoint ??= this.#clock.after(CHECKPOINT_MS, () => {
      this.#cancelCheckpoint = null;
      if (this.#open.size === 0) return;
      this.#leaveOut(since + CHECKPOINT_MS, this.#clock.now());
      this.keepAll();
      this.#scheduleCheckpoint();
    });
  }
}
