import { satisfactionFrom } from '../../models/group/welfare.ts';
import type { Clock } from '../clock.ts';
import type { ListenerId, Origin, Pick, Play, PlayEnding, PlayId, Presence } from '../domain.ts';
import type { Listening } from '../listening/listening.ts';
import type { Logger } from '../log.ts';
import { GUEST } from './saved-session.ts';
import type { Unheard } from './session.ts';

/** Why nobody hears what plays: people paused it, the connection broke, or what a door says of its place. */
export type Silence = 'paused' | 'interrupted' | Unheard;

/** By how much better than those with them somebody was served; below 0 for worse. */
interface Surplus {
  /** In earlier sessions. */
  readonly before: number;
  /** In this one. */
  readonly here: number;
}

/**
 * The plays that can be heard now — two during a crossfade — reported to the listening log with who is
 * there, and how well each member has been served in this session so far.
 */
export class Plays {
  readonly #listening: Listening;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #present: () => readonly Presence[];
  readonly #open = new Map<PlayId, Play>();
  readonly #satisfaction: Map<ListenerId, number>;
  readonly #surplus: Map<ListenerId, Surplus>;
  /** Who wants nothing to be learnt from this session. */
  readonly #unlearnt: Set<ListenerId>;
  /** As long as there is one, nothing is credited. */
  readonly #silences = new Set<Silence>();
  #silentSince = 0;

  constructor(parts: {
    listening: Listening;
    clock: Clock;
    log: Logger;
    present: () => readonly Presence[];
    satisfaction: Iterable<readonly [ListenerId, number]>;
    surplus: Iterable<readonly [ListenerId, before: number, here: number]>;
    unlearnt: Iterable<ListenerId>;
  }) {
    this.#listening = parts.listening;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#present = parts.present;
    this.#satisfaction = new Map(parts.satisfaction);
    this.#surplus = new Map(Array.from(parts.surplus, ([id, before, here]) => [id, { before, here }]));
    this.#unlearnt = new Set(parts.unlearnt);
  }

  isOpen(playId: PlayId): boolean {
    return this.#open.has(playId);
  }

  /**
   * How well the listener was served: summed over the picks of this session that they heard to the end, and by how much better
   * than the one present who was served worst they were in earlier ones. Who has just come was not short-changed here: as well
   * as the one present who was served worst.
   */
  satisfaction(id: ListenerId): number {
    const before = (one: ListenerId) => this.#surplus.get(one)?.before ?? 0;
    return this.#ownSatisfaction(id) + before(id) - Math.min(before(id), ...this.#present().map((who) => before(who.id)));
  }

  satisfactions(): readonly (readonly [ListenerId, number])[] {
    return [...this.#satisfaction];
  }

  /** By how much better than those with them members were served, in earlier sessions and in this one. */
  surpluses(): readonly (readonly [ListenerId, before: number, here: number])[] {
    return Array.from(this.#surplus, ([id, { before, here }]) => [id, before, here]);
  }

  get unlearnt(): ReadonlySet<ListenerId> {
    return this.#unlearnt;
  }

  /** From now on what the member hears in this session is learnt from, or is not; what plays now counts from here on, or not at all. */
  setLearning(id: ListenerId, learns: boolean): void {
    if (learns === !this.#unlearnt.has(id)) return;
    const now = this.#clock.now();
    if (!learns) {
      this.#unlearnt.add(id);
      for (const playId of this.#open.keys()) this.#listening.disregarded(playId, id, now);
      return;
    }
    this.#unlearnt.delete(id);
    const who = this.#present().find((one) => one.id === id);
    if (who) this.joined(who);
  }

  async started(play: Play): Promise<void> {
    this.#open.set(play.id, play);
    const { placeId, sessionId, origin } = play;
    const present = this.#learning();
    const started = this.#listening.playStarted(play, present);
    this.#beginSilent(play.id);
    // Both at once: the play must be open in the log before anything can end it.
    await Promise.all([
      this.keep(started),
      origin.kind === 'pick' && this.keep(this.#listening.pickMade(this.#learntFrom(origin.pick), { placeId, sessionId, present: present.map(({ id }) => id) })),
    ]);
  }

  /** The same play goes on in a new process. */
  async resumed(play: Play): Promise<void> {
    this.#open.set(play.id, play);
    const resumed = this.#listening.playResumed(play, this.#learning(), this.#clock.now());
    this.#beginSilent(play.id);
    await this.keep(resumed);
  }

  /** Also of a play that is not open here: one from before a restart that never sounded again ends in the log. */
  async ended(playId: PlayId, ending: PlayEnding, at: number): Promise<void> {
    const play = this.#open.get(playId);
    this.#open.delete(playId);
    if (play && ending.kind === 'finished' && this.#silences.size === 0) this.#credit(play.origin);
    await this.keep(this.#listening.playEnded(playId, this.#bySomebody(ending), at));
  }

  async endAll(ending: PlayEnding, except?: PlayId): Promise<void> {
    const others = [...this.#open.keys()].filter((playId) => playId !== except);
    await Promise.all(others.map((playId) => this.ended(playId, ending, this.#clock.now())));
  }

  joined(who: Presence): void {
    if (this.#unlearnt.has(who.id)) return;
    for (const playId of this.#open.keys()) this.#listening.joined(playId, who, this.#clock.now());
  }

  left(id: ListenerId): void {
    for (const playId of this.#open.keys()) this.#listening.left(playId, id, this.#clock.now());
  }

  deafened(id: ListenerId, deafened: boolean): void {
    for (const playId of this.#open.keys()) this.#listening.deafened(playId, id, deafened, this.#clock.now());
  }

  /** From `at` on nobody hears the music, whatever else is the matter already. */
  silenced(why: Silence, at: number): void {
    if (this.#silences.size === 0) {
      this.#silentSince = at;
      for (const playId of this.#open.keys()) this.#listening.musicPaused(playId, at);
    }
    this.#silences.add(why);
  }

  /** That is over; the music is heard again when nothing else is the matter. */
  unsilenced(why: Silence, at: number): void {
    if (!this.#silences.delete(why) || this.#silences.size > 0) return;
    for (const playId of this.#open.keys()) this.#listening.musicContinued(playId, at);
  }

  forget(id: ListenerId): void {
    this.#satisfaction.delete(id);
    this.#surplus.delete(id);
    this.#unlearnt.delete(id);
  }

  /** In this session. */
  #ownSatisfaction(id: ListenerId): number {
    const others = this.#present().flatMap((who) => this.#satisfaction.get(who.id) ?? []);
    return this.#satisfaction.get(id) ?? (others.length > 0 ? Math.min(...others) : 0);
  }

  #learning(): readonly Presence[] {
    return this.#present().filter(({ id }) => !this.#unlearnt.has(id));
  }

  #learntFrom(pick: Pick): Pick {
    return { ...pick, scores: pick.scores.filter(({ listenerId }) => !this.#unlearnt.has(listenerId)) };
  }

  /** Who skipped it is nobody's business when nothing is learnt from them. */
  #bySomebody(ending: PlayEnding): PlayEnding {
    return ending.kind === 'skipped' && this.#unlearnt.has(ending.by) ? { ...ending, by: GUEST.id } : ending;
  }

  /** Word of a play may come after the silence that already holds for it. */
  #beginSilent(playId: PlayId): void {
    if (this.#silences.size > 0) this.#listening.musicPaused(playId, this.#silentSince);
  }

  #credit(origin: Origin): void {
    if (origin.kind !== 'pick') return;
    const here = new Set(this.#present().map((who) => who.id));
    const served = origin.pick.scores.filter(({ listenerId }) => here.has(listenerId)).map(({ listenerId: id, relevance }) => ({ id, gain: satisfactionFrom(relevance) }));
    const mean = served.reduce((sum, { gain }) => sum + gain, 0) / served.length;
    // Before any of them has more, as who has just come counts like the others.
    const before = served.map(({ id }) => this.#ownSatisfaction(id));
    served.forEach(({ id, gain }, i) => {
      this.#satisfaction.set(id, before[i] + gain);
      const surplus = this.#surplus.get(id) ?? { before: 0, here: 0 };
      this.#surplus.set(id, { ...surplus, here: surplus.here + gain - mean });
    });
  }

  /** The music does not stop for a log that cannot be written; the log says so. */
  async keep(write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (error) {
      this.#log.error({ err: error }, 'The listening log could not be written; check the disk and the database.');
    }
  }
}
