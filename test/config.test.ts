import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { UserError } from '../src/user-error.ts';

const read = (env: Record<string, string>) => readConfig(env, '/srv/segue');

describe('settings', () => {
  it('need none: a room on this machine with a demo library', () => {
    expect(read({})).toMatchObject({ musicFolders: [], roomHost: '127.0.0.1', roomPort: 8080, roomPassword: null, databaseUrl: null, logLevel: 'info' });
  });

  it('that are empty are as if not given', () => {
    expect(read({ SEGUE_MUSIC: '', SEGUE_ROOM_PORT: '', SEGUE_ROOM_PASSWORD: '  ', DATABASE_URL: '' })).toEqual(read({}));
  });

  it('name folders from where Segue was started, several of them if wanted', () => {
    expect(read({ SEGUE_MUSIC: 'music:/mnt/more', SEGUE_DATA: 'data' })).toMatchObject({
      musicFolders: ['/srv/segue/music', '/mnt/more'],
      dataFolder: '/srv/segue/data',
    });
    expect(read({ SEGUE_MUSIC: 'a, b' }).musicFolders).toEqual(['/srv/segue/a', '/srv/segue/b']);
  });

  it.each([
    ['SEGUE_ROOM_PORT', '70000', '0 to 65535'],
    ['SEGUE_ROOM_PORT', 'eighty', '0 to 65535'],
    ['SEGUE_ROOM_PORT', '80.5', '0 to 65535'],
    ['SEGUE_ROOM_PASSWORD', 'short', 'at least 8 characters'],
    ['DATABASE_URL', 'localhost:5432', 'postgres://'],
    ['DISCORD_API', 'discord', 'https://discord.com/api'],
    ['DISCORD_ACTIVITY', 'yes', 'on or off'],
    ['SEGUE_TASTE_HALF_LIFE', 'half a year', 'a number of days'],
    ['SEGUE_TASTE_HALF_LIFE', '0', 'at least 1 day'],
    ['SEGUE_CONTACT', 'me', 'an e-mail address'],
    ['SEGUE_CONTACT', 'me@example.org\r\nCookie: a', 'an e-mail address'],
    ['SEGUE_READING_SOURCES', 'wikipedia, myspace', 'musicbrainz'],
    ['SEGUE_READING_LANGUAGE', 'English', 'such as en'],
    ['SEGUE_READING_FEEDS', 'https://a.example/feed ftp://b.example/feed', 'addresses of the web'],
    ['SEGUE_READING_BUDGET', '0', 'at least 1'],
    ['LASTFM_API_KEY', 'secret', '32 digits'],
    ['SHARD_COUNT', '0', 'at least 1'],
    ['SHARD_IDS', '1-3', 'separated by commas'],
    ['SHARD_IDS', '1', 'SHARD_COUNT'],
    ['LOG_LEVEL', 'loud', 'silent, error, warn, info, debug'],
  ])('%s=%s is refused with its name and what was expected', (name, value, expected) => {
    const attempt = () => read({ [name]: value });
    expect(attempt).toThrow(UserError);
    expect(attempt).toThrow(name);
    expect(attempt).toThrow(expected);
  });

  it('open the room to other machines only behind a password, and never print it', () => {
    expect(() => read({ SEGUE_ROOM_HOST: '0.0.0.0' })).toThrow('SEGUE_ROOM_PASSWORD');
    expect(read({ SEGUE_ROOM_HOST: '0.0.0.0', SEGUE_ROOM_PASSWORD: 'correct horse' }).roomHost).toBe('0.0.0.0');
    expect(read({ SEGUE_ROOM_HOST: '::1' }).roomHost).toBe('::1');
  });

  it('open the door to Discord with a token alone', () => {
    expect(read({}).discord).toBeNull();
    expect(read({ DISCORD_TOKEN: ' a.token ' }).discord).toEqual({ token: 'a.token', api: 'https://discord.com/api', activity: false, shards: null });
    expect(read({ DISCORD_TOKEN: 'a.token', DISCORD_API: 'http://127.0.0.1:3000/api/', DISCORD_ACTIVITY: 'on' }).discord).toMatchObject({
      api: 'http://127.0.0.1:3000/api',
      activity: true,
    });
  });

  it('let Segue read the web only with an address by which the operator can be reached', () => {
    expect(read({ SEGUE_READING_FEEDS: 'https://a.example/feed' }).reading).toBeNull();
    expect(read({ SEGUE_CONTACT: 'dj@example.org' }).reading).toEqual({
      contact: 'mailto:dj@example.org',
      sources: ['wikipedia', 'musicbrainz', 'listenbrainz', 'feeds', 'pages'],
      language: 'en',
      feeds: [],
      pages: [],
      requestsPerDay: 10_000,
      lastfmKey: null,
    });
  });

  it('choose what is read, Last.fm with a key of one’s own alone', () => {
    const LASTFM_API_KEY = '0123456789abcdef0123456789abcdef';
    const contact = { SEGUE_CONTACT: 'https://example.org/segue' };
    expect(read({ ...contact, LASTFM_API_KEY }).reading).toMatchObject({ lastfmKey: LASTFM_API_KEY, contact: 'https://example.org/segue' });
    expect(read({ ...contact, LASTFM_API_KEY }).reading?.sources).toContain('lastfm');
    expect(() => read({ ...contact, SEGUE_READING_SOURCES: 'lastfm' })).toThrow('LASTFM_API_KEY');
    expect(() => read({ ...contact, SEGUE_READING_SOURCES: 'listenbrainz, feeds' })).toThrow('expected musicbrainz');
    expect(read({ ...contact, SEGUE_READING_SOURCES: 'wikipedia, feeds', SEGUE_READING_FEEDS: 'https://a.example/feed\n http://b.example/' }).reading).toMatchObject({
      sources: ['wikipedia', 'feeds'],
      feeds: ['https://a.example/feed', 'http://b.example/'],
    });
  });

  it('run some shards or all of them', () => {
    const shards = (env: Record<string, string>) => read({ DISCORD_TOKEN: 'a.token', ...env }).discord?.shards;
    expect(shards({ SHARD_COUNT: '3' })).toEqual({ ids: [0, 1, 2], count: 3 });
    expect(shards({ SHARD_IDS: '0, 2', SHARD_COUNT: '3' })).toEqual({ ids: [0, 2], count: 3 });
    expect(() => shards({ SHARD_IDS: '0,3', SHARD_COUNT: '3' })).toThrow('shard 3 does not exist among 3');
  });
});
