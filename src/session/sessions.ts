import { randomUUID } from 'node:crypto';
import type { Voice } from '../audio/voice.ts';
import type { Clock } from '../clock.ts';
import type { Destination, ListenerId, Member, PlaceId, PlaceSettings, Presence, Reaction, TrackId } from '../domain.ts';
import type { Library } from '../library/library.ts';
import type { Listening } from '../listening/listening.ts';
import type { Logger } from '../log.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { WHOLE_HOUSE, type Share } from '../share.ts';
import type { KeyValue } from '../storage/key-value.ts';
import type { Storage } from '../storage/storage.ts';
import { DjSession } from './dj-session.ts';
import { keepReaction } from './reaction.ts';
import { savedSession, type SavedSession } from './saved-session.ts';
import type { Session, SessionEnd, Sessions, Unheard } from './session.ts';
import { Settings, type SettingsChange } from './settings.ts';

export interface SessionsParts {
  readonly voice: Voice;
  readonly library: Library;
  readonly listening: Listening;
  readonly recommender: Recommender;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId?: () => string;
  /** The whole house when absent. */
  readonly share?: Share;
}

/** Opens the sessions of all places over the given services. */
export function createSessions(parts: SessionsParts): Sessions {
  return new AllSessions(parts);
}

class AllSessions implements Sessions {
  readonly #parts: SessionsParts;
  readonly #share: Share;
  readonly #settings: Settings;
  readonly #sessions = new Map<PlaceId, DjSession>();
  readonly #starting = new Map<PlaceId, Promise<DjSession>>();
  readonly #people = new Map<PlaceId, Map<ListenerId, Presence>>();
  readonly #unheard = new Map<PlaceId, Set<Unheard>>();
  readonly #idle = new Map<PlaceId, () => void>();
  readonly #listeners = new Set<(placeId: PlaceId) => void>();
  readonly #endListeners = new Set<(end: SessionEnd) => void>();
  readonly #stopListening: readonly (() => void)[];
  readonly #saved: KeyValue<SavedSession>;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
    this.#share = parts.share ?? WHOLE_HOUSE;
    this.#settings = new Settings(parts.storage.keyValue('settings'));
    this.#saved = parts.storage.keyValue('session');
    this.#stopListening = [
      parts.listening.onLearnt((id) => {
        parts.recommender.learn(id);
        for (const [placeId, session] of this.#sessions) if (this.#people.get(placeId)?.has(id)) session.replan();
      }),
      parts.listening.onForgotten((ids) => this.#forget(ids)),
      parts.library.onChange(() => {
        parts.recommender.libraryChanged();
        for (const session of this.#sessions.values()) session.replan();
      }),
    ];
  }

  async start(placeId: PlaceId, destination: Destination): Promise<Session> {
    return this.#sessions.get(placeId) ?? (await this.#open(placeId, destination, null));
  }

  get(placeId: PlaceId): Session | undefined {
    return this.#sessions.get(placeId);
  }

  all(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  async restore(): Promise<void> {
    const keep: string[] = [];
    const found: [PlaceId, SavedSession][] = [];
    for (const [placeId, stored] of await this.#saved.entries()) {
      const parsed = savedSession.safeParse(stored);
      if (!parsed.success || !this.#share.owns(placeId)) continue;
      found.push([placeId, parsed.data]);
      const { current } = parsed.data;
      if (current && this.#parts.library.get(current.trackId)) keep.push(current.playId);
    }
    await this.#parts.listening.recover(keep);
    for (const [placeId, saved] of found) {
      try {
        await this.#open(placeId, saved.destination, saved);
        this.#parts.log.info({ place: placeId }, 'A session goes on where it was.');
      } catch (error) {
        this.#parts.log.error({ err: error, place: placeId }, 'A session could not be taken up again; start it with /dj start.');
      }
    }
  }

  async close(): Promise<void> {
    for (const stop of this.#stopListening) stop();
    for (const cancel of this.#idle.values()) cancel();
    await Promise.all([...this.#sessions.values()].map((session) => session.suspend()));
    this.#sessions.clear();
  }

  arrive(placeId: PlaceId, who: Presence): void {
    const people = this.#people.get(placeId) ?? new Map<ListenerId, Presence>();
    const known = people.get(who.id);
    people.set(who.id, who);
    this.#people.set(placeId, people);
    const session = this.#sessions.get(placeId);
    if (!known) session?.arrived(who);
    else if (known.deafened !== who.deafened) session?.deafened(who.id, who.deafened);
    this.#peopleChanged(placeId);
  }

  leave(placeId: PlaceId, id: ListenerId): void {
    const people = this.#people.get(placeId);
    if (!people?.delete(id)) return;
    if (people.size === 0) this.#people.delete(placeId);
    this.#sessions.get(placeId)?.went(id);
    this.#peopleChanged(placeId);
  }

  deafen(placeId: PlaceId, id: ListenerId, deafened: boolean): void {
    const who = this.#people.get(placeId)?.get(id);
    if (!who || who.deafened === deafened) return;
    this.#people.get(placeId)?.set(id, { ...who, deafened });
    this.#sessions.get(placeId)?.deafened(id, deafened);
    this.#peopleChanged(placeId);
  }

  present(placeId: PlaceId): readonly Presence[] {
    return [...(this.#people.get(placeId)?.values() ?? [])];
  }

  unheard(placeId: PlaceId, cause: Unheard, on: boolean): void {
    const causes = this.#unheard.get(placeId) ?? new Set();
    if (on) this.#unheard.set(placeId, causes.add(cause));
    else if (causes.delete(cause) && causes.size === 0) this.#unheard.delete(placeId);
    this.#sessions.get(placeId)?.unheard(cause, on);
  }

  async react(placeId: PlaceId, by: Member, trackId: TrackId, reaction: Reaction | null): Promise<void> {
    // Who is not there has an opinion of the track, not of this playing of it.
    const session = this.#people.get(placeId)?.has(by.id) ? this.#sessions.get(placeId) : undefined;
    const state = session?.view().state;
    if (session && state && 'current' in state && state.current.track.id === trackId) return session.react(by, reaction);
    const { listening, clock } = this.#parts;
    const where = { listenerId: by.id, trackId, placeId, sessionId: session?.id ?? null, playId: null, positionMs: null, at: clock.now() };
    await keepReaction(listening, where, reaction);
  }

  settings(placeId: PlaceId): Promise<PlaceSettings> {
    return this.#settings.of(placeId);
  }

  async changeSettings(placeId: PlaceId, change: SettingsChange): Promise<PlaceSettings> {
    const settings = await this.#settings.change(placeId, change);
    this.#sessions.get(placeId)?.applySettings(settings);
    await this.#watchIdle(placeId);
    this.#changed(placeId);
    return settings;
  }

  async forgetPlace(placeId: PlaceId): Promise<void> {
    await this.#sessions.get(placeId)?.stop();
    await this.#saved.delete(placeId);
    await this.#settings.forget(placeId);
  }

  onChange(listener: (placeId: PlaceId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onEnd(listener: (end: SessionEnd) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  /** Members were removed from the database: nothing here, nor what was learnt from them, names them any longer. */
  async #forget(ids: readonly ListenerId[]): Promise<void> {
    this.#settings.reread();
    const forgetting = ids.flatMap((id) => [
      this.#parts.recommender.forget(id),
      ...[...this.#sessions.values()].map((session) => session.forget(id)),
    ]);
    const failed = (await Promise.allSettled(forgetting)).find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  #open(placeId: PlaceId, destination: Destination, saved: SavedSession | null): Promise<DjSession> {
    const already = this.#starting.get(placeId);
    if (already) return already;
    const opening = this.#opened(placeId, destination, saved).finally(() => this.#starting.delete(placeId));
    this.#starting.set(placeId, opening);
    return opening;
  }

  async #opened(placeId: PlaceId, destination: Destination, saved: SavedSession | null): Promise<DjSession> {
    const session = await DjSession.open({
      ...this.#parts,
      newId: this.#parts.newId ?? randomUUID,
      placeId,
      destination,
      saved,
      settings: await this.#settings.of(placeId),
      present: () => this.present(placeId),
      save: (state) => this.#saved.set(placeId, state),
      ended: (last, reason) => this.#ended({ placeId, last, reason }),
      changed: () => this.#changed(placeId),
    });
    this.#sessions.set(placeId, session);
    for (const cause of this.#unheard.get(placeId) ?? []) session.unheard(cause, true);
    await this.#watchIdle(placeId);
    this.#changed(placeId);
    return session;
  }

  async #ended(end: SessionEnd): Promise<void> {
    const { placeId } = end;
    this.#sessions.delete(placeId);
    this.#idle.get(placeId)?.();
    this.#idle.delete(placeId);
    try {
      await this.#saved.delete(placeId);
    } finally {
      this.#changed(placeId);
      for (const listener of this.#endListeners) listener(end);
    }
  }

  #peopleChanged(placeId: PlaceId): void {
    void this.#watchIdle(placeId);
    this.#changed(placeId);
  }

  /** Ends a session that plays for nobody, after a while. */
  async #watchIdle(placeId: PlaceId): Promise<void> {
    const { idleMinutes } = await this.#settings.of(placeId);
    const alone = this.#sessions.has(placeId) && this.present(placeId).length === 0;
    this.#idle.get(placeId)?.();
    this.#idle.delete(placeId);
    if (!alone) return;
    const cancel = this.#parts.clock.after(idleMinutes * 60_000, () => {
      this.#parts.log.info({ place: placeId }, 'Nobody has been here for a while: the session ends.');
      const minutes = idleMinutes === 1 ? 'a minute' : `${idleMinutes} minutes`;
      // A failure is in the log already.
      this.#sessions.get(placeId)?.stop(`Nobody was here for ${minutes}, so the session has ended.`).catch(() => {});
    });
    this.#idle.set(placeId, cancel);
  }

  #changed(placeId: PlaceId): void {
    for (const listener of this.#listeners) listener(placeId);
  }
}
