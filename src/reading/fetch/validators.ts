import { createHash } from 'node:crypto';
import type { KeyValue } from '../../storage/storage.ts';
import type { Answer } from './transport.ts';

/** Then a text is read anew even if it is the same: more may be known by which to understand it. */
const KEPT_MS = 60 * 24 * 3_600_000;

/** By what a host tells whether a document changed (RFC 9110 §8.8). */
export interface Validator {
  readonly etag?: string | undefined;
  readonly modified?: string | undefined;
}

/** The validators of what was read. The documents themselves are not kept. */
export class Validators {
  readonly #store: KeyValue<Validator>;

  constructor(store: KeyValue<Validator>) {
    this.#store = store;
  }

  /** The header fields that ask for a document only if it changed. */
  async conditions(url: URL): Promise<Record<string, string>> {
    const known = await this.#store.get(keyOf(url));
    return {
      ...(known?.etag === undefined ? {} : { 'if-none-match': known.etag }),
      ...(known?.modified === undefined ? {} : { 'if-modified-since': known.modified }),
    };
  }

  async remember(url: URL, answer: Answer): Promise<void> {
    const [etag, modified] = [answer.header('etag'), answer.header('last-modified')];
    if (etag !== undefined || modified !== undefined) await this.#store.set(keyOf(url), { etag, modified }, KEPT_MS);
  }
}

/** Addresses may hold keys of services: none is written down. */
function keyOf(url: URL): string {
  return createHash('sha256').update(url.href).digest('base64url');
}
