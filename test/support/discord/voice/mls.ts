import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/*
 * As much of Messaging Layer Security (RFC 9420) as a delivery service needs that never reads what it delivers:
 * signing proposals to add and remove members from outside the group, and finding where in the clients' answer
 * the commit ends and the welcome begins.
 */

export function u8(value: number): Buffer {
  return Buffer.from([value]);
}

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

/** A vector with its variable-length header (RFC 9420, 2.1.2). */
export function vector(bytes: Buffer): Buffer {
  const { length } = bytes;
  const header = length < 64 ? u8(length) : length < 16_384 ? u16(length | 0x4000) : u32((length | 0x80000000) >>> 0);
  return Buffer.concat([header, bytes]);
}

const MLS10 = u16(1);
const PUBLIC_MESSAGE = u16(1);
const BASIC_CREDENTIAL = u16(1);
const SENDER_EXTERNAL = 2;
const CONTENT_PROPOSAL = 2;
const CONTENT_COMMIT = 3;
const PROPOSAL_ADD = 1;
const PROPOSAL_REMOVE = 3;

/** Discord's voice server as a sender outside the group. */
export class ExternalSender {
  readonly #key: KeyObject;
  readonly #publicKey: Buffer;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.#key = privateKey;
    this.#publicKey = Buffer.concat([u8(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  }

  /** What clients are told of it (op 25). */
  get credentials(): Buffer {
    return Buffer.concat([vector(this.#publicKey), BASIC_CREDENTIAL, vector(Buffer.alloc(8))]);
  }

  /** A signed proposal to add the owner of a key package. */
  add(channelId: string, epoch: bigint, keyPackage: Buffer): Buffer {
    return this.#proposal(channelId, epoch, Buffer.concat([u16(PROPOSAL_ADD), keyPackage]));
  }

  /** A signed proposal to remove the member at a leaf. */
  remove(channelId: string, epoch: bigint, leaf: number): Buffer {
    return this.#proposal(channelId, epoch, Buffer.concat([u16(PROPOSAL_REMOVE), u32(leaf)]));
  }

  #proposal(channelId: string, epoch: bigint, proposal: Buffer): Buffer {
    const noAuthenticatedData = vector(Buffer.alloc(0));
    const content = Buffer.concat([vector(u64(BigInt(channelId))), u64(epoch), u8(SENDER_EXTERNAL), u32(0), noAuthenticatedData, u8(CONTENT_PROPOSAL), proposal]);
    const message = Buffer.concat([MLS10, PUBLIC_MESSAGE, content]);
    const signed = Buffer.concat([vector(Buffer.from('MLS 1.0 FramedContentTBS')), vector(message)]);
    return Buffer.concat([message, vector(createSign('sha256').update(signed).sign(this.#key))]);
  }
}

/** A client's answer to proposals (op 28), taken apart. */
export interface CommitAndWelcome {
  /** The epoch the commit ends. */
  readonly epoch: bigint;
  readonly commit: Buffer;
  /** For those who are added; null when nobody is. */
  readonly welcome: Buffer | null;
}

/** @throws Error for what is not a commit */
export function splitCommit(payload: Buffer): CommitAndWelcome {
  const reader = new Reader(payload);
  reader.skip(4);
  reader.vector();
  const epoch = reader.take(8).readBigUInt64BE();
  const senderType = reader.byte();
  if (senderType === 1) reader.skip(4);
  reader.vector();
  const contentType = reader.byte();
  if (contentType !== CONTENT_COMMIT) throw new Error(`A message of content type ${contentType} is not a commit`);
  reader.vector();
  if (reader.byte() === 1) {
    skipLeaf(reader);
    reader.vector();
  }
  reader.vector();
  reader.vector();
  if (senderType === 1) reader.vector();
  const end = reader.offset;
  return { epoch, commit: payload.subarray(0, end), welcome: end < payload.length ? payload.subarray(end) : null };
}

/** Keys, credential, capabilities, source, extensions, signature. */
function skipLeaf(reader: Reader): void {
  reader.vector();
  reader.vector();
  reader.skip(2);
  reader.vector();
  for (let capability = 0; capability < 5; capability++) reader.vector();
  const source = reader.byte();
  if (source === 1) reader.skip(16);
  else if (source === 3) reader.vector();
  reader.vector();
  reader.vector();
}

class Reader {
  offset = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(count: number): Buffer {
    this.offset += count;
    return this.#bytes.subarray(this.offset - count, this.offset);
  }

  skip(count: number): void {
    this.offset += count;
  }

  byte(): number {
    return this.take(1).readUInt8();
  }

  vector(): Buffer {
    const size = this.#bytes.readUInt8(this.offset) >> 6;
    if (size === 0) return this.take(this.byte() & 0x3f);
    if (size === 1) return this.take(this.take(2).readUInt16BE() & 0x3fff);
    return this.take(this.take(4).readUInt32BE() & 0x3fffffff);
  }
}
