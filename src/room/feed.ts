import type { Services } from '../command.ts';
import type { Clock } from '../clock.ts';
import type { ListenerId, Member, PlaceId, Reaction } from '../domain.ts';
import type { Logger } from '../log.ts';
import type { SessionView } from '../session/session.ts';
import type { Attendance } from './attendance.ts';
import { outwardLibrary, outwardSession } from './outward.ts';
import type { RoomMessage, RoomReply, RoomState } from './protocol.ts';
import { pushStream, type PushStream } from './push-stream.ts';

/** Changes that come closer together than this are sent as one. */
const THROTTLE_MS = 100;
const HEARTBEAT_MS = 15_000;
const LIMIT_BYTES = 1024 * 1024;

export interface Visitor {
  readonly member: Member;
  readonly manager: boolean;
  readonly place: { readonly id: PlaceId; readonly name: string };
}

interface Connection extends Visitor {
  readonly tab: string;
  readonly stream: PushStream;
  /** What was sent last of each part of the state, as JSON. */
  readonly sent: Map<string, string>;
  /** `idle`: nothing to send; `waiting`: the throttle will send; `dirty`: changed again while being sent. */
  sending: 'idle' | 'waiting' | 'busy' | 'dirty';
}

/** Keeps every open tab informed: the whole state at first, then the parts that change. */
export class Feed {
  readonly #connections = new Set<Connection>();
  readonly #services: Services;
  readonly #attendance: Attendance;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #unsubscribe: (() => void)[];
  #cancelHeartbeat: () => void = () => {};

  constructor(services: Services, attendance: Attendance, clock: Clock, log: Logger) {
    this.#log = log;
    this.#services = services;
    this.#attendance = attendance;
    this.#clock = clock;
    this.#unsubscribe = [
      services.sessions.onChange((placeId) => this.#refresh((c) => c.place.id === placeId)),
      services.library.onChange(() => this.#refresh(() => true)),
      services.recommender.onAnalysis(() => this.#refresh(() => true)),
      services.listening.onLearnt((id) => this.refreshMember(id)),
    ];
    this.#heartbeat();
  }

  /** The state stream of a new tab; with it the visitor is there. */
  open(visitor: Visitor, deafened: boolean): ReadableStream<Uint8Array> {
    const { place, member } = visitor;
    const tab = this.#attendance.enter(place.id, member, deafened);
    const stream = pushStream(LIMIT_BYTES, () => {
      this.#connections.delete(connection);
      this.#attendance.exit(place.id, member.id, tab);
    });
    const connection: Connection = { ...visitor, tab, stream, sent: new Map(), sending: 'idle' };
    this.#connections.add(connection);
    send(connection, { type: 'hello', tab });
    this.#changed(connection);
    return stream.body;
  }

  /** Something about the member has changed that no event tells: their consent. */
  refreshMember(id: ListenerId): void {
    this.#refresh((c) => c.member.id === id);
  }

  /** Shows a public reply to everybody else in the place. */
  say(from: Visitor, line: string, reply: RoomReply): void {
    for (const connection of this.#connections) {
      if (connection.place.id !== from.place.id || connection.member.id === from.member.id) continue;
      send(connection, { type: 'said', by: from.member, line, reply });
    }
  }

  close(): void {
    this.#cancelHeartbeat();
    for (const stop of this.#unsubscribe) stop();
    for (const { stream } of [...this.#connections]) stream.end();
  }

  #refresh(which: (connection: Connection) => boolean): void {
    for (const connection of this.#connections) if (which(connection)) this.#changed(connection);
  }

  #changed(connection: Connection): void {
    if (connection.sending === 'busy') connection.sending = 'dirty';
    if (connection.sending !== 'idle') return;
    connection.sending = 'waiting';
    // The first state goes out at once, later ones are gathered.
    const deliver = () => {
      this.#send(connection).catch((error: unknown) => {
        this.#log.error({ err: error }, 'A tab could not be told what changed.');
        connection.stream.end();
      });
    };
    if (connection.sent.size === 0) deliver();
    else this.#clock.after(THROTTLE_MS, deliver);
  }

  async #send(connection: Connection): Promise<void> {
    if (!this.#connections.has(connection)) return;
    connection.sending = 'busy';
    const state = await this.#stateFor(connection);
    const change = Object.fromEntries(
      Object.entries(state).filter(([part, value]) => {
        const json = JSON.stringify(value);
        if (connection.sent.get(part) === json) return false;
        connection.sent.set(part, json);
        return true;
      }),
    ) as Partial<RoomState>;
    if (Object.keys(change).length > 0) send(connection, { type: 'state', now: this.#clock.now(), change });
    const again = (connection.sending as Connection['sending']) === 'dirty';
    connection.sending = 'idle';
    if (again) this.#changed(connection);
  }

  async #stateFor({ member, manager, place }: Visitor): Promise<RoomState> {
    const { sessions, library, listening, recommender } = this.#services;
    const session = sessions.get(place.id)?.view() ?? null;
    return {
      place: place.name,
      me: { ...member, manager, consent: listening.consentOf(member.id), reaction: await this.#reaction(member.id, session) },
      people: sessions.present(place.id).map(({ id, name, deafened }) => ({ id, name, deafened })),
      session: session && outwardSession(session, (id) => library.get(id)),
      library: outwardLibrary(library.status(), recommender.status().analysis),
    };
  }

  /** The member's reaction to the current track: given in this session, or remembered from an earlier one. */
  async #reaction(id: ListenerId, session: SessionView | null): Promise<Reaction | null> {
    const state = session?.state;
    if (!session || (state?.kind !== 'playing' && state?.kind !== 'paused')) return null;
    const given = session.reactions.find((reaction) => reaction.listenerId === id);
    return given?.reaction ?? (await this.#services.listening.reactionOf(id, state.current.track.id).catch(() => null));
  }

  #heartbeat(): void {
    this.#cancelHeartbeat = this.#clock.after(HEARTBEAT_MS, () => {
      for (const { place, member, tab, stream } of [...this.#connections]) {
        if (this.#attendance.responds(place.id, member.id, tab)) stream.write(encoder.encode(': still here\n\n'));
        else stream.end();
      }
      this.#heartbeat();
    });
  }
}

const encoder = new TextEncoder();

function send(connection: Connection, message: RoomMessage): void {
  connection.stream.write(encoder.encode(`data: ${JSON.stringify(message)}\n\n`));
}
