import { randomUUID } from 'node:crypto';
import type { Voice } from '../audio/voice.ts';
import type { Clock } from '../clock.ts';
import type { Destination, ListenerId, Member, PlaceId, PlaceSettings, Presence, Reaction, TrackId } from '../domain.ts';
import type { Vibe } from '../vibe.ts';
import type { Library } from '../library/library.ts';
import type { Listening } from '../listening/listening.ts';
import { Listeners } from '../listeners.ts';
import type { Logger } from '../log.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { WHOLE_HOUSE, type Share } from '../share.ts';
import type { KeyValue } from '../storage/key-value.ts';
import type { Storage } from '../storage/storage.ts';
import { DjSession } from './dj-session.ts';
import { Idle } from './idle.ts';
import { matchAsLibraryGrows } from './library-growth.ts';
import type { SessionParts } from './programme.ts';
import { keepReaction } from './reaction.ts';
import { savedSession, type SavedSession } from './saved-session.ts';
import { Served } from './served.ts';
import type { Session, SessionEnd, Sessions, Unheard } from './session.ts';
import { Settings, type SettingsChange } from './settings.ts';

/** How long the end of a session waits for what the doors have to do before it. */
const FAREWELL_MS = 1_000;

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

/** How a session begins, and what was kept of it when it goes on. */
type Beginning = Pick<SessionParts, 'destination' | 'vibe' | 'saved'>;

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
  readonly #idle: Idle;
  readonly #changes: Listeners<PlaceId>;
  readonly #farewells = new Set<(placeId: PlaceId) => Promise<void>>();
  readonly #ends: Listeners<SessionEnd>;
  readonly #stopListening: readonly (() => void)[];
  readonly #saved: KeyValue<SavedSession>;
  readonly #served: Served;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
    this.#share = parts.share ?? WHOLE_HOUSE;
    this.#settings = new Settings(parts.storage.keyValue('settings'));
    this.#saved = parts.storage.keyValue('session');
    this.#served = new Served(parts.storage.keyValue('served'));
    this.#changes = new Listeners(parts.log, 'a session changed');
    this.#ends = new Listeners(parts.log, 'a session has ended');
    this.#idle = new Idle({
      ...parts,
      settings: this.#settings,
      isAlone: (placeId) => this.#sessions.has(placeId) && this.present(placeId).length === 0,
      // A failure is in the log already.
      end: (placeId, reason) => void this.#sessions.get(placeId)?.stop(reason).catch(() => {}),
    });
    this.#stopListening = [
      parts.listening.onLearnt((id) => {
        parts.recommender.learn(id);
        this.#replanFor(id);
      }),
      parts.listening.preferences.onChange((id) => this.#replanFor(id)),
      parts.listening.onForgotten((ids) => this.#forget(ids)),
      matchAsLibraryGrows(parts),
      parts.library.onChange(() => {
        parts.recommender.libraryChanged();
        for (const session of this.#sessions.values()) session.replan();
      }),
    ];
  }

  async start(placeId: PlaceId, destination: Destination, vibe: Vibe | null = null): Promise<Session> {
    // Why an end failed is in the log already.
    await this.#sessions.get(placeId)?.ending?.catch(() => {});
    const session = this.get(placeId) ?? (await this.#open(placeId, { destination, vibe, saved: null }));
    // Somebody else may have been first.
    if (vibe !== null && session.view().vibe !== vibe) session.setVibe(vibe);
    return session;
  }

  get(placeId: PlaceId): Session | undefined {
    const session = this.#sessions.get(placeId);
    return session?.ending === null ? session : undefined;
  }

  all(): readonly Session[] {
    return [...this.#sessions.values()].filter(({ ending }) => ending === null);
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
        await this.#open(placeId, { ...saved, saved });
        this.#parts.log.info({ place: placeId }, 'A session goes on where it was.');
      } catch (error) {
        this.#parts.log.error({ err: error, place: placeId }, 'A session could not be taken up again; start it with /dj start.');
      }
    }
  }

  async close(): Promise<void> {
    for (const stop of this.#stopListening) stop();
    this.#idle.close();
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
    await this.#idle.look(placeId);
    this.#changed(placeId);
    return settings;
  }

  async forgetPlace(placeId: PlaceId): Promise<void> {
    try {
      await this.#sessions.get(placeId)?.stop();
    } finally {
      await this.#saved.delete(placeId);
      await this.#settings.forget(placeId);
      await this.#served.forget(placeId);
    }
  }

  onChange(listener: (placeId: PlaceId) => void): () => void {
    return this.#changes.add(listener);
  }

  beforeEnd(work: (placeId: PlaceId) => Promise<void>): () => void {
    this.#farewells.add(work);
    return () => this.#farewells.delete(work);
  }

  onEnd(listener: (end: SessionEnd) => void): () => void {
    return this.#ends.add(listener);
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

  #open(placeId: PlaceId, begin: Beginning): Promise<DjSession> {
    const already = this.#starting.get(placeId);
    if (already) return already;
    const opening = this.#opened(placeId, begin).finally(() => this.#starting.delete(placeId));
    this.#starting.set(placeId, opening);
    return opening;
  }

  async #opened(placeId: PlaceId, { destination, vibe, saved }: Beginning): Promise<DjSession> {
    const session = await DjSession.open({
      ...this.#parts,
      newId: this.#parts.newId ?? randomUUID,
      placeId,
      destination,
      vibe,
      saved,
      surplus: saved?.surplus ?? (await this.#served.of(placeId, this.#parts.clock.now())).map(([id, before]) => [id, before, 0] as const),
      settings: await this.#settings.of(placeId),
      present: () => this.present(placeId),
      save: (state) => this.#saved.set(placeId, state),
      ending: () => this.#farewell(placeId),
      ended: (last, reason) => this.#ended({ placeId, last, reason }),
      changed: () => this.#changed(placeId),
    });
    this.#sessions.set(placeId, session);
    for (const cause of this.#unheard.get(placeId) ?? []) session.unheard(cause, true);
    await this.#idle.look(placeId);
    this.#changed(placeId);
    return session;
  }

  async #ended(end: SessionEnd): Promise<void> {
    const { placeId } = end;
    this.#sessions.delete(placeId);
    this.#idle.forget(placeId);
    try {
      const last = savedSession.safeParse(await this.#saved.get(placeId));
      if (last.success) await this.#served.keep(placeId, last.data.surplus.map(([id, before, here]) => [id, before + here]), this.#parts.clock.now());
      await this.#saved.delete(placeId);
    } finally {
      this.#changed(placeId);
      this.#ends.tell(end);
    }
  }

  /** What is planned where they are was planned for somebody who wants something else. */
  #replanFor(id: ListenerId): void {
    for (const [placeId, session] of this.#sessions) if (this.#people.get(placeId)?.has(id)) session.replan();
  }

  #peopleChanged(placeId: PlaceId): void {
    void this.#idle.look(placeId);
    this.#changed(placeId);
  }

  #changed(placeId: PlaceId): void {
    this.#changes.tell(placeId);
  }

  /** What the doors still have to do in a place while the sound is there. */
  async #farewell(placeId: PlaceId): Promise<void> {
    const { clock, log } = this.#parts;
    const late = Promise.withResolvers<void>();
    const cancel = clock.after(FAREWELL_MS, late.resolve);
    const works = [...this.#farewells].map(async (work) => {
      try {
        await work(placeId);
      } catch (error) {
        log.warn({ err: error, place: placeId }, 'A door could not take its leave of a session.');
      }
    });
    await Promise.race([Promise.all(works), late.promise]);
    cancel();
  }
}
