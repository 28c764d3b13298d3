import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberName, MemberTokens } from '../../src/room/members.ts';

describe('member tokens', () => {
  const tokens = new MemberTokens('a secret');

  it('are recognised after a restart with the same secret, and not with another', () => {
    const { member, token } = tokens.issue('Ada');
    expect(new MemberTokens('a secret').verify(token)).toEqual(member);
    expect(new MemberTokens('another secret').verify(token)).toBeNull();
  });

  it('keep the member when the name changes', () => {
    const { member } = tokens.issue('Ada');
    const renamed = tokens.issue('Countess', member.id);
    expect(tokens.verify(renamed.token)).toEqual({ id: member.id, name: 'Countess' });
  });

  it('are of no use when a single character is changed', () => {
    const { token } = tokens.issue('Ada');
    fc.assert(
      fc.property(fc.nat(token.length - 2), fc.constantFrom(...'ABCDEFGHxyz019-_.'), (at, other) => {
        fc.pre(token[at] !== other);
        expect(tokens.verify(token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
      }),
    );
  });

  it('are never made from arbitrary text', () => {
    fc.assert(fc.property(fc.string(), (text) => tokens.verify(text) === null));
    expect(tokens.verify(undefined)).toBeNull();
  });
});

describe('a name', () => {
  it.each([
    ['  Ada   Lovelace ', 'Ada Lovelace'],
    ['Bob\u0000\u202e\nx', 'Bob x'],
    ['Zoë 🎧', 'Zoë 🎧'],
  ])('%j becomes %j', (given, name) => {
    expect(memberName.parse(given)).toBe(name);
  });

  it.each(['', ' \t ', 'x'.repeat(33)])('%j is refused', (given) => {
    expect(memberName.safeParse(given).success).toBe(false);
  });
});
