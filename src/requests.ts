/**
 * Typed, numbered requests with a deadline between two sides of a wire: a worker thread's port or a
 * child process. A call whose answer does not come in time fails with {@link DeadlineError}; what to do
 * about the silent side (kill, restart) is its owner's business.
 */

/** The two directions of a message channel. */
export interface Wire {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Registers the only receiver. */
  receive(handler: (message: unknown) => void): void;
}

/** Names of calls with what goes in and what comes back. */
export type Calls = Record<string, { request: unknown; reply: unknown }>;

interface RequestMessage {
  readonly type: 'request';
  readonly id: number;
  readonly name: string;
  readonly body: unknown;
}
type ReplyMessage =
  | { readonly type: 'reply'; readonly id: number; readonly body: unknown }
  | { readonly type: 'fault'; readonly id: number; readonly message: string };
interface NoticeMessage {
  readonly type: 'notice';
  readonly body: unknown;
}
type Message = RequestMessage | ReplyMessage | NoticeMessage;

export class DeadlineError extends Error {
  constructor(call: string, deadlineMs: number) {
    super(`no answer to "${call}" within ${deadlineMs} ms`);
    this.name = 'DeadlineError';
  }
}

interface Waiting {
  readonly resolve: (body: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** The asking side. `onNotice` receives what the other side sends unasked. */
export class Requester<C extends Calls, Notice = never> {
  readonly #wire: Wire;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #closed: Error | null = null;

  constructor(wire: Wire, onNotice: (notice: Notice) => void = () => {}) {
    this.#wire = wire;
    wire.receive((raw) => {
      const message = raw as Message;
      if (message.type === 'notice') onNotice(message.body as Notice);
      else if (message.type !== 'request') this.#settle(message);
    });
  }

  /**
   * Sends a request and waits for its reply.
   * @throws DeadlineError when none comes in time; Error with the other side's message when it failed there,
   * or with the reason given to {@link close}.
   */
  call<K extends keyof C & string>(
    name: K,
    body: C[K]['request'],
    options: { readonly deadlineMs: number; readonly transfer?: readonly ArrayBuffer[] },
  ): Promise<C[K]['reply']> {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new DeadlineError(name, options.deadlineMs));
      }, options.deadlineMs);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#wire.post({ type: 'request', id, name, body } satisfies RequestMessage, options.transfer);
    });
  }

  /** Fails everything that waits, and every later call, with `reason`. */
  close(reason: string): void {
    this.#closed = new Error(reason);
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(this.#closed);
    }
    this.#waiting.clear();
  }

  #settle(message: ReplyMessage): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    this.#waiting.delete(message.id);
    clearTimeout(waiting.timer);
    if (message.type === 'reply') waiting.resolve(message.body);
    else waiting.reject(new Error(message.message));
  }
}

export type Handlers<C extends Calls> = {
  readonly [K in keyof C]: (body: C[K]['request']) => Promise<C[K]['reply']> | C[K]['reply'];
};

/** The answering side: runs handlers as requests come; the returned function sends a notice. */
export function answerRequests<C extends Calls, Notice = never>(
  wire: Wire,
  handlers: Handlers<C>,
): (notice: Notice, transfer?: readonly ArrayBuffer[]) => void {
  wire.receive((raw) => {
    const message = raw as Message;
    if (message.type === 'request') void answer(wire, handlers, message);
  });
  return (body, transfer) => wire.post({ type: 'notice', body } satisfies NoticeMessage, transfer);
}

async function answer<C extends Calls>(wire: Wire, handlers: Handlers<C>, message: RequestMessage): Promise<void> {
  const { id, name, body } = message;
  try {
    const handler = handlers[name];
    if (!handler) throw new Error(`unknown request "${name}"`);
    wire.post({ type: 'reply', id, body: await handler(body) } satisfies ReplyMessage);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    wire.post({ type: 'fault', id, message: text } satisfies ReplyMessage);
  }
}
