import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeDiscord, type FakeGuild } from '../support/discord/fake-discord.ts';
import { hasOpenApi } from '../support/discord/validation/openapi.ts';

const V2 = 1 << 15;

let discord: FakeDiscord;
let guild: FakeGuild;

beforeAll(async () => {
  discord = await FakeDiscord.start({ validate: false });
  guild = discord.addGuild();
});

afterAll(() => discord.stop());

/** Asks the API directly, as a client that checks nothing. */
async function ask(to: FakeDiscord, method: string, path: string, body: unknown): Promise<{ readonly status: number; readonly message: string }> {
  const response = await fetch(`${to.api}/v10${path}`, { method, headers: { authorization: `Bot ${to.token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const answer = (await response.json()) as { readonly message?: string };
  return { status: response.status, message: answer.message ?? '' };
}

/** A channel of its own, as every one has a budget. */
const send = (body: unknown) => ask(discord, 'POST', `/channels/${guild.addTextChannel('new').id}/messages`, body);
const deploy = (commands: unknown) => ask(discord, 'PUT', `/applications/${discord.applicationId}/commands`, commands);

const text = (content: string) => ({ type: 10, content });
const button = (id: string) => ({ type: 2, style: 1, custom_id: id, label: id });
const row = (...components: object[]) => ({ type: 1, components });
const option = (more: object = {}) => ({ type: 3, name: 'query', description: 'What', ...more });
const command = (more: object = {}) => ({ name: 'play', description: 'Plays', ...more });
const times = <Made>(count: number, make: (index: number) => Made) => Array.from({ length: count }, (_, index) => make(index));

describe('messages that Discord refuses', () => {
  it.each<[string, object, RegExp]>([
    ['nothing at all', {}, /empty/],
    ['2001 characters', { content: 'x'.repeat(2_001) }, /2001/],
    ['content beside components of the second version', { content: 'x', flags: V2, components: [text('x')] }, /IS_COMPONENTS_V2/],
    ['embeds beside components of the second version', { embeds: [{ title: 'x' }], flags: V2, components: [text('x')] }, /IS_COMPONENTS_V2/],
    ['components of the second version without the flag', { components: [text('x')] }, /needs the flag/],
    ['41 components', { flags: V2, components: [...times(14, () => ({ type: 9, components: [text('x')], accessory: { type: 11, media: { url: 'https://localhost/x.png' } } }))] }, /42 components/],
    ['a container in a container', { flags: V2, components: [{ type: 17, components: [{ type: 17, components: [text('x')] }] }] }, /cannot hold/],
    ['a section without anything beside it', { flags: V2, components: [{ type: 9, components: [text('x')] }] }, /beside it/],
    ['4001 characters in texts', { flags: V2, components: [text('x'.repeat(2_000)), text('x'.repeat(2_001))] }, /4001/],
    ['six buttons in a row', { content: 'x', components: [row(...times(6, (n) => button(`b${n}`)))] }, /length of 6/],
    ['six rows', { content: 'x', components: times(6, (n) => row(button(`b${n}`))) }, /6 rows/],
    ['the same custom id twice', { content: 'x', components: [row(button('b'), button('b'))] }, /b occurs twice/],
    ['a custom id of 101 characters', { content: 'x', components: [row(button('b'.repeat(101)))] }, /101/],
    ['a button without words or emoji', { content: 'x', components: [row({ type: 2, style: 1, custom_id: 'b' })] }, /neither/],
    ['26 options in a menu', { content: 'x', components: [row({ type: 3, custom_id: 'm', options: times(26, (n) => ({ label: `${n}`, value: `${n}` })) })] }, /26/],
    ['a menu with the same value twice', { content: 'x', components: [row({ type: 3, custom_id: 'm', options: times(2, () => ({ label: 'x', value: 'x' })) })] }, /occurs twice/],
    ['a picture that is not attached', { flags: V2, components: [{ type: 12, items: [{ media: { url: 'attachment://cover.png' } }] }] }, /cover\.png/],
    ['11 embeds', { embeds: times(11, () => ({ title: 'x' })) }, /11/],
  ])('%s', async (_, body, reason) => {
    const before = discord.problems.length;
    const { status, message } = await send(body);
    expect(message).toMatch(reason);
    expect(status).toBe(400);
    expect(discord.problems.slice(before).join('\n')).toMatch(reason);
  });
});

describe('messages that pass and are not right', () => {
  it.each<[string, object, RegExp]>([
    ['a key Discord does not know', { content: 'x', ephemeral: true }, /ephemeral/],
    ['an unknown key of a component', { content: 'x', components: [row({ ...button('b'), color: 1 })] }, /color/],
    ['a mention that may call anybody', { content: 'Hello <@123456789012345678>' }, /allowed_mentions/],
  ])('%s', async (_, body, problem) => {
    const before = discord.problems.length;
    expect((await send(body)).status).toBe(200);
    expect(discord.problems.slice(before).join('\n')).toMatch(problem);
  });
});

describe('commands that Discord refuses', () => {
  it.each<[string, unknown, RegExp]>([
    ['a name with capitals', [command({ name: 'Play' })], /"Play"/],
    ['a name with a space', [command({ name: 'play now' })], /"play now"/],
    ['a name of 33 characters', [command({ name: 'x'.repeat(33) })], /x{33}/],
    ['no description', [{ name: 'play' }], /description of \/play/],
    ['a description of 101 characters', [command({ description: 'x'.repeat(101) })], /101/],
    ['101 commands', times(101, (n) => command({ name: `c${n}` })), /101 commands/],
    ['the same name twice', [command(), command()], /occurs twice/],
    ['26 options', [command({ options: times(26, (n) => option({ name: `o${n}` })) })], /26/],
    ['26 choices', [command({ options: [option({ choices: times(26, (n) => ({ name: `${n}`, value: `${n}` })) })] })], /26/],
    ['a required option behind an optional one', [command({ options: [option(), option({ name: 'b', required: true })] })], /required/],
    ['choices that are completed as well', [command({ options: [option({ autocomplete: true, choices: [{ name: 'x', value: 'x' }] })] })], /completes/],
    ['subcommands beside options', [command({ options: [option(), { type: 1, name: 'sub', description: 'x' }] })], /subcommands beside/],
    ['more than 8000 characters', [command({ options: times(25, (n) => option({ name: `o${n}`, choices: times(25, (m) => ({ name: 'x'.repeat(20) + String(m), value: `${m}` })) })) })], /8000/],
  ])('%s', async (_, commands, reason) => {
    const { status, message } = await deploy(commands);
    expect(message).toMatch(reason);
    expect(status).toBe(400);
    expect(discord.commands).toEqual([]);
  });
});

it('what is right passes', async () => {
  const strict = await FakeDiscord.start();
  try {
    const { id } = strict.addGuild().channel('general');
    const card = { type: 17, components: [{ type: 9, components: [text('x')], accessory: { type: 11, media: { url: 'https://localhost/x.png' } } }, row(button('a'), button('b')), { type: 14, divider: true }, text('y')] };
    expect(await ask(strict, 'POST', `/channels/${id}/messages`, { flags: V2, components: [card], allowed_mentions: { parse: [] } })).toEqual({ status: 200, message: '' });
    expect(await ask(strict, 'PUT', `/applications/${strict.applicationId}/commands`, [command({ options: [option({ required: true, autocomplete: true })] }), command({ name: 'größe', description: 'Größe' })])).toEqual({ status: 200, message: '' });
    expect(strict.problems).toEqual([]);
  } finally {
    await strict.stop();
  }
});

it.skipIf(!hasOpenApi)('Discord\'s own description is asked (skipped: it is not beside this checkout)', async () => {
  const strict = await FakeDiscord.start();
  try {
    const { id } = strict.addGuild().channel('general');
    expect((await ask(strict, 'POST', `/channels/${id}/messages`, { content: 'x', tts: 'loudly' })).status).toBe(200);
    expect(strict.problems).toEqual([expect.stringMatching(/\/tts must be/)]);
    expect(strict.problems).toHaveLength(1);
  } finally {
    await strict.stop();
  }
});

describe('budgets', () => {
  it('a sixth message within five seconds is refused', async () => {
    const { id } = guild.addTextChannel('busy');
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push((await ask(discord, 'POST', `/channels/${id}/messages`, { content: String(i) })).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 429]);
    expect(discord.rateLimited).toBe(1);
  });

  it('more than 120 gateway commands a minute end the connection', async () => {
    const websocket = new WebSocket(discord.origin.replace('http', 'ws'));
    const closed = new Promise<number>((resolve) => websocket.addEventListener('close', ({ code }) => resolve(code)));
    websocket.addEventListener('open', () => {
      for (let i = 0; i < 121; i++) websocket.send(JSON.stringify({ op: 1, d: null }));
    });
    expect(await closed).toBe(4008);
    expect(discord.problems.at(-1)).toMatch(/120 gateway commands/);
  });
});

it('the certificate is signed by itself, for this machine and for now', () => {
  const certificate = new X509Certificate(readFileSync(discord.certificateFile));
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect([certificate.checkHost('localhost'), certificate.checkIP('127.0.0.1'), certificate.checkHost('example.org')]).toEqual(['localhost', '127.0.0.1', undefined]);
  expect(certificate.validFromDate.getTime()).toBeLessThan(Date.now());
  expect(certificate.validToDate.getTime()).toBeGreaterThan(Date.now());
});
