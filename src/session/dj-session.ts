import type { VoiceEvent } from '../audio/voice.ts';
import type { Destination, ListenerId, Member, Pick, PlaceId, PlaceSettings, PlayId, Presence, Reaction, SessionId, TrackId } from '../domain.ts';
import type { Vibe } from '../vibe.ts';
import { UserError } from '../user-error.ts';
import { isSameDestination } from './destination.ts';
import { Line } from './line.ts';
import * as memory from './memory.ts';
import { positionOf } from './position.ts';
import { Programme, type SessionParts } from './programme.ts';
import { isFull, moved, withList, without, withRequest } from './queue.ts';
import { keepReaction } from './reaction.ts';
import type { Current, QueueEntry, Session, SessionView, Unheard } from './session.ts';

/** One DJ session, as people and doors see it. */
export class DjSession implements Session {
  readonly placeId: PlaceId;
  readonly #parts: SessionParts;
  /** Everything that changes it waits in it. */
  readonly #line: Line;
  #programme!: Programme;
  #settings: PlaceSettings;
  #replanning = false;
  #ending: Promise<void> | null = null;

  /**
   * Opens a session, which looks for music at once.
   * @throws Error when the place cannot be opened.
   */
  static async open(parts: SessionParts): Promise<DjSession> {
    const session = new DjSession(parts);
    const { placeId, destination, saved, settings: { crossfadeMs, bitrate } } = parts;
    const options = { destination, bitrate, crossfadeMs, volume: saved?.volume ?? 1 };
    const player = await parts.voice.open(placeId, options, (event) => session.#heard(event));
    session.#programme = new Programme(parts, player, { settings: () => session.#settings, retry: () => session.replan() });
    session.#line.later(() => session.#programme.begin());
    return session;
  }

  private constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#line = new Line(parts);
    this.placeId = parts.placeId;
    this.#settings = parts.settings;
  }

  get id(): SessionId {
    return this.#memory.id;
  }

  /** The end that it has been told to come to; null while it goes on. */
  get ending(): Promise<void> | null {
    return this.#ending;
  }

  view(): SessionView {
    return memory.viewOf(this.#memory, this.placeId, this.#parts.present());
  }

  // — what people ask for —

  async request(trackId: TrackId, by: Member, options: { readonly first?: boolean } = {}): Promise<QueueEntry> {
    const track = this.#parts.library.get(trackId);
    if (!track) throw new UserError('unknown-track', 'That track is no longer in the library; search for it again.');
    const entry: QueueEntry = { id: this.#parts.newId(), track, origin: { kind: 'request', by } };
    if (this.#ending !== null || this.#memory.state.kind === 'stopped') {
      throw new UserError('no-session', 'The session has ended; start one with /dj start.');
    }
    if (isFull(this.#memory.queue, by.id)) {
      throw new UserError('queue-full', 'That is as much as may wait at a time: ask again when some of it has played.');
    }
    // At once, not in line: a session that is looking for its first track finds the request.
    this.#programme.become({ ...this.#memory, queue: withRequest(this.#memory.queue, entry, options.first) });
    return this.#line.run(async () => {
      await this.#programme.plays.keep(this.#parts.listening.feedback({ ...this.#where(by, trackId), kind: 'request' }));
      if (memory.currentOf(this.#memory)) await this.#programme.planAhead();
      else await this.#programme.playNext();
      return entry;
    });
  }

  async playList(picks: readonly Pick[]): Promise<number> {
    if (this.#ending !== null || this.#memory.state.kind === 'stopped') {
      throw new UserError('no-session', 'The session has ended; start one with /dj start.');
    }
    const { queue } = this.#memory;
    const there = new Set([...queue.placed.map(({ track }) => track.id), memory.currentOf(this.#memory)?.track.id]);
    const entries = picks.flatMap((pick): QueueEntry[] => {
      const track = this.#parts.library.get(pick.trackId);
      return track && !there.has(track.id) ? [{ id: this.#parts.newId(), track, origin: { kind: 'pick', pick } }] : [];
    });
    this.#programme.become({ ...this.#memory, queue: withList(queue, entries) });
    await this.#line.run(async () => {
      if (memory.currentOf(this.#memory)) await this.#programme.planAhead();
      else await this.#programme.playNext();
    });
    return entries.length;
  }

  async skip(by: Member): Promise<void> {
    const asked = memory.playingOf(this.#memory);
    await this.#line.run(async () => {
      // Two people press at once: the second meant the track that is gone already.
      if (memory.currentOf(this.#memory)?.playId !== asked.playId) return;
      const ending = { kind: 'skipped', by: by.id, positionMs: positionOf(this.#memory, this.#now()) } as const;
      // The log need not have it before the music goes on.
      const kept = [
        this.#programme.takeUp(),
        this.#keepSkip(by, asked),
        this.#programme.plays.ended(asked.playId, ending, this.#now()),
      ];
      this.#programme.become(memory.retired(this.#memory, this.#now()));
      await this.#programme.playNext();
      await Promise.all(kept);
    });
  }

  async voteToSkip(by: Member): Promise<number> {
    const current = memory.playingOf(this.#memory);
    this.#programme.become(memory.votedToSkip(this.#memory, by.id, current.playId));
    const { votes, needed } = this.view().skip;
    await (votes < needed ? this.#keepSkip(by, current) : this.skip(by));
    return Math.max(0, needed - votes);
  }

  async pause(): Promise<void> {
    await this.#line.run(async () => {
      memory.playingOf(this.#memory);
      if (this.#memory.state.kind === 'paused') return;
      this.#programme.pause();
      const now = this.#now();
      this.#programme.become(memory.positioned(this.#memory, positionOf(this.#memory, now), now, 'paused'));
      await this.#programme.save();
    });
  }

  async resume(): Promise<void> {
    await this.#line.run(async () => {
      const { positionMs } = memory.playingOf(this.#memory);
      if (this.#memory.state.kind === 'playing') return;
      this.#programme.resume();
      this.#programme.become(memory.positioned(this.#memory, positionMs, this.#now(), 'playing'));
      await this.#programme.save();
    });
  }

  async seek(positionMs: number): Promise<void> {
    await this.#line.run(async () => {
      const { track } = memory.playingOf(this.#memory);
      const target = Math.min(Math.max(positionMs, 0), Math.max(0, track.durationMs - 1_000));
      this.#programme.player.seek(target);
      this.#programme.become(memory.positioned(this.#memory, target, this.#now()));
      await this.#programme.save();
    });
  }

  async setVolume(volume: number): Promise<void> {
    await this.#line.run(async () => {
      this.#programme.become({ ...this.#memory, volume: Math.min(Math.max(volume, 0), 1) });
      this.#programme.player.setVolume(this.#memory.volume);
    });
  }

  setVibe(vibe: Vibe | null): void {
    this.#programme.become({ ...this.#memory, vibe });
    this.replan();
  }

  async remove(entryId: string): Promise<QueueEntry> {
    return this.#line.run(async () => {
      const entry = memory.entryOf(this.#memory, entryId);
      const { queue, passedOver } = this.#memory;
      this.#programme.become({
        ...this.#memory,
        queue: without(queue, entry.id),
        passedOver: entry.origin.kind === 'pick' ? [...passedOver, entry.track.id] : passedOver,
      });
      await this.#programme.planAhead();
      return entry;
    });
  }

  async move(entryId: string, to: number): Promise<QueueEntry> {
    return this.#line.run(async () => {
      const entry = memory.entryOf(this.#memory, entryId);
      this.#programme.become({ ...this.#memory, queue: moved(this.#memory.queue, entryId, to) });
      await this.#programme.planAhead();
      return entry;
    });
  }

  async react(by: Member, reaction: Reaction | null): Promise<void> {
    const { playId, track } = memory.playingOf(this.#memory);
    await keepReaction(this.#parts.listening, this.#where(by, track.id, playId), reaction);
    if (memory.currentOf(this.#memory)?.track.id === track.id) this.#programme.become(memory.reacted(this.#memory, by.id, reaction));
  }

  learnsFrom(id: ListenerId): boolean {
    return !this.#programme.plays.unlearnt.has(id);
  }

  async setLearning(id: ListenerId, learns: boolean): Promise<void> {
    await this.#line.run(async () => {
      this.#programme.plays.setLearning(id, learns);
      await this.#programme.save();
    });
  }

  frames(listener: (packets: readonly Uint8Array[]) => void): () => void {
    return this.#programme.player.frames(listener);
  }

  async moveTo(destination: Destination): Promise<void> {
    await this.#line.run(async () => {
      if (this.#memory.state.kind === 'stopped') throw new UserError('no-session', 'The session has ended; start one with /dj start.');
      if (isSameDestination(this.#memory.destination, destination)) return;
      this.#programme.become({ ...this.#memory, destination });
      this.#programme.player.moveTo(destination);
      await this.#programme.save();
    });
  }

  stop(reason: string | null = null): Promise<void> {
    this.#ending ??= this.#line.run(() => this.#end(reason));
    return this.#ending;
  }

  // — what happens around it —

  arrived(who: Presence): void {
    this.#programme.plays.joined(who);
    this.replan();
  }

  went(id: ListenerId): void {
    this.#programme.plays.left(id);
    this.#programme.become(memory.reacted(this.#memory, id, null));
    this.#recountSkip();
    this.replan();
  }

  deafened(id: ListenerId, deafened: boolean): void {
    this.#programme.plays.deafened(id, deafened);
    this.#recountSkip();
    this.replan();
  }

  unheard(cause: Unheard, on: boolean): void {
    const { plays } = this.#programme;
    if (on) plays.silenced(cause, this.#now());
    else plays.unsilenced(cause, this.#now());
  }

  /** Plans anew what is not yet playing: the people, their taste or the library have changed. */
  replan(): void {
    if (this.#replanning) return;
    this.#replanning = true;
    this.#line.later(async () => {
      this.#replanning = false;
      await (this.#memory.state.kind === 'waiting' ? this.#programme.playNext() : this.#programme.planAhead());
    });
  }

  applySettings(settings: PlaceSettings): void {
    this.#settings = settings;
    this.#programme.player.setCrossfade(settings.crossfadeMs);
    this.replan();
  }

  /** Removes a member from everything the session remembers, in memory and on disk. */
  async forget(id: ListenerId): Promise<void> {
    await this.#line.run(async () => {
      this.#programme.forget(id);
      await this.#programme.save();
    });
    this.replan();
  }

  /** Ends this process's part of the session; the next start takes it up again. */
  async suspend(): Promise<void> {
    await this.#line.run(async () => {
      if (this.#memory.state.kind === 'stopped') return;
      await this.#programme.save();
      this.#programme.become({ ...this.#memory, state: { kind: 'stopped' } });
      await this.#programme.player.close();
    });
  }

  async #end(reason: string | null): Promise<void> {
    if (this.#memory.state.kind === 'stopped') return;
    const last = this.view();
    this.#programme.become({ ...this.#memory, state: { kind: 'stopped' } });
    this.#programme.player.stop();
    try {
      await Promise.all([this.#programme.plays.endAll({ kind: 'stopped' }), this.#parts.ending()]);
    } finally {
      await this.#programme.player.close().finally(() => this.#parts.ended(last, reason));
    }
  }

  #heard(event: VoiceEvent): void {
    if (event.kind !== 'lost') return this.#line.later(() => this.#programme.heard(event));
    this.#parts.log.warn({ place: this.placeId, cause: event.cause }, `The session ends: ${event.reason}`);
    // A failure is in the log already.
    this.stop(event.reason).catch(() => {});
  }

  get #memory(): memory.Memory {
    return this.#programme.memory;
  }

  #now(): number {
    return this.#parts.clock.now();
  }

  /** Who no longer listens no longer stands against it. */
  #recountSkip(): void {
    const { voters: [first, ...others], needed } = memory.skipVoteOf(this.#memory, this.#parts.present());
    if (first && others.length + 1 >= needed) this.skip(first).catch(() => {});
  }

  /** What it says of the track holds, whether the music goes on to the next or not. */
  #keepSkip(by: Member, { playId, track }: Current): Promise<void> {
    if (!this.learnsFrom(by.id)) return Promise.resolve();
    return this.#programme.plays.keep(this.#parts.listening.feedback({ ...this.#where(by, track.id, playId), kind: 'skip' }));
  }

  #where(by: Member, trackId: TrackId, playId: PlayId | null = null) {
    const positionMs = playId === null ? null : positionOf(this.#memory, this.#now());
    return { listenerId: by.id, trackId, placeId: this.placeId, sessionId: this.id, playId, positionMs, at: this.#now() };
  }
}
