import { PermissionsBitField } from 'discord.js';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { inviteLink, PERMISSIONS } from '../../src/discord/invite.ts';

it('the invite link asks for exactly the permissions that the README lists', async () => {
  const link = new URL(inviteLink('900000000000000001'));
  expect(link.searchParams.get('client_id')).toBe('900000000000000001');
  expect(link.searchParams.get('scope')).toBe('bot applications.commands');
  const asked = new PermissionsBitField(BigInt(link.searchParams.get('permissions') ?? '')).toArray();
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const listed = readme.match(/^\| permission \| \|\n.*\n((?:\|.*\n)+)/m)?.[1]?.trim().split('\n').map((row) => row.split('|')[1]?.trim().replaceAll(' ', ''));
  expect(listed?.sort()).toEqual(asked.sort());
  expect(Object.keys(PERMISSIONS).sort()).toEqual(asked.sort());
});
