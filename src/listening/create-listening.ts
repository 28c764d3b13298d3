import type { Clock } from '../clock.ts';
import type { Affinity, ConsentState, ElsewhereListen, Feedback, Listen, ListenerId, Member, Pick, Play, PlayEnding, PlayId, Presence, Reaction, TrackId } from '../domain.ts';
import type { Logger } from '../log.ts';
import { KeyLock } from '../storage/key-lock.ts';
import { UserError } from '../user-error.ts';
import { WHOLE_HOUSE, type Share } from '../share.ts';
import type { Storage } from '../storage/storage.ts';
import { AskedMembers } from './asked.ts';
import { readCheckpoints, type Checkpoint } from './checkpoint.ts';
import { Consents } from './consent.ts';
import { heardEvent } from './elsewhere.ts';
import { EventLog } from './event-log.ts';
import type { Listening, PrivacySummary } from './listening.ts';
import { fromRow, toListen, type LogEvent, type LogEventOf } from './log-event.ts';
import { OpenPlays } from './open-plays.ts';
import { deletePerson, exportPerson, summarise } from './personal-data.ts';
import { toAffinity } from './projection.ts';

/** How long what a member says in one process may take to hold in the others. */
const WATCH_MS = 2_000;

export interface ListeningParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Logger;
  /** The whole house when absent. */
  readonly share?: Share;
}

/** Opens the listening log. The storage stays the caller's to close, after {@link Listening.close}. */
export async function createListening(parts: ListeningParts): Promise<Listening> {
  const consents = await Consents.load(parts.storage, parts.clock);
  const asked = await AskedMembers.load(parts.storage);
  const { share = WHOLE_HOUSE } = parts;
  const orphans = [...(await readCheckpoints(parts.storage.db))].filter(([, { play }]) => share.owns(play.place_id));
  return new LoggedListening(parts, consents, asked, new Map(orphans));
}

class LoggedListening implements Listening {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #log: EventLog;
  readonly #consents: Consents;
  readonly #asked: AskedMembers;
  readonly #plays: OpenPlays;
  /** One change of a member's consent after another. */
  readonly #consentLock = new KeyLock();
  readonly #listeners = new Set<(id: ListenerId) => void>();
  #cancelWatch: () => void = () => {};
  #closed = false;
  /** Traces of what was deleted are still on the disk. */
  #unclean = false;

  constructor({ storage, clock, log, share = WHOLE_HOUSE }: ListeningParts, consents: Consents, asked: AskedMembers, orphans: Map<PlayId, Checkpoint>) {
    this.#storage = storage;
    this.#clock = clock;
    this.#logger = log;
    this.#consents = consents;
    this.#asked = asked;
    this.#log = new EventLog({ storage, clock, log, onWritten: (events) => this.#announce(learntFrom(events)) });
    this.#plays = new OpenPlays({ log: this.#log, clock, counts: (id) => this.#counts(id), orphans });
    if (!share.alone) this.#watchConsents();
  }

  consentOf(id: ListenerId): ConsentState {
    return this.#consents.of(id);
  }

  giveConsent(member: Member): Promise<void> {
    return this.#changeConsent(member.id, () => this.#consents.give(member));
  }

  pauseConsent(id: ListenerId): Promise<void> {
    if (this.#counts(id)) {
      // At once, whatever else is under way.
      this.#plays.uncount(id);
      this.#consents.suspend(id);
    }
    return this.#changeConsent(id, () => this.#consents.pause(id));
  }

  resumeConsent(id: ListenerId): Promise<void> {
    return this.#changeConsent(id, () => this.#consents.resume(id));
  }

  wasAsked(id: ListenerId): boolean {
    return this.#consents.of(id) !== 'unasked' || this.#asked.has(id);
  }

  markAsked(ids: readonly ListenerId[]): Promise<void> {
    return this.#asked.add(ids);
  }

  agreedToElsewhere(id: ListenerId): boolean {
    return this.#consents.elsewhereCountsFrom(id) !== null;
  }

  agreeToElsewhere(id: ListenerId, agreed: boolean): Promise<void> {
    // At once, whatever else is under way.
    if (!agreed) this.#consents.suspendElsewhere(id);
    return this.#changeConsent(id, () => this.#consents.agreeToElsewhere(id, agreed));
  }

  async heardElsewhere(listen: ElsewhereListen): Promise<void> {
    const countsFrom = this.#consents.elsewhereCountsFrom(listen.listenerId);
    if (countsFrom === null) return;
    // What was heard before the agreement, or in a pause, is nobody's.
    const startedAt = Math.round(Math.max(listen.startedAt, countsFrom));
    const endedAt = Math.round(listen.endedAt);
    const heardMs = Math.round(Math.min(listen.heardMs, endedAt - startedAt));
    if (!(heardMs > 0)) return;
    this.#log.append(heardEvent({ ...listen, startedAt, endedAt, heardMs }));
    await this.#log.commit();
  }

  async pickMade(pick: Pick, where: Parameters<Listening['pickMade']>[1]): Promise<void> {
    const { id: pickId, trackId, modelVersion, probability, exploratory, madeAt } = pick;
    const head = { at: this.#clock.now(), placeId: where.placeId, sessionId: where.sessionId, trackId, playId: null };
    this.#log.append(
      { ...head, listenerId: null, kind: 'pick', data: { pickId, modelVersion, probability, exploratory, madeAt } },
      ...pick.scores
        .filter(({ listenerId }) => this.#counts(listenerId))
        .map(({ listenerId, ...scores }) => ({ ...head, listenerId, kind: 'pick-score' as const, data: { pickId, ...scores } })),
      ...where.present
        .filter((listenerId) => this.#counts(listenerId))
        .map((listenerId) => ({ ...head, listenerId, kind: 'pick-present' as const, data: { pickId } })),
    );
    await this.#log.commit();
  }

  playStarted(play: Play, present: readonly Presence[]): Promise<void> {
    this.#plays.start(play, present);
    return this.#log.commit();
  }

  playResumed(play: Play, present: readonly Presence[], at: number): Promise<void> {
    this.#plays.resume(play, present, at);
    return this.#log.commit();
  }

  joined(playId: PlayId, who: Presence, at: number): void {
    this.#plays.join(playId, who, at);
  }

  left(playId: PlayId, id: ListenerId, at: number): void {
    this.#plays.change(playId, { kind: 'left', id }, at);
  }

  deafened(playId: PlayId, id: ListenerId, deafened: boolean, at: number): void {
    this.#plays.change(playId, { kind: 'deafened', id, deafened }, at);
  }

  musicPaused(playId: PlayId, at: number): void {
    this.#plays.change(playId, { kind: 'paused' }, at);
  }

  musicContinued(playId: PlayId, at: number): void {
    this.#plays.change(playId, { kind: 'continued' }, at);
  }

  playEnded(playId: PlayId, ending: PlayEnding, at: number): Promise<void> {
    this.#plays.end(playId, ending, at);
    return this.#log.commit();
  }

  recover(keep: readonly PlayId[]): Promise<void> {
    this.#plays.recover(keep);
    return this.#log.commit();
  }

  async feedback({ listenerId, trackId, kind, at, placeId, sessionId, playId, positionMs }: Feedback): Promise<void> {
    if (!this.#counts(listenerId)) return;
    if (kind === 'skip' && playId !== null) this.#plays.skip(playId, listenerId, positionMs, at);
    else this.#log.append({ at, placeId, sessionId, listenerId, trackId, playId, kind: 'feedback', data: { feedback: kind, positionMs } });
    await this.#log.commit();
  }

  async takeBack({ listenerId, trackId, placeId, sessionId, at }: Parameters<Listening['takeBack']>[0]): Promise<void> {
    const standing = await this.reactionOf(listenerId, trackId);
    if (standing === null || !this.#counts(listenerId)) return;
    this.#log.append({ at, placeId, sessionId, listenerId, trackId, playId: null, kind: 'taken-back', data: {} });
    await this.#log.commit();
  }

  async reactionOf(id: ListenerId, trackId: TrackId): Promise<Reaction | null> {
    await this.#log.commit();
    const row = await this.#storage.db
      .selectFrom('affinity')
      .select('reaction')
      .where('listener_id', '=', id)
      .where('track_id', '=', trackId)
      .executeTakeFirst();
    return row?.reaction ?? null;
  }

  async affinities(id: ListenerId): Promise<readonly Affinity[]> {
    await this.#log.commit();
    const rows = await this.#storage.db.selectFrom('affinity').selectAll().where('listener_id', '=', id).execute();
    return rows.map(toAffinity);
  }

  async recentListens(id: ListenerId, limit: number): Promise<readonly Listen[]> {
    await this.#log.commit();
    const rows = await this.#storage.db
      .selectFrom('event')
      .selectAll()
      .where('listener_id', '=', id)
      .where('kind', '=', 'listen')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => toListen(fromRow(row) as LogEventOf<'listen'>));
  }

  async summary(id: ListenerId): Promise<PrivacySummary> {
    await this.#log.commit();
    const { elsewhere, ...counts } = await summarise(this.#storage.db, id);
    return {
      consent: this.#consents.of(id),
      since: this.#consents.since(id),
      ...counts,
      elsewhere: { agreed: this.#consents.elsewhereSince(id) !== null, listens: elsewhere },
    };
  }

  async exportOf(id: ListenerId): Promise<unknown> {
    this.#plays.keepAll();
    await this.#log.commit();
    return exportPerson(this.#storage.db, id, { asked: this.wasAsked(id) });
  }

  deleteAll(id: ListenerId): Promise<void> {
    return this.#consentLock.run(id, async () => {
      this.#consents.forget(id);
      this.#plays.forget(id);
      await this.#log.forget(id);
      const asked = await this.#asked.forget(id);
      const kept = await deletePerson(this.#storage, id);
      // It takes its time on a large database: not for somebody of whom there was nothing.
      if (asked || kept || this.#unclean) await this.#cleanDisk();
    });
  }

  async #cleanDisk(): Promise<void> {
    this.#unclean = true;
    try {
      await this.#storage.scrub();
      this.#unclean = false;
    } catch (error) {
      this.#logger.error({ err: error }, 'The disk could not be cleaned of what was deleted.');
      throw new UserError('not-scrubbed', 'Everything about you is removed, but its traces on the disk could not be cleaned away yet: say /privacy delete confirm:yes again later.');
    }
  }

  onLearnt(listener: (id: ListenerId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#cancelWatch();
    this.#plays.close();
    return this.#log.commit();
  }

  #counts(id: ListenerId): boolean {
    return this.#consents.of(id) === 'given';
  }

  /** Members also answer through other processes: what they say there holds here within seconds. */
  #watchConsents(): void {
    this.#cancelWatch = this.#clock.after(WATCH_MS, () => {
      void this.#takeOverConsents()
        .catch((error: unknown) => this.#logger.error({ err: error }, 'What members say about being counted could not be read; check the database.'))
        .finally(() => {
          if (!this.#closed) this.#watchConsents();
        });
    });
  }

  async #takeOverConsents(): Promise<void> {
    for (const id of await this.#consents.changedElsewhere()) {
      await this.#changeConsent(id, async () => {
        await this.#consents.takeOver(id);
        const consent = this.#consents.of(id);
        if (consent === 'paused') this.#plays.uncount(id);
        if (consent === 'unasked') this.#plays.forget(id);
      });
    }
  }

  #changeConsent(id: ListenerId, change: () => Promise<void>): Promise<void> {
    return this.#consentLock.run(id, async () => {
      await change();
      if (this.#counts(id)) this.#plays.count(id);
      await this.#log.commit();
      this.#announce([id]);
    });
  }

  #announce(learnt: Iterable<ListenerId>): void {
    for (const id of learnt) {
      for (const listener of this.#listeners) {
        try {
          listener(id);
        } catch (error) {
          this.#logger.error({ err: error }, 'a room could not take in what was learnt');
        }
      }
    }
  }
}

/** The members about whom events tell something new. */
function learntFrom(events: readonly LogEvent[]): Set<ListenerId> {
  const learnt = new Set<ListenerId>();
  for (const { kind, listenerId } of events) {
    if (listenerId !== null && (kind === 'listen' || kind === 'feedback' || kind === 'taken-back' || kind === 'elsewhere')) learnt.add(listenerId);
  }
  return learnt;
}
