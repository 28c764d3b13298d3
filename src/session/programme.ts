import type { Voice, VoiceEvent, VoicePlayer } from '../audio/voice.ts';
import type { Clock } from '../clock.ts';
import type { Destination, ListenerId, PlaceId, PlaceSettings, Play, PlayId, Presence } from '../domain.ts';
import type { Vibe } from '../vibe.ts';
import type { Library } from '../library/library.ts';
import type { Listening } from '../listening/listening.ts';
import type { Logger } from '../log.ts';
import type { Recommender } from '../recommender/recommender.ts';
import * as memory from './memory.ts';
import type { Memory } from './memory.ts';
import { Planner } from './planner.ts';
import { Plays } from './plays.ts';
import { head, without, withPlan } from './queue.ts';
import type { SavedSession } from './saved-session.ts';
import type { Current, SessionView } from './session.ts';
import { Turntable } from './turntable.ts';

/** Positions are saved this often while music plays: after a crash it goes on within 5 s of where it was. */
const SAVE_EVERY_MS = 2_000;
/** After this many broken tracks in a row something is wrong with more than a file. */
const FAILURES_IN_A_ROW = 5;
const RETRY_MS = 15_000;

export interface SessionParts {
  readonly placeId: PlaceId;
  readonly voice: Voice;
  readonly library: Library;
  readonly listening: Listening;
  readonly recommender: Recommender;
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId: () => string;
  readonly settings: PlaceSettings;
  /** Where it begins, and with what in mind. */
  readonly destination: Destination;
  readonly vibe: Vibe | null;
  /** What was kept of the session that goes on; null for a new one. */
  readonly saved: SavedSession | null;
  /** By how much better than others members were served in earlier sessions, and in this one before it goes on. */
  readonly surplus: readonly (readonly [ListenerId, before: number, here: number])[];
  readonly present: () => readonly Presence[];
  readonly save: (saved: SavedSession) => Promise<void>;
  /** Its sound is about to leave the place. Does not reject. */
  readonly ending: () => Promise<void>;
  /** The session is over: nothing of it is to be taken up again. */
  readonly ended: (last: SessionView, reason: string | null) => Promise<void>;
  readonly changed: () => void;
}

/**
 * What plays and what comes next: carries a session's memory along as the voice tells how the music goes.
 * Its steps must not overlap; the session calls them one after the other.
 */
export class Programme {
  readonly plays: Plays;
  readonly player: VoicePlayer;
  readonly #parts: SessionParts;
  readonly #planner: Planner;
  readonly #turntable: Turntable;
  /** Asks the session for another attempt after waiting in vain. */
  readonly #retry: () => void;
  /** As they hold now. */
  readonly #settings: () => PlaceSettings;
  #memory: Memory;
  #failures = 0;
  /** A play of the process before, until its sound is back. */
  #resuming: PlayId | null = null;
  #savedAt = 0;

  constructor(parts: SessionParts, player: VoicePlayer, hooks: { settings: () => PlaceSettings; retry: () => void }) {
    const { saved } = parts;
    this.#parts = parts;
    this.player = player;
    this.#retry = hooks.retry;
    this.#settings = hooks.settings;
    this.#planner = new Planner(parts);
    this.#turntable = new Turntable({ ...parts, player, targetLufs: () => hooks.settings().targetLufs });
    this.plays = new Plays({ ...parts, satisfaction: saved?.satisfaction ?? [], unlearnt: saved?.unlearnt ?? [] });
    this.#memory = saved
      ? memory.fromSaved(saved, (id) => parts.library.get(id), parts.clock.now())
      : memory.newMemory(parts.newId(), parts.destination, parts.vibe);
  }

  get memory(): Memory {
    return this.#memory;
  }

  /** Takes a new memory and tells whoever watches. */
  become(next: Memory): void {
    this.#memory = next;
    this.#parts.changed();
  }

  /** Begins: with the first pick, or after a restart with the same track from where it was. */
  async begin(): Promise<void> {
    const current = memory.currentOf(this.memory);
    if (!current) return this.playNext();
    this.#resuming = current.playId;
    const entry = { id: current.playId, track: current.track, origin: current.origin };
    await this.#turntable.play(entry, current.playId, current.positionMs);
    if (this.memory.state.kind === 'paused') this.pause();
  }

  /** Stops the sound where it is. */
  pause(): void {
    this.player.pause();
    this.plays.silenced('paused', this.#now());
  }

  resume(): void {
    this.player.resume();
    this.plays.unsilenced('paused', this.#now());
  }

  /** Removes a member from what is remembered of the session, and of what has been handed to the voice. */
  forget(id: ListenerId): void {
    this.plays.forget(id);
    this.#turntable.forget(id);
    this.become(memory.forgotten(this.memory, id));
  }

  async save(): Promise<void> {
    this.#savedAt = this.#now();
    const mayKeep = (id: ListenerId) => this.#parts.listening.consentOf(id) === 'given';
    await this.#parts.save(memory.toSaved(this.memory, this.#now(), { satisfaction: this.plays.satisfactions(), surplus: this.plays.surpluses(), unlearnt: this.plays.unlearnt }, mayKeep));
  }

  // — what the voice tells —

  async heard(event: Exclude<VoiceEvent, { kind: 'lost' }>): Promise<void> {
    if (this.memory.state.kind === 'stopped') return;
    switch (event.kind) {
      case 'started':
        return this.#begun(event.playId, event.at, event.positionMs);
      case 'position':
        if (memory.currentOf(this.memory)?.playId !== event.playId) return;
        this.#memory = memory.positioned(this.memory, event.positionMs, event.at);
        if (this.#now() - this.#savedAt >= SAVE_EVERY_MS) await this.save();
        return;
      case 'ended':
        return this.plays.ended(event.playId, event.how === 'finished' ? { kind: 'finished' } : { kind: 'stopped' }, event.at);
      case 'failed':
        return this.#failed(event.playId, event.reason, event.at);
      case 'idle':
        return this.#ranDry(event.at);
      case 'interrupted':
        this.#parts.log.warn({ place: this.#parts.placeId }, `The connection is interrupted: ${event.reason}`);
        this.plays.silenced('interrupted', event.at);
        return this.become(memory.noticed(memory.heldAt(this.memory, event.at), event.at, event.reason));
      case 'reconnected':
        this.#parts.log.info({ place: this.#parts.placeId, silentMs: event.silentMs }, 'The connection stands again.');
        this.plays.unsilenced('interrupted', event.at);
        return this.become(memory.noticed(memory.goingOn(this.memory, event.at), event.at, `The music is back after ${Math.round(event.silentMs / 1_000)} s.`));
      case 'stayed':
        this.become({ ...memory.noticed(this.memory, event.at, event.reason), destination: event.destination });
        return this.save();
      case 'repaired':
        this.#parts.log.warn({ place: this.#parts.placeId, silentMs: event.silentMs }, `The sound was interrupted and is back: ${event.reason}`);
        this.plays.silenced('interrupted', event.at - event.silentMs);
        this.plays.unsilenced('interrupted', event.at);
        this.become(memory.goingOn(this.memory, event.at));
        // What was fading out is not taken up again.
        return this.plays.endAll({ kind: 'finished' }, memory.currentOf(this.memory)?.playId);
    }
  }

  async #begun(playId: PlayId, at: number, positionMs: number): Promise<void> {
    const entry = this.#turntable.take(playId);
    if (!entry) return;
    const resumed = this.#resuming === playId;
    const startedAt = resumed ? (memory.currentOf(this.memory)?.startedAt ?? at) : at;
    this.#resuming = null;
    this.#failures = 0;
    const begun = memory.begun(this.memory, entry, { id: playId, startedAt, at, positionMs });
    this.become(resumed ? begun : memory.countedDown(begun));
    const play = this.#play({ ...entry, playId, startedAt });
    await (resumed ? this.plays.resumed(play) : this.plays.started(play));
    await this.planAhead();
  }

  /** Opens in the log what was restored and has not sounded yet, so that what happens to it now counts. */
  async takeUp(): Promise<void> {
    const current = memory.currentOf(this.memory);
    if (!current || this.#resuming !== current.playId) return;
    this.#resuming = null;
    await this.plays.resumed(this.#play(current));
  }

  #play({ playId: id, track, origin, startedAt }: Pick<Current, 'playId' | 'track' | 'origin' | 'startedAt'>): Play {
    return { id, placeId: this.#parts.placeId, sessionId: this.memory.id, trackId: track.id, durationMs: track.durationMs, startedAt, origin };
  }

  async #failed(playId: PlayId, reason: string, at: number): Promise<void> {
    const current = memory.currentOf(this.memory);
    const entry = this.#turntable.take(playId);
    const wasPlaying = this.plays.isOpen(playId);
    const track = entry?.track ?? (wasPlaying ? current?.track : undefined);
    await this.plays.ended(playId, { kind: 'failed', reason }, at);
    if (!track) return;
    this.#failures++;
    this.#parts.log.warn({ place: this.#parts.placeId }, `Skipped ${track.artist} – ${track.title}: ${reason}`);
    this.#parts.library.reportUnreadable(track.id, reason);
    let next = memory.noticed(this.memory, at, `Skipped ${track.artist} – ${track.title}: ${reason}`);
    next = { ...next, passedOver: [...next.passedOver, track.id], queue: entry ? without(next.queue, entry.id) : next.queue };
    if (current?.playId !== playId) {
      this.become(next);
      return this.planAhead();
    }
    // What the voice has ready begins by itself; otherwise it says that it is idle.
    this.become({ ...(wasPlaying ? memory.retired(next, at) : next), state: { kind: 'starting' } });
  }

  /** Nothing was ready when the current track ended. A track handed over meanwhile is on its way. */
  async #ranDry(at: number): Promise<void> {
    const current = memory.currentOf(this.memory);
    if (current && (this.plays.isOpen(current.playId) || this.#turntable.isHanded(current.playId))) return;
    if (this.memory.state.kind === 'waiting') return;
    this.#memory = { ...memory.retired(this.memory, at), state: { kind: 'starting' } };
    await this.playNext();
  }

  // — what comes next —

  async playNext(): Promise<void> {
    if (this.memory.state.kind === 'stopped') return;
    if (this.#failures >= FAILURES_IN_A_ROW) {
      return this.#wait('Several tracks in a row could not be played: check that the music folder can be read.');
    }
    if (!head(this.memory.queue)) await this.#plan(null);
    const next = head(this.memory.queue);
    if (!next) return this.#wait('There is nothing to play yet: add music to the library, or ask for a track with /play.');
    const playId = this.#parts.newId();
    this.become(memory.cued(this.memory, next, playId, this.#now()));
    await this.#turntable.play(next, playId);
    // What is put on plays, also after a pause.
    this.plays.unsilenced('paused', this.#now());
  }

  async #wait(reason: string): Promise<void> {
    this.player.stop();
    this.become({ ...this.memory, state: { kind: 'waiting', reason } });
    this.#parts.clock.after(RETRY_MS, () => {
      if (this.memory.state.kind !== 'waiting') return;
      this.#failures = 0;
      this.#retry();
    });
    await this.save();
  }

  async planAhead(): Promise<void> {
    const current = memory.currentOf(this.memory);
    if (!current) return;
    await this.#plan(current);
    this.#parts.changed();
    void this.#turntable.ready(head(this.memory.queue), current.track).catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'The next track could not be readied.');
    });
    await this.save();
  }

  async #plan(current: Current | null): Promise<void> {
    if (await this.#planned(current)) return;
    const { played } = this.memory;
    if (played.length <= (current ? 1 : 0)) return;
    this.#memory = memory.noticed(memory.startedOver(this.memory, this.#parts.newId()), this.#now(), 'Every song has been played: starting over.');
    await this.#planned(current);
  }

  /** Plans the next picks; false when there is nothing left to play, neither picked nor placed. */
  async #planned(current: Current | null): Promise<boolean> {
    const { id, played, passedOver, queue, vibe } = this.memory;
    const placed = queue.placed.map((entry) => entry.track.id);
    const picks = await this.#planner.plan({
      sessionId: id,
      slot: played.length,
      present: this.#parts.present(),
      satisfaction: (listener) => this.plays.satisfaction(listener),
      exclude: [...played, ...passedOver, ...placed, ...(current ? [current.track.id] : []), ...(vibe?.without ?? [])],
      before: [...played.slice(-3), ...placed],
      vibe,
      groupMode: this.#settings().groupMode,
    });
    if (picks) this.#memory = { ...this.memory, queue: withPlan(this.memory.queue, picks) };
    return head(this.memory.queue) !== undefined;
  }

  #now(): number {
    return this.#parts.clock.now();
  }
}
