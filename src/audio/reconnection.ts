import { dueAt, noticedAt, type Fact, type Order, type Phase, type Reconnection } from './reconnection-state.ts';
import type { LossCause } from './voice.ts';

/** What a fact leads to. */
export interface Step {
  readonly state: Reconnection;
  readonly orders: readonly Order[];
}

/** Joins within any minute. */
export const MOST_JOINS = 5;
const MINUTE = 60_000;
const MOST_UNANSWERED = 2;
/** A connection that stood so long was well. */
const WELL_MS = 10_000;
const PAUSES_MS = [0, 2_000, 5_000, 10_000, 20_000, 30_000] as const;
const GIVE_UP_MS = 180_000;

const DISCONNECTED = 4014;
const RATE_LIMITED = 4021;
const CALL_ENDED = 4022;
/** Unknown opcode, protocol, mode of encryption; encryption demanded; bad request; rate limited. */
const REFUSALS: ReadonlySet<number> = new Set([4001, 4002, 4012, 4016, 4017, 4020, RATE_LIMITED]);
const MOST_REFUSALS = 3;
/** How long it may take Discord to say where to go instead; whoever was thrown out must not come back too soon. */
const DOUBT_MS = { [DISCONNECTED]: 5_000, [CALL_ENDED]: 2_000 } as const;

const REMOVED = 'Segue was disconnected from the voice channel: /dj start brings the music back.';
const REFUSED = 'Discord does not let Segue into the voice channel: it is full, or Segue may not see it or connect to it.';
const STAYED = 'Discord does not let Segue into the other voice channel (it is full, or Segue may not see it or connect to it): the music stays where it was.';
const UNREACHABLE = "Discord's voice servers could not be reached for minutes: try /dj start again later.";
const UNABLE = 'The encryption that Discord asks for cannot be loaded on this machine: reinstall Segue, or run it on another system.';

/**
 * When a voice connection to Discord is asked for, made anew and given up: one step of a pure state machine.
 * Whoever drives it feeds it facts, carries its orders out in turn, and wakes it at {@link wakeAt}.
 *
 * The rules that Discord sets: a join is answered by the bot's own voice state and a voice server, in either
 * order, or by nothing at all when the channel is full or forbidden. Close codes are Discord's (voice
 * gateway, version 8). Nothing may make it join more than {@link MOST_JOINS} times in a minute.
 */
export function step(state: Reconnection, fact: Fact, now: number): Step {
  if (state.phase.kind === 'lost') return { state, orders: [] };
  switch (fact.kind) {
    case 'time':
      return then(notice(state, now), (noticed) => (now >= (dueAt(noticed) ?? Infinity) ? due(noticed, now) : { state: noticed, orders: [] }));
    case 'ready':
      return reached(state, now);
    case 'unsent':
      return unsent(state);
    case 'state':
      return located({ ...state, isIn: fact.channelId }, fact.channelId, now);
    case 'server':
      return fact.available ? served(state, now) : unserved(state, now);
    case 'opened':
      return opened(state, now);
    case 'resuming':
      return resuming(state, now);
    case 'broken':
      return broken(state, fact.code, now);
    case 'move':
      return move(state, fact.channelId, now);
    case 'unable':
      return lose(state, 'unreachable', UNABLE);
  }
}

/** A silence that lasts is told. */
function notice(state: Reconnection, now: number): Step {
  if (now < (noticedAt(state) ?? Infinity)) return { state, orders: [] };
  return tellInterrupted(state, state.phase.kind === 'doubting' ? state.phase.code : null);
}

/** What is done after having waited long enough. */
function due(state: Reconnection, now: number): Step {
  const { phase } = state;
  switch (phase.kind) {
    case 'resting':
      return ask(state, now, state.audible);
    case 'asking':
      if (!phase.fresh) return afresh(state, now);
      return phase.stated ? fail(state, null, now) : unanswered(state, now);
    case 'connecting':
      return fail(state, null, now);
    case 'doubting':
      if (phase.code === CALL_ENDED) return fail(state, phase.code, now);
      return { state: { ...state, phase: { kind: 'withdrawing', since: now } }, orders: [{ kind: 'leave' }] };
    case 'withdrawing':
      return lose(state, 'removed', REMOVED, false);
    case 'unreached':
    case 'connected':
    case 'lost':
      return { state, orders: [] };
  }
}

/** Joins, or rests until it may. */
function ask(state: Reconnection, now: number, fresh: boolean): Step {
  const joins = state.joins.filter((at) => at > now - MINUTE);
  if (joins.length >= MOST_JOINS) return { state: { ...state, joins, phase: { kind: 'resting', until: joins[0] + MINUTE } }, orders: [] };
  return {
    state: {
      ...state,
      joins: [...joins, now],
      tryingSince: state.tryingSince ?? now,
      phase: { kind: 'asking', since: now, fresh, stated: false, served: false },
    },
    orders: [{ kind: 'join', channelId: state.channelId }],
  };
}

/** Leaves before it joins, for Discord to take notice. */
function afresh(state: Reconnection, now: number): Step {
  const asked = ask(state, now, true);
  return asked.orders.length === 0 ? asked : { state: { ...asked.state, left: true }, orders: [{ kind: 'leave' }, ...asked.orders] };
}

function unanswered(state: Reconnection, now: number): Step {
  if (state.audible && state.isIn !== null) return stay(state, state.isIn, now);
  const times = state.unanswered + 1;
  if (times >= MOST_UNANSWERED) return lose(state, 'refused', REFUSED);
  return then(tellInterrupted({ ...state, unanswered: times }, null), (told) => ask(told, now, true));
}

/** Whoever is heard where they are does not fall silent for not being let in elsewhere. */
function stay(state: Reconnection, isIn: string, now: number): Step {
  const stayed: Reconnection = { ...state, channelId: isIn, unanswered: 0, tryingSince: null, phase: { kind: 'connected', since: now } };
  return { state: stayed, orders: isIn === state.channelId ? [] : [{ kind: 'stayed', channelId: isIn, reason: STAYED }] };
}

function reached(state: Reconnection, now: number): Step {
  switch (state.phase.kind) {
    case 'unreached':
    case 'doubting':
    case 'withdrawing':
      return ask({ ...state, failures: 0, tryingSince: null }, now, state.audible);
    case 'asking':
      return state.phase.stated ? { state, orders: [] } : ask(state, now, state.phase.fresh);
    case 'resting':
    case 'connecting':
    case 'connected':
    case 'lost':
      return { state, orders: [] };
  }
}

function unsent(state: Reconnection): Step {
  const { phase, joins } = state;
  if (phase.kind === 'withdrawing') return { state: { ...state, phase: { kind: 'unreached' } }, orders: [] };
  // A join that was not sent is none.
  if (phase.kind === 'asking') return { state: { ...state, joins: joins.slice(0, -1), phase: { kind: 'unreached' } }, orders: [] };
  return { state, orders: [] };
}

/** Discord says where the bot is. */
function located(state: Reconnection, channelId: string | null, now: number): Step {
  return channelId === null ? absent(state) : present(state, channelId, now);
}

/** The bot is in no channel any more. */
function absent(state: Reconnection): Step {
  // Before its first join it is told what became of whoever was here before it.
  if (state.joins.length === 0 && !state.wasAudible) return { state, orders: [] };
  // It may be the answer to its own leaving.
  if (state.left || (state.phase.kind === 'asking' && !state.phase.stated)) return { state: { ...state, left: false }, orders: [] };
  return lose(state, 'removed', REMOVED, false);
}

function present(state: Reconnection, channelId: string, now: number): Step {
  const { phase } = state;
  // Whoever moves it elsewhere is obeyed; an answer is awaited for what was asked.
  if (phase.kind !== 'asking') return { state: { ...state, channelId }, orders: [] };
  if (channelId !== state.channelId) return { state, orders: [] };
  const stated: Reconnection = { ...state, unanswered: 0, phase: { ...phase, stated: true } };
  return phase.served ? connect(stated, now) : { state: stated, orders: [] };
}

function served(state: Reconnection, now: number): Step {
  const { phase } = state;
  if (phase.kind === 'withdrawing') return { state, orders: [] };
  if (phase.kind === 'asking' && !phase.stated) return { state: { ...state, phase: { ...phase, served: true } }, orders: [] };
  return connect(state, now);
}

function unserved(state: Reconnection, now: number): Step {
  if (state.phase.kind !== 'connected' && state.phase.kind !== 'connecting') return { state, orders: [] };
  const waiting: Phase = { kind: 'asking', since: now, fresh: true, stated: true, served: false };
  return then({ state, orders: [{ kind: 'disconnect' }] }, (s) => tellInterrupted({ ...silent(s, now), tryingSince: now, phase: waiting }, null));
}

function connect(state: Reconnection, now: number): Step {
  return { state: { ...silent(state, now), phase: { kind: 'connecting', since: now } }, orders: [{ kind: 'connect' }] };
}

function opened(state: Reconnection, now: number): Step {
  return {
    state: {
      ...state,
      phase: state.phase.kind === 'connecting' ? { kind: 'connected', since: now } : state.phase,
      audible: true,
      wasAudible: true,
      told: false,
      left: false,
      tryingSince: null,
    },
    orders: state.told ? [{ kind: 'reconnected', silentMs: now - state.silentSince }] : [],
  };
}

function resuming(state: Reconnection, now: number): Step {
  const phase: Phase = state.phase.kind === 'connected' ? { kind: 'connecting', since: now } : state.phase;
  return { state: { ...silent(state, now), phase }, orders: [] };
}

function broken(state: Reconnection, code: number | null, now: number): Step {
  const { phase } = state;
  // What stood while it asked to be elsewhere; the answer is still to come.
  if (phase.kind !== 'connected' && phase.kind !== 'connecting') return tellInterrupted(silent(state, now), code);
  const well = phase.kind === 'connected' && now - phase.since >= WELL_MS;
  const since = silent(well ? { ...state, failures: 0, refusals: 0 } : state, now);
  if (code === DISCONNECTED || code === CALL_ENDED) return { state: { ...since, phase: { kind: 'doubting', until: now + DOUBT_MS[code], code } }, orders: [] };
  return fail(since, code, now);
}

function move(state: Reconnection, channelId: string, now: number): Step {
  if (channelId === state.channelId) return { state, orders: [] };
  const moved = { ...state, channelId, unanswered: 0 };
  if (state.phase.kind === 'unreached' || state.phase.kind === 'resting') return { state: moved, orders: [] };
  return ask(moved, now, true);
}

/** An attempt came to nothing: another follows after a while, unless it has been too many. */
function fail(state: Reconnection, code: number | null, now: number): Step {
  const refusals = code !== null && REFUSALS.has(code) ? state.refusals + 1 : 0;
  if (refusals >= MOST_REFUSALS) return lose(state, 'unreachable', refusedBy(code));
  const tryingSince = state.tryingSince ?? now;
  if (now - tryingSince >= GIVE_UP_MS) return lose(state, 'unreachable', UNREACHABLE);
  const pause = PAUSES_MS[Math.min(state.failures + (code === RATE_LIMITED ? 2 : 0), PAUSES_MS.length - 1)];
  const failed: Reconnection = { ...silent(state, now), refusals, tryingSince, failures: state.failures + 1, phase: { kind: 'resting', until: now + pause } };
  const told = then({ state: failed, orders: [{ kind: 'disconnect' }] }, (s) => tellInterrupted(s, code));
  return pause === 0 ? then(told, (s) => ask(s, now, false)) : told;
}

function lose(state: Reconnection, cause: LossCause, reason: string, present = true): Step {
  const leave: readonly Order[] = present ? [{ kind: 'leave' }] : [];
  return { state: { ...state, audible: false, phase: { kind: 'lost' } }, orders: [{ kind: 'disconnect' }, ...leave, { kind: 'lost', cause, reason }] };
}

function silent(state: Reconnection, now: number): Reconnection {
  return state.audible ? { ...state, audible: false, silentSince: now } : state;
}

function tellInterrupted(state: Reconnection, code: number | null): Step {
  if (state.told || state.audible) return { state, orders: [] };
  const reason = code === null ? "Discord's voice server does not answer: it is tried again." : `The connection to Discord's voice server broke (code ${code}): it is being made again.`;
  return { state: { ...state, told: true }, orders: [{ kind: 'interrupted', reason }] };
}

function refusedBy(code: number | null): string {
  return code === RATE_LIMITED
    ? "Discord's voice servers ask Segue to come back later: try /dj start again in a few minutes."
    : `Discord's voice servers refuse this version of Segue (code ${String(code)}): update it.`;
}

function then(first: Step, next: (state: Reconnection) => Step): Step {
  const second = next(first.state);
  return { state: second.state, orders: [...first.orders, ...second.orders] };
}
