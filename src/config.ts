import { join, resolve } from 'node:path';
import { z } from 'zod';
import { LOG_LEVELS } from './log.ts';
import { UserError } from './user-error.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

export const READING_SOURCES = ['wikipedia', 'musicbrainz', 'listenbrainz', 'lastfm', 'feeds', 'pages'] as const;
export type ReadingSource = (typeof READING_SOURCES)[number];

/** An empty setting means the default, as a copied `.env.example` would have it. */
const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema);

/** Values separated by spaces or commas. */
const listOf = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(/[\s,]+/).filter((part) => part !== '') : value), z.array(schema));

const webAddress = z.url({ protocol: /^https?$/, error: 'expected addresses of the web, separated by spaces' });

const schema = z.object({
  SEGUE_MUSIC: given(z.string().optional()),
  SEGUE_DATA: given(z.string().default('data/local')),
  SEGUE_ROOM_HOST: given(z.string().default('127.0.0.1')),
  SEGUE_ROOM_PORT: given(z.coerce.number('expected a port from 0 to 65535').int('expected a port from 0 to 65535').min(0, 'expected a port from 0 to 65535').max(65_535, 'expected a port from 0 to 65535').default(8080)),
  SEGUE_ROOM_PASSWORD: given(z.string().min(8, 'expected at least 8 characters').optional()),
  DATABASE_URL: given(
    z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/, 'expected postgres://user:password@host:port/database, or nothing for SQLite')
      .optional(),
  ),
  DISCORD_TOKEN: given(z.string().trim().optional()),
  DISCORD_API: given(z.url({ protocol: /^https?$/, error: 'expected an address such as https://discord.com/api' }).default('https://discord.com/api')),
  DISCORD_ACTIVITY: given(z.enum(['on', 'off'], 'expected on or off').default('off')),
  SHARD_COUNT: given(z.coerce.number('expected a number of shards').int('expected a whole number').min(1, 'expected at least 1').optional()),
  SHARD_IDS: given(z.string().regex(/^\d+(\s*,\s*\d+)*$/, 'expected numbers from 0, separated by commas').optional()),
  SEGUE_TASTE_HALF_LIFE: given(z.coerce.number('expected a number of days').min(1, 'expected at least 1 day').max(36_500, 'expected at most 36500 days').default(180)),
  SEGUE_CONTACT: given(z.string().trim().refine((text) => contactOf(text) !== null, 'expected an e-mail address or the address of a web page').optional()),
  SEGUE_READING_SOURCES: given(listOf(z.enum(READING_SOURCES, `expected some of ${READING_SOURCES.join(', ')}`)).optional()),
  SEGUE_READING_LANGUAGE: given(z.string().trim().toLowerCase().regex(/^[a-z]{2,3}(-[a-z]+)*$/, 'expected the code of a Wikipedia, such as en or de').default('en')),
  SEGUE_READING_FEEDS: given(listOf(webAddress).default([])),
  SEGUE_READING_PAGES: given(listOf(webAddress).default([])),
  SEGUE_READING_BUDGET: given(z.coerce.number('expected a number of requests').int('expected a whole number').min(1, 'expected at least 1').max(50_000, 'expected at most 50000').default(10_000)),
  LASTFM_API_KEY: given(z.string().trim().regex(/^[0-9a-f]{32}$/i, 'expected the 32 digits of an API key').optional()),
  SEGUE_REQUESTS_API: given(z.url({ protocol: /^https?$/, error: 'expected the address of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1' }).optional()),
  SEGUE_REQUESTS_MODEL: given(z.string().trim().max(200).optional()),
  SEGUE_REQUESTS_KEY: given(z.string().trim().max(500).optional()),
  LOG_LEVEL: given(z.enum(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`).default('info')),
});

/** Everything Segue reads from the environment, parsed. */
export interface Config {
  /** Folders of music; empty means the demo library. */
  readonly musicFolders: readonly string[];
  readonly dataFolder: string;
  readonly roomHost: string;
  /** 0 lets the system choose. */
  readonly roomPort: number;
  readonly roomPassword: string | null;
  /** A Postgres URL, or null for SQLite in the data folder. */
  readonly databaseUrl: string | null;
  /** null leaves the Discord door closed. */
  readonly discord: DiscordConfig | null;
  /** What somebody's listening says about their taste counts half after so many days. */
  readonly tasteHalfLifeDays: number;
  /** A language model that reads requests in plain words; null reads them with Segue's own means alone. */
  readonly requests: RequestsConfig | null;
  /** null reads nothing of the web. */
  readonly reading: ReadingConfig | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

export interface DiscordConfig {
  readonly token: string;
  /** Base of Discord's REST interface, without the version: another one when a proxy stands before it. */
  readonly api: string;
  /** Whether what members play elsewhere may be logged; needs the presence intent. */
  readonly activity: boolean;
  /** The shards of this process; null lets Discord say how many there are, and runs them all. */
  readonly shards: { readonly ids: readonly number[]; readonly count: number } | null;
}

/** A server with OpenAI's interface for chat completions. */
export interface RequestsConfig {
  readonly url: string;
  /** null leaves the choice to the server. */
  readonly model: string | null;
  readonly key: string | null;
}

export interface ReadingConfig {
  /** Where the operator can be reached, as an address: said to every host that is read. */
  readonly contact: string;
  readonly sources: readonly ReadingSource[];
  /** Of the texts, and which Wikipedia: a language code. */
  readonly language: string;
  readonly feeds: readonly string[];
  readonly pages: readonly string[];
  readonly requestsPerDay: number;
  readonly lastfmKey: string | null;
}

export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.has(host.replace(/^\[|\]$/g, ''));
}

/**
 * Parses the environment once, before anything starts.
 * @throws UserError naming the setting at fault and what was expected.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, cwd: string): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    throw new UserError('config', `${name} is wrong: ${issue?.message}. Correct it in .env and start again.`);
  }
  const s = parsed.data;
  const shards = shardsOf(s);
  if (!isLoopbackHost(s.SEGUE_ROOM_HOST) && s.SEGUE_ROOM_PASSWORD === undefined) {
    throw new UserError(
      'config',
      `SEGUE_ROOM_HOST ${s.SEGUE_ROOM_HOST} opens the room to other machines: expected SEGUE_ROOM_PASSWORD to be set too.`,
    );
  }
  return {
    musicFolders: splitFolders(s.SEGUE_MUSIC ?? '').map((folder) => resolve(cwd, folder)),
    dataFolder: resolve(cwd, s.SEGUE_DATA),
    roomHost: s.SEGUE_ROOM_HOST,
    roomPort: s.SEGUE_ROOM_PORT,
    roomPassword: s.SEGUE_ROOM_PASSWORD ?? null,
    databaseUrl: s.DATABASE_URL ?? null,
    discord:
      s.DISCORD_TOKEN === undefined
        ? null
        : { token: s.DISCORD_TOKEN, api: s.DISCORD_API.replace(/\/$/, ''), activity: s.DISCORD_ACTIVITY === 'on', shards },
    tasteHalfLifeDays: s.SEGUE_TASTE_HALF_LIFE,
    requests: s.SEGUE_REQUESTS_API === undefined ? null : { url: s.SEGUE_REQUESTS_API, model: s.SEGUE_REQUESTS_MODEL ?? null, key: s.SEGUE_REQUESTS_KEY ?? null },
    reading: readingOf(s),
    logLevel: s.LOG_LEVEL,
  };
}

function shardsOf({ SHARD_IDS: listed, SHARD_COUNT: count }: z.output<typeof schema>): DiscordConfig['shards'] {
  if (listed === undefined && count === undefined) return null;
  if (count === undefined) throw new UserError('config', 'SHARD_IDS is set without SHARD_COUNT: expected how many shards there are in all.');
  const ids = listed === undefined ? Array.from({ length: count }, (_, id) => id) : [...new Set(listed.split(',').map(Number))];
  const beyond = ids.find((id) => id >= count);
  if (beyond !== undefined) throw new UserError('config', `SHARD_IDS is wrong: shard ${beyond} does not exist among ${count}; expected 0 to ${count - 1}.`);
  return { ids, count };
}

function readingOf(s: z.output<typeof schema>): ReadingConfig | null {
  const contact = contactOf(s.SEGUE_CONTACT ?? '');
  if (contact === null) return null;
  if (s.SEGUE_READING_SOURCES?.includes('lastfm') === true && s.LASTFM_API_KEY === undefined) {
    throw new UserError('config', 'SEGUE_READING_SOURCES names lastfm: expected LASTFM_API_KEY to be set too.');
  }
  if (s.SEGUE_READING_SOURCES?.includes('listenbrainz') === true && !s.SEGUE_READING_SOURCES.includes('musicbrainz')) {
    throw new UserError('config', 'SEGUE_READING_SOURCES names listenbrainz: expected musicbrainz to be named too, by whose ids it knows artists.');
  }
  return {
    contact,
    sources: s.SEGUE_READING_SOURCES ?? READING_SOURCES.filter((source) => source !== 'lastfm' || s.LASTFM_API_KEY !== undefined),
    language: s.SEGUE_READING_LANGUAGE,
    feeds: s.SEGUE_READING_FEEDS,
    pages: s.SEGUE_READING_PAGES,
    requestsPerDay: s.SEGUE_READING_BUDGET,
    lastfmKey: s.LASTFM_API_KEY ?? null,
  };
}

/** The address behind a mail address or that of a page, in the characters of a header; null when it is neither. */
function contactOf(text: string): string | null {
  if (/^[\w.+%-]+@[\w-]+(\.[\w-]+)+$/.test(text)) return `mailto:${text}`;
  return /^(https?:\/\/|mailto:)[\x21-\x7e]+$/.test(text) && URL.canParse(text) ? text : null;
}

/** Folders are separated as in PATH (`:`, on Windows `;`) or by commas. */
function splitFolders(text: string): string[] {
  const separator = process.platform === 'win32' ? /[;,]/ : /[:,]/;
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Where the SQLite database lies. */
export function databaseFile(config: Pick<Config, 'dataFolder'>): string {
  return join(config.dataFolder, 'segue.db');
}

/** Where the models lie. */
export function modelsFolder(config: Config): string {
  return join(config.dataFolder, 'models');
}
