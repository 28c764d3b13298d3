import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { DEPLOYED } from '../../src/discord/deploy-commands.ts';
import type { FakeDiscord, RestRequest } from '../support/discord/fake-discord.ts';
import { settle, TestClock } from '../support/test-clock.ts';
import { DiscordHouse, type DiscordHouseOptions } from './house.ts';

const GATEWAY = /^\/gateway\/bot$/;
const COMMANDS = /^\/applications\/\d+\/commands$/;

let house: DiscordHouse;

async function open(options: DiscordHouseOptions = {}): Promise<DiscordHouse> {
  house = await DiscordHouse.open(undefined, options);
  return house;
}

afterEach(() => house.close());

function requests(path: RegExp): readonly RestRequest[] {
  return house.discord.requests.filter((request) => path.test(request.path));
}

/** The sentence that says what keeps the door shut. */
function problem(): Promise<string> {
  return house.discord.until(() => house.door.problem, 'the problem to be told');
}

describe('a door to Discord that stays shut', () => {
  it('says that the token is wrong, once, and does not try again', async () => {
    const clock = new TestClock();
    await open({ clock, wait: false, config: { token: 'a.wrong.token' } });
    expect(await problem()).toContain('DISCORD_TOKEN');
    expect(house.told).toEqual([house.door.problem]);
    await clock.advance(3_600_000);
    expect(requests(GATEWAY)).toHaveLength(1);
    expect(house.logged.filter((line) => line.includes('"level":50'))).toHaveLength(1);
  });

  it('says which switches are off in the portal, and does not try again', async () => {
    const clock = new TestClock();
    await open({ clock, wait: false, config: { activity: true }, prepare: (discord) => (discord.allowPrivilegedIntents = false) });
    expect(await problem()).toContain('“Presence Intent” and “Server Members Intent”');
    await house.discord.until(() => house.voice.gateway === null, 'the client to be gone');
    await clock.advance(3_600_000);
    expect(requests(GATEWAY)).toHaveLength(1);
    expect(house.told).toHaveLength(1);
  });

  it('asks for nothing that has to be switched on, as long as nobody wants it', async () => {
    await open({ prepare: (discord) => (discord.allowPrivilegedIntents = false) });
    expect(house.door.problem).toBeNull();
  });

  it('opens when Discord is back, however long it was away', async () => {
    const clock = new TestClock();
    await open({ clock, wait: false, prepare: (discord) => discord.failNext({ path: GATEWAY, status: 503, times: 12 }) });
    expect(await problem()).toContain('cannot be reached');
    await house.discord.until(() => requests(GATEWAY).length === 4, 'the first try');
    await clock.advance(1_000);
    await house.discord.until(() => requests(GATEWAY).length === 8, 'the second try');
    await clock.advance(1_000);
    expect(requests(GATEWAY)).toHaveLength(8);
    await clock.advance(1_000);
    await house.discord.until(() => requests(GATEWAY).length === 12, 'the third try');
    await clock.advance(4_000);
    await house.ready();
    expect(house.door.problem).toBeNull();
    expect(house.told.filter((sentence) => sentence.includes('cannot be reached'))).toHaveLength(1);
  });

  it('says so when Discord takes the token away while the door is open', async () => {
    await open();
    house.discord.gateway.close(4004);
    expect(await problem()).toContain('DISCORD_TOKEN');
    expect(house.told).toContain(house.door.problem);
  });

  it('says that the shards do not fit', async () => {
    await open();
    house.discord.gateway.close(4011);
    expect(await problem()).toContain('SHARD_COUNT');
  });
});

describe('a gateway that does not answer', () => {
  it('is tried again with growing pauses, is told of after a while, and is used when it is back', async () => {
    const clock = new WatchedClock();
    const front = await Front.open();
    try {
      await open({ clock, wait: false, prepare: (discord) => front.standBefore(discord) });
      // discord.js waits half a second too, in real time.
      for (const [tries, pauseMs] of [[2, 1_000], [3, 2_000]] as const) {
        await house.discord.until(() => front.tries === tries, 'a try');
        clock.waits.length = 0;
        await house.discord.until(() => clock.waits.includes(pauseMs), `a pause of ${pauseMs} ms`);
        await clock.advance(pauseMs);
      }
      await house.discord.until(() => front.tries === 4, 'the fourth try');
      await clock.advance(17_000);
      expect(await problem()).toContain('cannot be reached');
      front.letIn = true;
      await house.discord.until(() => clock.waits.includes(4_000), 'the next pause');
      await clock.advance(4_000);
      await house.ready();
      expect(house.door.problem).toBeNull();
    } finally {
      await front.close();
    }
  });

  it('is left alone once the door is closed', async () => {
    const front = await Front.open();
    try {
      await open({ wait: false, prepare: (discord) => front.standBefore(discord) });
      await house.discord.until(() => front.tries === 1, 'the first try');
      await house.door.close();
      front.letIn = true;
      // discord.js would connect again after half a second.
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(front.tries).toBe(1);
      expect(house.discord.gateway.identifies).toEqual([]);
    } finally {
      await front.close();
    }
  });
});

describe('an open door', () => {
  it('says where it is open, and how Segue comes into a server', async () => {
    await open();
    expect(house.told).toEqual([expect.stringMatching(/1 server\b.*https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+/)]);
  });

  it('is taken up again after the gateway was lost, without a word', async () => {
    const clock = new TestClock();
    await open({ clock });
    house.discord.gateway.drop();
    await house.discord.until(() => house.discord.gateway.resumes.length === 1, 'the session to be resumed');
    expect((await house.member('Ada').command('help').answered()).text).toContain('/play');
    await clock.advance(60_000);
    expect(house.told).toHaveLength(1);
    expect(house.door.problem).toBeNull();
  });

  it('serves the shards of its process alone', async () => {
    await open({ fake: { shards: 4 }, wait: false, config: { shards: { ids: [1, 3], count: 4 } } });
    await house.discord.until(() => house.discord.commands.length > 0, 'the door to open');
    expect(house.discord.gateway.identifies.map(({ shard }) => shard).sort()).toEqual([[1, 4], [3, 4]]);
  });

  it('runs as many shards as Discord recommends, though the environment names none', async () => {
    process.env['SHARD_COUNT'] = '';
    try {
      await open({ fake: { shards: 3 } });
    } finally {
      delete process.env['SHARD_COUNT'];
    }
    expect(house.discord.gateway.identifies.map(({ shard }) => shard).sort()).toEqual([[0, 3], [1, 3], [2, 3]]);
  });

  it('leaves the gateway when it is closed', async () => {
    await open();
    await house.door.close();
    await house.discord.until(() => house.discord.gateway.connected === 0, 'the bot to be gone');
  });

  it('forgets a server that Segue was removed from', async () => {
    await open();
    await house.start(house.member('Ada'));
    await house.services.sessions.changeSettings(house.placeId, { djs: [house.idOf(house.member('Ben'))] });
    const kept = async () => {
      const { rows } = await sql<{ ns: string }>`select ns from kv where k like ${`%${house.guild.id}`}`.execute(house.database.storage.db);
      return rows.map(({ ns }) => ns).sort();
    };
    await expect.poll(kept).toEqual(['discord-guild', 'session', 'settings']);
    house.guild.outage(true);
    house.guild.outage(false);
    await expect.poll(() => house.services.sessions.present(house.placeId).length).toBe(1);
    expect(await kept()).toEqual(['discord-guild', 'session', 'settings']);
    house.guild.remove();
    await expect.poll(kept, { timeout: 5_000 }).toEqual([]);
    expect(house.session).toBeUndefined();
  });

  it('remembers nothing more of a server that Segue was removed from, while the session there ends', async () => {
    const clock = new TestClock();
    await open({ clock });
    await house.start(house.member('Ada'));
    house.member('Ada').leave();
    const paused = () => house.session?.view().state.kind === 'paused';
    for (let s = 0; s < 60 && !paused(); s++) await clock.advance(1_000);
    expect(paused()).toBe(true);
    const ended = new Promise((resolve) => house.services.sessions.onEnd(resolve));
    house.guild.remove();
    await ended;
    await settle();
    expect(await house.database.storage.keyValue('discord-guild').get(house.guild.id)).toBeUndefined();
  });
});

describe('commands at the start', () => {
  it('are told to Discord once, and again only when they have changed', async () => {
    await open();
    await house.restart();
    expect(requests(COMMANDS)).toHaveLength(1);
    await house.database.storage.keyValue<string>(DEPLOYED).set(house.discord.applicationId, 'those of an earlier version');
    await house.restart();
    await house.discord.until(() => requests(COMMANDS).length === 2, 'the commands to be told again');
  });

  it('are told later when Discord fails, and hold nothing up meanwhile', async () => {
    const clock = new TestClock();
    await open({ clock, wait: false, prepare: (discord) => discord.failNext({ path: COMMANDS, status: 500, times: 4 }) });
    await house.discord.until(() => requests(COMMANDS).length === 4 && house.told.length > 0, 'the first try');
    house.discord.commands = [{ id: '1', name: 'help', description: 'As it was told before', options: [] }];
    expect((await house.member('Ada').command('help').answered()).text).toContain('/play');
    await house.discord.until(() => house.logged.some((line) => line.includes('could not be told the commands')), 'the failure in the log');
    await clock.advance(1_000);
    await house.discord.until(() => house.discord.commands.length > 1, 'the commands to be told');
  });
});

describe('the log', () => {
  it('holds no token, whatever goes wrong', async () => {
    await open();
    const ada = house.member('Ada');
    const fault = { status: 404, body: { code: 10062, message: 'Unknown interaction' } };
    house.discord.failNext({ path: /\/callback$/, ...fault });
    ada.command('help');
    house.discord.failNext({ path: /\/callback$/, ...fault });
    ada.autocomplete('play', { query: 'So' }, 'query');
    await house.discord.until(() => house.logged.filter((line) => line.includes('10062')).length === 2, 'two failures in the log');
    house.discord.failNext({ method: 'PATCH', path: /^\/webhooks\//, status: 400, body: { code: 50035, message: 'Invalid Form Body' } });
    await ada.command('help').answered();
    house.discord.failNext({ path: /\/callback$/, status: 429, retryAfter: 0.05 });
    await ada.command('help').answered();
    house.discord.gateway.close(4004);
    await problem();
    const log = house.logged.join('');
    expect(log).toContain('50035');
    expect(log).not.toContain(house.discord.token);
    for (const { token } of house.discord.interactions.values()) expect(log).not.toContain(token);
  });
});

/** Keeps what is waited for. */
class WatchedClock extends TestClock {
  readonly waits: number[] = [];

  override after(ms: number, run: () => void): () => void {
    this.waits.push(ms);
    return super.after(ms, run);
  }
}

/** Stands before the gateway, and turns everybody away until it lets them in. */
class Front {
  letIn = false;
  tries = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #origin = '';

  private constructor() {
    this.#server = createServer((socket) => this.#receive(socket));
  }

  static async open(): Promise<Front> {
    const front = new Front();
    front.#server.listen(0, '127.0.0.1');
    await once(front.#server, 'listening');
    return front;
  }

  /** Bots are told to come here. */
  standBefore(discord: FakeDiscord): void {
    this.#origin = discord.origin;
    const { port } = this.#server.address() as AddressInfo;
    const limit = { total: 1_000, remaining: 999, reset_after: 60_000, max_concurrency: 1 };
    discord.failNext({ path: GATEWAY, status: 200, body: { url: `ws://127.0.0.1:${port}`, shards: 1, session_start_limit: limit } });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #receive(socket: Socket): void {
    this.tries++;
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    if (!this.letIn) return void socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n');
    const { hostname, port } = new URL(this.#origin);
    const inner = connect(Number(port), hostname);
    this.#sockets.add(inner);
    inner.on('error', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  }
}
