import type { RoomMessage, RoomReply, RoomState } from '../protocol.ts';
import { api, Refused, type About } from './api.ts';
import { save } from './download.ts';
import { currentIdentity, leaveIdentity } from './identity.ts';
import { createStore } from './store.ts';

/** A line of the conversation: what somebody typed and what Segue answered. */
export interface LogEntry {
  readonly id: number;
  /** null: this tab's own member. */
  readonly by: string | null;
  /** Empty when Segue speaks unasked. */
  readonly line: string;
  /** null: not answered yet. */
  readonly reply: RoomReply | null;
}

export interface Toast {
  readonly id: number;
  readonly tone: 'ok' | 'info' | 'error';
  readonly text: string;
}

export interface AppState {
  readonly screen: 'loading' | 'login' | 'name' | 'room' | 'refused';
  /** Why the room refuses, on screen `refused`. */
  readonly refusal: string;
  readonly connected: boolean;
  readonly room: RoomState | null;
  /** Server's clock minus this one's, ms. */
  readonly clockOffset: number;
  readonly tab: string | null;
  readonly log: readonly LogEntry[];
  readonly toast: Toast | null;
  /** Artists for a newcomer to choose from, asked beside the conversation. */
  readonly artists: readonly string[] | null;
}

/** The server sends a sign of life every 15 s. */
const SILENCE_MS = 40_000;
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000];
const LOG_LENGTH = 60;

export const app = createStore<AppState>({
  screen: 'loading',
  refusal: '',
  connected: false,
  room: null,
  clockOffset: 0,
  tab: null,
  log: [],
  toast: null,
  artists: null,
});

let nextId = 1;

export function toast(tone: Toast['tone'], text: string): void {
  app.set({ toast: { id: nextId++, tone, text } });
}

/** Adds a line to the conversation and returns its id. */
function addToLog(entry: Omit<LogEntry, 'id'>): number {
  const id = nextId++;
  app.set({ log: [...app.get().log, { ...entry, id }].slice(-LOG_LENGTH) });
  return id;
}

/** Puts the answer to a line; without one the line goes. */
function answerInLog(id: number, reply: RoomReply | null): void {
  const { log } = app.get();
  app.set({ log: reply ? log.map((entry) => (entry.id === id ? { ...entry, reply } : entry)) : log.filter((entry) => entry.id !== id) });
}

/** Runs what a control does; a refusal becomes a toast. */
export async function attempt<T>(deed: Promise<T>): Promise<T | null> {
  try {
    return await deed;
  } catch (error) {
    toast('error', error instanceof Refused ? error.message : 'That did not work. Load the page again.');
    return null;
  }
}

/** Says a line in the conversation; the answer is put there. */
export async function converse(line: string): Promise<void> {
  const entry = addToLog({ by: null, line, reply: null });
  const reply = await attempt(api.type(line));
  answerInLog(entry, reply);
  if (reply?.view.kind === 'file') save(reply.view);
}

/** Runs a command for a control: what did not happen, or not yet, becomes a toast; the reply is returned. */
export async function control(path: readonly string[], options?: Readonly<Record<string, unknown>>, about?: About): Promise<RoomReply | null> {
  const reply = await attempt(api.run(path, options, about));
  if (reply?.view.kind === 'notice' && reply.view.tone !== 'ok') toast(reply.view.tone, reply.view.text);
  if (reply?.view.kind === 'onboarding') app.set({ artists: reply.view.artists });
  return reply;
}

/** Milliseconds into the current track, now. */
export function positionNow({ room, clockOffset }: AppState): number {
  const state = room?.session?.state;
  if (state?.kind !== 'playing' && state?.kind !== 'paused') return 0;
  const { positionMs, positionAt, track } = state.current;
  const passed = state.kind === 'playing' ? Date.now() + clockOffset - positionAt : 0;
  return Math.max(0, Math.min(track.durationMs, positionMs + passed));
}

let connection: AbortController | null = null;

/** Follows the room's state for good, reconnecting whenever the stream breaks. */
export async function follow(isDeafened: () => boolean): Promise<void> {
  connection?.abort();
  const mine = new AbortController();
  connection = mine;
  for (let failures = 0; !mine.signal.aborted; failures++) {
    try {
      if (!(await api.isOpen())) return app.set({ screen: 'login', connected: false, tab: null });
      if (!currentIdentity()) return app.set({ screen: 'name', room: null, connected: false, tab: null });
      const response = await api.state(isDeafened(), mine.signal);
      await readMessages(response, mine.signal, (message) => {
        failures = 0;
        receive(message);
      });
    } catch (error) {
      if (mine.signal.aborted) return;
      const refused = error instanceof Refused ? refusedScreen(error) : null;
      if (refused) return app.set({ ...refused, connected: false, tab: null });
    }
    if (mine.signal.aborted) return;
    app.set({ connected: false, tab: null });
    await new Promise((done) => setTimeout(done, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]));
  }
}

/** Says what the session has noticed since the last state: a track that was skipped because it is broken … */
function tellNotices(session: RoomState['session'] | undefined): void {
  const before = app.get().room?.session;
  if (!session || session.id !== before?.id) return;
  const last = before.notices[0]?.at ?? 0;
  for (const { text } of session.notices.filter(({ at }) => at > last).toReversed()) {
    addToLog({ by: 'Segue', line: '', reply: { private: false, view: { kind: 'notice', tone: 'info', text } } });
    toast('info', text);
  }
}

/** Where a refusal leads, when trying again would not help. */
function refusedScreen({ status, message }: Refused): Partial<AppState> | null {
  switch (status) {
    case 412:
      // The name was given by another server, or before its data folder was emptied.
      leaveIdentity({ forget: true });
      return { screen: 'name', room: null };
    case 400:
    case 403:
      return { screen: 'refused', refusal: message };
    default:
      return null;
  }
}

function receive(message: RoomMessage): void {
  switch (message.type) {
    case 'hello':
      return app.set({ tab: message.tab });
    case 'state': {
      tellNotices(message.change.session);
      // A full state follows every reconnection, so that parts of different times never mix.
      const room = { ...app.get().room, ...message.change } as RoomState;
      return app.set({ room, screen: 'room', connected: true, clockOffset: message.now - Date.now() });
    }
    case 'said':
      addToLog({ by: message.by.name, line: message.line, reply: message.reply });
  }
}

/** Reads server-sent events from a fetch, which, unlike EventSource, keeps the token out of the address. */
async function readMessages(response: Response, signal: AbortSignal, onMessage: (message: RoomMessage) => void): Promise<void> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const giveUp = () => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', giveUp);
  let watchdog = setTimeout(giveUp, SILENCE_MS);
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    clearTimeout(watchdog);
    watchdog = setTimeout(giveUp, SILENCE_MS);
    const events = (rest + value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      if (event.startsWith('data: ')) onMessage(JSON.parse(event.slice('data: '.length)) as RoomMessage);
    }
  }
  clearTimeout(watchdog);
}
