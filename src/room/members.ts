import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Member } from '../domain.ts';
import { visible } from '../visible.ts';

/** A name people may pick: printable, one line, at most 32 characters. */
export const memberName = z
  .string()
  .transform((name) => visible(name).replace(/\p{Z}+/gu, ' '))
  .pipe(z.string().min(1, 'Pick a name first.').max(32, 'Pick a name of at most 32 characters.'));

const claim = z.object({ id: z.string().regex(/^room:[0-9a-f-]{36}$/), name: memberName });

/**
 * Who a tab is. The token is the member's id and name, signed: it is recognised after a restart without
 * anything being stored here, so that nothing about a member exists on the server before their consent.
 */
export class MemberTokens {
  readonly #key: Buffer;

  /** @param secret kept across restarts; tokens signed with another one are not recognised. */
  constructor(secret: string) {
    this.#key = createHmac('sha256', secret).update('member').digest();
  }

  /** A new member, or with `id` the same one under another name. */
  issue(name: string, id: string = `room:${randomUUID()}`): { readonly member: Member; readonly token: string } {
    const member = { id, name };
    const body = Buffer.from(JSON.stringify(member)).toString('base64url');
    return { member, token: `${body}.${this.#sign(body).toString('base64url')}` };
  }

  /** The member a token stands for, or null when it was not issued here. */
  verify(token: string | undefined): Member | null {
    const [body, signature, ...rest] = token?.split('.') ?? [];
    if (!body || !signature || rest.length > 0) return null;
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#sign(body);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return claim.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  }

  #sign(body: string): Buffer {
    return createHmac('sha256', this.#key).update(body).digest();
  }
}
