import type { Clock } from '../clock.ts';
import type { Affinity, ConsentState, ElsewhereListen, Feedback, ImportedHistory, Listen, ListenerId, ListId, ListVerdict, Member, Pick, PlaceId, Play, PlayEnding, PlayId, Presence, Reaction, TrackId } from '../domain.ts';
import type { Logger } from '../log.ts';
import { KeyLock } from '../storage/key-lock.ts';
import { WHOLE_HOUSE, type Share } from '../share.ts';
import type { Storage } from '../storage/storage.ts';
import { UserError } from '../user-error.ts';
import { AskedMembers } from './asked.ts';
import { readCheckpoints, type Checkpoint } from './checkpoint.ts';
import { watchConsents } from './consent-watch.ts';
import { Consents } from './consent.ts';
import { matchElsewhere, type Match } from './elsewhere-match.ts';
import { heardEvent } from './elsewhere.ts';
import { EventLog } from './event-log.ts';
import { importedHistories, replaceImported, type MatchedSong } from './imported.ts';
import { affinitiesOf, reactionOf, recentListensOf } from './history.ts';
import { isListLogged, listenersIn, listEvents, listsUnwanted, verdictsOn } from './lists.ts';
import type { ListFeedback, Listening, PrivacySummary, ShownList } from './listening.ts';
import type { LogEvent } from './log-event.ts';
import { OpenPlays } from './open-plays.ts';
import { exportPerson, summarise } from './personal-data.ts';
import { ListenerPreferences } from './preferences.ts';
import { pickEvents } from './pick-events.ts';
import { Removal } from './removal.ts';

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
  readonly preferences: ListenerPreferences;
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #log: EventLog;
  readonly #consents: Consents;
  readonly #asked: AskedMembers;
  readonly #plays: OpenPlays;
  /** One change of a member's consent after another. */
  readonly #consentLock = new KeyLock();
  readonly #listLock = new KeyLock();
  readonly #listeners = new Set<(id: ListenerId) => void>();
  readonly #removal: Removal;
  readonly #stopWatch: () => void;
  readonly #closing = new AbortController();

  constructor({ storage, clock, log }: ListeningParts, consents: Consents, asked: AskedMembers, orphans: Map<PlayId, Checkpoint>) {
    this.#storage = storage;
    this.#clock = clock;
    this.#logger = log;
    this.#consents = consents;
    this.#asked = asked;
    this.#log = new EventLog({ storage, clock, log, onWritten: (events) => this.#announce(learntFrom(events)) });
    this.#plays = new OpenPlays({ log: this.#log, clock, counts: (id) => this.#counts(id), orphans });
    this.#removal = new Removal({ storage, logger: log, log: this.#log, consents, asked, plays: this.#plays });
    this.preferences = new ListenerPreferences({ store: storage.keyValue('preferences'), consentOf: (id) => this.consentOf(id), log });
    this.#removal.onForgotten(async (ids) => ids.forEach((id) => this.preferences.forget(id)));
    this.#stopWatch = watchConsents({ storage, clock, log, changed: () => this.#takeOverConsents() });
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

  async nameOf(id: ListenerId): Promise<string | null> {
    const row = await this.#storage.db.selectFrom('listener').select('name').where('id', '=', id).executeTakeFirst();
    return row?.name ?? null;
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

  matchElsewhere(match: Match): Promise<void> {
    const counts = (id: ListenerId) => this.#counts(id);
    return matchElsewhere({ storage: this.#storage, clock: this.#clock, match, counts, learnt: (ids) => this.#announce(ids), signal: this.#closing.signal });
  }

  importHistory({ listenerId, service, songs }: { readonly listenerId: ListenerId; readonly service: string; readonly songs: readonly MatchedSong[] }): Promise<void> {
    // A deletion that is asked for meanwhile comes after it.
    return this.#consentLock.run(listenerId, async () => {
      if (!this.#counts(listenerId)) throw new UserError('no-consent', 'You are not counted in, so nothing is kept about you: /privacy join or /privacy resume changes that.');
      await replaceImported({ storage: this.#storage, listenerId, service, songs, at: this.#clock.now(), counts: () => this.#counts(listenerId) });
      this.#announce([listenerId]);
    });
  }

  async importsOf(id: ListenerId): Promise<readonly ImportedHistory[]> {
    return (await importedHistories(this.#storage.db, id)).map(({ matchedMs: _, ...history }) => history);
  }

  async pickMade(pick: Pick, where: Parameters<Listening['pickMade']>[1]): Promise<void> {
    const { id: pickId, trackId, list } = pick;
    const head = { at: this.#clock.now(), placeId: where.placeId, sessionId: where.sessionId, trackId, playId: null };
    this.#log.append(
      // That of a list was logged with the list.
      ...(list === undefined ? pickEvents(pick, head, (id) => this.#counts(id)) : []),
      ...where.present
        .filter((listenerId) => this.#counts(listenerId))
        .map((listenerId) => ({ ...head, listenerId, kind: 'pick-present' as const, data: { pickId } })),
    );
    await this.#log.commit();
  }

  async listShown(list: ShownList): Promise<void> {
    // Of the same list one after another: what was logged by a process that died is looked for.
    await this.#listLock.run(list.id, async () => {
      if (await isListLogged(this.#storage.db, list.id)) return;
      this.#log.append(...listEvents(list, (id) => this.#counts(id)));
      await this.#log.commit();
    });
  }

  async listFeedback({ listId, placeId, listenerId, verdict, at }: ListFeedback): Promise<void> {
    if (!this.#counts(listenerId)) return;
    this.#log.append({ at, placeId, sessionId: listId, listenerId, trackId: null, playId: null, kind: 'list-feedback', data: { verdict } });
    await this.#log.commit();
  }

  async listsUnwanted(id: ListenerId, since: number): Promise<readonly ListId[]> {
    await this.#log.commit();
    return listsUnwanted(this.#storage.db, id, since);
  }

  async verdictsOn(listId: ListId): Promise<Readonly<Record<ListVerdict, number>>> {
    await this.#log.commit();
    return verdictsOn(this.#storage.db, listId);
  }

  async listenersIn(placeId: PlaceId, limit: number): Promise<readonly ListenerId[]> {
    await this.#log.commit();
    return listenersIn(this.#storage.db, placeId, this.#consents.given(), limit);
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

  disregarded(playId: PlayId, id: ListenerId, at: number): void {
    this.#plays.change(playId, { kind: 'uncounted', id }, at);
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
    return reactionOf(this.#storage.db, id, trackId);
  }

  async affinities(id: ListenerId): Promise<readonly Affinity[]> {
    await this.#log.commit();
    return affinitiesOf(this.#storage.db, id);
  }

  async recentListens(id: ListenerId, limit: number): Promise<readonly Listen[]> {
    await this.#log.commit();
    return recentListensOf(this.#storage.db, id, limit);
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

  async exportOf(id: ListenerId): Promise<object> {
    this.#plays.keepAll();
    await this.#log.commit();
    return exportPerson(this.#storage.db, id, { asked: this.wasAsked(id) });
  }

  deleteAll(id: ListenerId): Promise<void> {
    // At once nothing more counts, whatever else is under way, and plans are made without them.
    this.#consents.suspend(id);
    this.#announce([id]);
    return this.#consentLock.run(id, () => this.#removal.of(id));
  }

  onForgotten(listener: (ids: readonly ListenerId[]) => Promise<void>): () => void {
    return this.#removal.onForgotten(listener);
  }

  onLearnt(listener: (id: ListenerId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closing.abort();
    this.#stopWatch();
    this.#plays.close();
    return this.#log.commit();
  }

  #counts(id: ListenerId): boolean {
    return this.#consents.of(id) === 'given';
  }

  /** Members also answer through other processes, and are removed by them. */
  async #takeOverConsents(): Promise<void> {
    for (const id of await this.#consents.changedElsewhere()) {
      await this.#consentLock.run(id, async () => {
        const since = this.#consents.since(id);
        // What this process has written about them meanwhile is to go as well.
        if (!(await this.#consents.takeOver(id))) return this.#removal.of(id);
        if (this.#consents.since(id) !== since) this.#plays.forget(id);
        if (this.#consents.of(id) === 'paused') this.#plays.uncount(id);
        return this.#consentChanged(id);
      });
    }
    // Of whoever was no more than named by a place, other processes remove what nothing here tells of.
    await this.#removal.tell([]);
  }

  #changeConsent(id: ListenerId, change: () => Promise<void>): Promise<void> {
    return this.#consentLock.run(id, async () => {
      await change();
      await this.#consentChanged(id);
    });
  }

  async #consentChanged(id: ListenerId): Promise<void> {
    if (this.#counts(id)) this.#plays.count(id);
    await this.#log.commit();
    this.#announce([id]);
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
