import davey from '@snazzah/davey';
import { ExternalSender, splitCommit, u16, u8, vector } from './mls.ts';

/** Opcodes of the voice gateway, most of them of end-to-end encryption (https://daveprotocol.com). */
const CLIENTS_CONNECT = 11;
const CLIENT_DISCONNECT = 13;
const EXECUTE_TRANSITION = 22;
const EXTERNAL_SENDER = 25;
const PROPOSALS = 27;
const ANNOUNCE_COMMIT = 29;
const WELCOME = 30;
const AUDIO = 0;
const APPEND = u8(0);

/** The way to the bot. */
export interface GroupWire {
  binary(op: number, payload: Buffer): void;
  json(op: number, data: object): void;
  /** The group has changed or the bot has followed. */
  changed(): void;
}

interface Change {
  readonly userId: string;
  /** null removes the user. */
  readonly keyPackage: Buffer | null;
  readonly done: () => void;
}

/**
 * The channel's encryption group as the voice server keeps it, with an ear in it: a client of Discord's own that
 * hears what the bot sends. One change of members is under way at a time; the bot's commit and the ear's win in
 * turns, so that the bot makes commits as well as follows others'.
 */
export class EncryptionGroup {
  readonly #wire: GroupWire;
  readonly #channelId: string;
  readonly #botId: string;
  readonly #earId: string;
  readonly #version: number;
  readonly #sender = new ExternalSender();
  readonly #ear: davey.DAVESession;
  readonly #firstTransition: number;
  /** Who stands at which leaf of the group's tree. */
  readonly #leaves: (string | null)[] = [];
  readonly #changes: Change[] = [];
  #underway: Change | null = null;
  #transition = 0;
  #awaited: number | null = null;
  #corruptNext = false;

  constructor(wire: GroupWire, options: { readonly version: number; readonly channelId: string; readonly botId: string; readonly earId: string; readonly firstTransition: number }) {
    this.#wire = wire;
    this.#version = options.version;
    this.#channelId = options.channelId;
    this.#botId = options.botId;
    this.#earId = options.earId;
    this.#firstTransition = options.firstTransition;
    this.#ear = this.#client(this.#earId);
    wire.binary(EXTERNAL_SENDER, this.#sender.credentials);
  }

  /** Whether the bot has all keys and nothing is under way. */
  get settled(): boolean {
    return this.#leaves.length > 0 && this.#underway === null && this.#awaited === null;
  }

  get privacyCode(): string | null {
    return this.#ear.voicePrivacyCode || null;
  }

  get users(): readonly string[] {
    return this.#ear.getUserIds();
  }

  /** @throws Error when the ear has no key for the packet */
  decrypt(payload: Buffer): Buffer {
    return this.#ear.decrypt(this.#botId, AUDIO, payload);
  }

  add(userId: string): Promise<string> {
    // Who joins needs no more than a key package here; the ear hears for everybody.
    const keyPackage = this.#client(userId).getSerializedKeyPackage();
    return new Promise((resolve) => this.#enqueue({ userId, keyPackage, done: () => resolve(userId) }));
  }

  remove(userId: string): Promise<void> {
    return new Promise((resolve) => this.#enqueue({ userId, keyPackage: null, done: resolve }));
  }

  /** The next commit that reaches the bot is spoilt. */
  corrupt(): void {
    this.#corruptNext = true;
    void this.add(String(BigInt(this.#earId) + 1n));
  }

  /** The bot's key package (op 26): it wants to be in the group. */
  keyPackage(bytes: Buffer): void {
    if (this.#leaves.length === 0) {
      this.#transition = this.#firstTransition;
      this.#propose({ userId: this.#earId, keyPackage: this.#ear.getSerializedKeyPackage(), done: () => undefined });
    } else this.#readmit(bytes);
  }

  /** The bot's commit and welcome (op 28). */
  commit(payload: Buffer): void {
    const { epoch, commit, welcome } = splitCommit(payload);
    // Another's commit was first.
    if (this.#underway === null || epoch !== this.#epoch || this.#awaited !== null) return;
    if (this.#leaves.length === 0) {
      if (!welcome) throw new Error('The bot has admitted nobody to its group');
      this.#ear.processWelcome(welcome);
      this.#leaves.push(this.#botId, this.#earId);
    } else {
      this.#ear.processCommit(commit);
      this.#seat(this.#underway);
    }
    this.#announce(ANNOUNCE_COMMIT, commit);
  }

  /** The bot is ready for a transition (op 23). */
  transitionReady(transition: number): void {
    if (transition !== this.#awaited) return;
    this.#wire.json(EXECUTE_TRANSITION, { transition_id: transition });
    this.#complete();
  }

  get #epoch(): bigint {
    return this.#ear.epoch ?? 0n;
  }

  #client(userId: string): davey.DAVESession {
    const session = new davey.DAVESession(this.#version, userId, this.#channelId);
    session.setExternalSender(this.#sender.credentials);
    return session;
  }

  #enqueue(change: Change): void {
    this.#changes.push(change);
    this.#next();
  }

  #next(): void {
    if (!this.settled) return;
    const change = this.#changes.shift();
    if (change) this.#propose(change);
  }

  #propose(change: Change): void {
    this.#underway = change;
    const leaf = this.#leaves.indexOf(change.userId);
    // Whom the bot does not know to be connected it does not admit.
    if (change.keyPackage) this.#wire.json(CLIENTS_CONNECT, { user_ids: [change.userId] });
    else this.#wire.json(CLIENT_DISCONNECT, { user_id: change.userId });
    const proposal = change.keyPackage ? this.#sender.add(this.#channelId, this.#epoch, change.keyPackage) : this.#sender.remove(this.#channelId, this.#epoch, leaf);
    this.#wire.binary(PROPOSALS, Buffer.concat([APPEND, vector(proposal)]));
    if (this.#leaves.length === 0) return;
    const { commit } = this.#ear.processProposals(AUDIO, vector(proposal), this.#recognised(change));
    if (!commit || (!this.#corruptNext && this.#transition % 2 === 0)) return;
    this.#ear.processCommit(commit);
    this.#seat(change);
    const sent = this.#corruptNext ? commit.map((byte, index) => (index > commit.length / 2 ? byte ^ 0xff : byte)) : commit;
    this.#corruptNext = false;
    this.#announce(ANNOUNCE_COMMIT, Buffer.from(sent));
  }

  /** The bot has lost the group: the ear puts it out and takes it in again with its new keys. */
  #readmit(keyPackage: Buffer): void {
    const leaf = this.#leaves.indexOf(this.#botId);
    const proposals = [this.#sender.remove(this.#channelId, this.#epoch, leaf), this.#sender.add(this.#channelId, this.#epoch, keyPackage)];
    const change = { userId: this.#botId, keyPackage, done: this.#underway?.done ?? (() => undefined) };
    const { commit, welcome } = this.#ear.processProposals(AUDIO, vector(Buffer.concat(proposals)), this.#recognised(change));
    if (!commit || !welcome) throw new Error('The bot could not be taken into the group again');
    this.#ear.processCommit(commit);
    this.#leaves[leaf] = null;
    this.#seat(change);
    this.#underway = change;
    this.#announce(WELCOME, welcome);
  }

  #recognised(change: Change): string[] {
    return [...this.#leaves.filter((user) => user !== null), change.userId];
  }

  /** New members take the leftmost free leaf. */
  #seat({ userId, keyPackage }: Change): void {
    const free = keyPackage ? this.#leaves.indexOf(null) : this.#leaves.indexOf(userId);
    if (free >= 0) this.#leaves[free] = keyPackage ? userId : null;
    else this.#leaves.push(userId);
  }

  #announce(op: number, message: Buffer): void {
    const transition = this.#transition;
    this.#transition = transition >= 0xffff ? 1 : transition + 1;
    this.#awaited = transition;
    this.#wire.binary(op, Buffer.concat([u16(transition), message]));
    // The first transition of a group takes effect at once.
    if (transition === 0) this.#complete();
  }

  #complete(): void {
    this.#awaited = null;
    const { done } = this.#underway ?? {};
    this.#underway = null;
    done?.();
    this.#wire.changed();
    this.#next();
  }
}
