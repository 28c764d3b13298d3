import { OggOpusDecoder } from 'ogg-opus-decoder';
import { MEMBER_HEADER, type RoomMessage, type RoomReply, type RoomState } from '../../src/room/protocol.ts';

/** A member in the listening room without a browser: the same calls as the page makes. */
export class RoomMember {
  readonly name: string;
  readonly #url: string;
  readonly #place: string;
  readonly #token: string;
  readonly #leaving = new AbortController();
  readonly #watchers = new Set<() => void>();
  #state: Partial<RoomState> = {};
  #serverAhead = 0;

  private constructor(url: string, place: string, name: string, token: string) {
    this.#url = url;
    this.#place = place;
    this.name = name;
    this.#token = token;
  }

  /** Picks a name and enters; resolves once the whole state has come. */
  static async enter(url: string, name: string, options: { place?: string; token?: string } = {}): Promise<RoomMember> {
    const { place = 'lounge' } = options;
    const headers = { 'content-type': 'application/json', ...(options.token ? { [MEMBER_HEADER]: options.token } : {}) };
    const answer = await fetch(`${url}/api/member`, { method: 'POST', headers, body: JSON.stringify({ name }) });
    const { token } = (await answer.json()) as { token: string };
    const member = new RoomMember(url, place, name, token);
    await member.#watch();
    await member.until((state) => state.me !== undefined);
    return member;
  }

  get token(): string {
    return this.#token;
  }

  get state(): RoomState {
    return this.#state as RoomState;
  }

  /** The current track and where it is now, by the server's clock. */
  get now(): { playId: string; title: string; artist: string; positionMs: number } | null {
    const playing = this.state.session?.state;
    if (!playing || !('current' in playing)) return null;
    const { playId, track, positionMs, positionAt } = playing.current;
    const since = playing.kind === 'playing' ? Date.now() + this.#serverAhead - positionAt : 0;
    return { playId, title: track.title, artist: track.artist, positionMs: positionMs + since };
  }

  async command(line: string): Promise<RoomReply> {
    const answer = await this.#fetch('command', { method: 'POST', body: JSON.stringify({ line }) });
    if (!answer.ok) throw new Error(`${line}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as RoomReply;
  }

  /** Waits until the state is as wanted. */
  async until(wanted: (state: RoomState) => unknown, withinMs = 15_000): Promise<RoomState> {
    if (!wanted(this.state)) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const check = () => wanted(this.state) && resolve();
      const timer = setTimeout(() => reject(new Error(`${this.name} waited in vain; the state was ${JSON.stringify(this.#state)}`)), withinMs);
      this.#watchers.add(check);
      await promise.finally(() => {
        clearTimeout(timer);
        this.#watchers.delete(check);
      });
    }
    return this.state;
  }

  /** Opens the live stream and returns its bytes and arrival times until `seconds` of sound have come. */
  async listen(seconds: number): Promise<Capture> {
    const answer = await fetch(`${this.#url}/live/${this.#place}.ogg`, { signal: this.#leaving.signal });
    if (!answer.ok || !answer.body) throw new Error(`no stream: ${answer.status}`);
    const openedAt = performance.now();
    const pages: { at: number; bytes: Uint8Array }[] = [];
    let granule = 0;
    for await (const chunk of answer.body) {
      const bytes = chunk as Uint8Array;
      pages.push({ at: performance.now() - openedAt, bytes });
      granule = Math.max(granule, lastGranule(bytes));
      if (granule >= seconds * 48_000) break;
    }
    return new Capture(pages);
  }

  leave(): void {
    this.#leaving.abort();
  }

  async #watch(): Promise<void> {
    const answer = await this.#fetch('state', {});
    if (!answer.ok || !answer.body) throw new Error(`no state stream: ${answer.status} ${await answer.text()}`);
    void this.#read(answer.body).catch(() => {});
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = event.split('\n').find((part) => part.startsWith('data:'));
        if (data) this.#take(JSON.parse(data.slice('data:'.length)) as RoomMessage);
      }
    }
  }

  #take(message: RoomMessage): void {
    if (message.type !== 'state') return;
    this.#serverAhead = message.now - Date.now();
    this.#state = { ...this.#state, ...message.change };
    for (const check of this.#watchers) check();
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = { 'content-type': 'application/json', [MEMBER_HEADER]: this.#token };
    return fetch(`${this.#url}/api/r/${this.#place}/${path}`, { ...init, headers, signal: this.#leaving.signal });
  }
}

/** What came over the live stream. */
export class Capture {
  readonly #pages: readonly { readonly at: number; readonly bytes: Uint8Array }[];

  constructor(pages: readonly { at: number; bytes: Uint8Array }[]) {
    this.#pages = pages;
  }

  /** Milliseconds from opening the stream to its first bytes beyond the headers. */
  get firstSoundMs(): number {
    return this.#pages.find((page) => lastGranule(page.bytes) > 0)?.at ?? Infinity;
  }

  /** Decoded: 48 kHz, left and right. */
  async decode(): Promise<readonly [Float32Array, Float32Array]> {
    const decoder = new OggOpusDecoder();
    await decoder.ready;
    const bytes = Buffer.concat(this.#pages.map((page) => page.bytes));
    const { channelData } = await decoder.decodeFile(bytes);
    decoder.free();
    const [left = new Float32Array(), right = left] = channelData;
    return [left, right];
  }
}

/** The highest granule position of the Ogg pages that begin in these bytes; 0 when none does. */
function lastGranule(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = buffer.lastIndexOf('OggS');
  if (at < 0 || at + 14 > buffer.length) return 0;
  return Number(buffer.readBigInt64LE(at + 6));
}
