import type { Guild } from 'discord.js';
import type { Origin, PlayId } from '../domain.ts';
import { positionOf } from '../session/position.ts';
import type { SessionView } from '../session/session.ts';
import { CardMessage } from './card-message.ts';
import { placeIdOf, type Door } from './door.ts';
import { PacedWork } from './paced-work.ts';
import { cardOf } from './render/card-of-session.ts';
import { segmentsAt, startOfSegment, type Card, type EndedCard } from './render/card.ts';
import type { Turns } from './turns.ts';

/** Between two edits of one card. */
const EDIT_EVERY_MS = 2_500;
/** The time bar moves on this often at most … */
const REFRESH_MS = 15_000;
/** … and slower with many sessions, so that all bars together take half of the requests that cards may make. */
const REFRESH_PER_SESSION_MS = 200;
/** Positions are reported with a little jitter: an end that differs by no more is the same. */
const SAME_END_S = 2;

/** Keeps a guild's card true: it decides when the message changes, and what it then shows. */
export class GuildCard {
  readonly #door: Door;
  readonly #guildId: string;
  readonly #turns: Turns;
  readonly #work: PacedWork;
  readonly #message: CardMessage;
  /** The last words about a session that is over. */
  #end: EndedCard | null = null;
  #why: { readonly playId: PlayId; readonly origin: Origin; readonly sentence: string | null } | null = null;

  /** @param turns shared by the cards of all guilds */
  constructor(door: Door, guildId: string, turns: Turns) {
    this.#door = door;
    this.#guildId = guildId;
    this.#turns = turns;
    this.#message = new CardMessage(door, guildId);
    this.#work = new PacedWork({
      clock: door.clock,
      log: door.log.child({ guild: guildId }),
      everyMs: EDIT_EVERY_MS,
      what: 'The card of what plays',
      run: () => this.#bringUpToDate(),
    });
  }

  /** Something that it shows may have changed. */
  changed(): void {
    this.#work.want();
  }

  /** @param last the session as it was; null when that is not known */
  ended(last: SessionView | null, reason: string | null): void {
    this.#end = { kind: 'ended', last: last && lastTrack(last), reason };
    this.#work.want();
  }

  /** Somebody reacted to a message of the guild. */
  reactedTo(messageId: string): void {
    this.#message.reactedTo(messageId);
  }

  stop(): void {
    this.#work.stop();
  }

  async #bringUpToDate(): Promise<boolean> {
    const guild = this.#door.client.guilds.cache.get(this.#guildId);
    if (!guild?.available) return false;
    if (this.#end) return this.#finish(this.#end, guild);
    const view = this.#view();
    const card = view && (await this.#cardOf(view, guild));
    if (!card) return false;
    const inMs = await this.#dueIn(card, positionOf(view, this.#door.clock.now()), guild);
    if (inMs > 0) {
      if (Number.isFinite(inMs)) this.#work.want(inMs);
      return false;
    }
    await this.#turns.next();
    await this.#message.show(card, positionOf(view, this.#door.clock.now()), guild);
    this.#work.want(this.#refreshMs());
    return true;
  }

  async #finish(end: EndedCard, guild: Guild): Promise<boolean> {
    await this.#turns.next();
    const seen = await this.#message.end(end);
    this.#end = null;
    if (!seen && end.reason !== null) await this.#door.say(guild, end.reason);
    // Another session may have begun meanwhile.
    if (this.#view()) this.#work.want();
    return true;
  }

  async #cardOf(view: SessionView, guild: Guild): Promise<Card | null> {
    const card = cardOf(view, await this.#whyOf(view, guild), (id) => this.#door.services.library.get(id));
    const before = this.#message.shown?.card;
    if (card?.kind !== 'playing' || before?.kind !== 'playing' || before.playId !== card.playId) return card;
    const same = card.endsAt !== null && before.endsAt !== null && Math.abs(card.endsAt - before.endsAt) <= SAME_END_S;
    return same ? { ...card, endsAt: before.endsAt } : card;
  }

  /** The sentence that /why tells somebody who has no part in it. */
  async #whyOf({ state }: SessionView, { members }: Guild): Promise<string | null> {
    if (!('current' in state) || !members.me) return null;
    const { playId, origin, track } = state.current;
    if (this.#why?.playId === playId && this.#why.origin === origin) return this.#why.sentence;
    const { view } = await this.#door.desk.execute(['why'], {}, await this.#door.contextOf(members.me));
    const sentence = view.kind === 'why' && view.why.track.id === track.id ? view.why.sentence : null;
    this.#why = { playId, origin, sentence };
    return sentence;
  }

  /** In how many milliseconds the message has to change; Infinity when only a change in the session can ask for it. */
  async #dueIn(card: Card, positionMs: number, guild: Guild): Promise<number> {
    const { shown } = this.#message;
    if (!shown || shown.content !== (await this.#message.content(card)) || (await this.#message.isMisplaced(guild))) return 0;
    if (card.kind !== 'playing' || card.paused) return Infinity;
    const barMovesIn = startOfSegment(segmentsAt(shown.positionMs, card.track) + 1, card.track) - positionMs;
    return Math.max(barMovesIn, shown.at + this.#refreshMs() - this.#door.clock.now());
  }

  #refreshMs(): number {
    return Math.max(REFRESH_MS, this.#door.services.sessions.all().length * REFRESH_PER_SESSION_MS);
  }

  #view(): SessionView | undefined {
    return this.#door.services.sessions.get(placeIdOf(this.#guildId))?.view();
  }
}

function lastTrack({ state, history }: SessionView): EndedCard['last'] {
  if ('current' in state) return { track: state.current.track, playId: state.current.playId };
  return history[0] ? { track: history[0].track, playId: null } : null;
}
