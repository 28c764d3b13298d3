import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { CommandDesk, Services } from '../command.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { UserError } from '../user-error.ts';
import { createApi, placeIdOf } from './api.ts';
import { loadAssets, type Assets } from './assets.ts';
import { Attendance } from './attendance.ts';
import { Feed } from './feed.ts';
import { LibraryMap } from './library-map.ts';
import { roomLists } from './list-courier.ts';
import { liveStream } from './live-stream.ts';
import { Login } from './login.ts';
import { MemberTokens } from './members.ts';
import { RateLimit } from '../rate-limit.ts';
import { checkHost, checkOrigin, limitRate, securityHeaders, type RoomEnv } from './security.ts';

export interface RoomOptions {
  readonly config: Pick<Config, 'roomHost' | 'roomPort' | 'roomPassword'>;
  readonly desk: CommandDesk;
  readonly services: Services;
  /** Signs members' tokens and logins; the same after a restart, known to nobody else. */
  readonly secret: string;
  readonly log: Logger;
  readonly clock: Clock;
}

export interface Room {
  /** Where to open it. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Opens the listening room: a local web page over the same services and commands as Discord.
 * @throws UserError when the address is taken or not this machine's.
 */
export async function openRoom({ config, desk, services, secret, log, clock }: RoomOptions): Promise<Room> {
  const members = new MemberTokens(secret);
  const attendance = new Attendance(services.sessions, clock);
  const feed = new Feed(services, attendance, clock, log);
  const login = config.roomPassword === null ? null : new Login(config.roomPassword, secret, clock);
  const assets = await loadAssets();
  const stopLists = services.weekly.deliverBy(roomLists);

  const app = new Hono<RoomEnv>();
  app.onError((error, c) => {
    if (error instanceof UserError) return c.json({ error: error.message }, 400);
    if (error instanceof z.ZodError) return c.json({ error: error.issues[0]?.message ?? 'That is not understood.' }, 400);
    log.error({ err: error, path: c.req.routePath }, 'the room could not answer');
    return c.json({ error: 'Something went wrong in Segue. Try again; its log says more.' }, 500);
  });
  app.notFound((c) => c.json({ error: 'There is nothing here: open the room at /.' }, 404));
  app.use(securityHeaders, checkHost(login !== null), checkOrigin);

  app.get('/', (c) => c.redirect('/r/lounge'));
  app.get('/r/:place', (c) => c.html(assets.page));
  app.get('/assets/:version/*', (c) => serveAsset(assets, new URL(c.req.url).pathname, c.req.header('accept-encoding')));

  const limit = limitRate(new RateLimit({ burst: 120, perSecond: 20, clock }));
  app.use('/api/*', limit);
  app.route('/api', createApi({ desk, services, members, attendance, feed, map: new LibraryMap(services), login }));
  app.use('/live/*', limit);
  if (login) app.use('/live/*', login.required);
  app.get('/live/:file{[a-z0-9-]+\\.ogg}', (c) => {
    const stream = liveStream(services.sessions, placeIdOf(c.req.param('file').slice(0, -'.ogg'.length)));
    if (!stream) return c.json({ error: 'Nothing plays here: start the DJ first.' }, 409);
    return c.body(stream, 200, { 'Content-Type': 'audio/ogg; codecs=opus' });
  });

  const server = createAdaptorServer({ fetch: app.fetch, hostname: config.roomHost });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error: Error) => reject(cannotOpen(error, config)));
  server.listen(config.roomPort, config.roomHost, resolve);
  await listening;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${addressOf(config.roomHost)}:${port}`,
    async close() {
      stopLists();
      feed.close();
      attendance.close();
      const closed = new Promise((done) => server.close(done));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

function serveAsset(assets: Assets, pathname: string, accepted = ''): Response {
  const prefix = `/assets/${assets.version}/`;
  const asset = pathname.startsWith(prefix) ? assets.files.get(pathname.slice(prefix.length)) : undefined;
  if (!asset) return Response.json({ error: 'The page has changed: load it again.' }, { status: 404 });
  const gzipped = accepted.includes('gzip');
  return new Response(gzipped ? asset.gzipped : asset.bytes, {
    headers: {
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(gzipped ? { 'Content-Encoding': 'gzip' } : {}),
    },
  });
}

/** An address to open: a wildcard is not one. */
function addressOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function cannotOpen(error: Error, { roomHost, roomPort }: RoomOptions['config']): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new UserError('room', `Port ${roomPort} is taken: set SEGUE_ROOM_PORT to a free one, or stop what uses it.`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND') {
    return new UserError('room', `The room cannot open at ${roomHost}:${roomPort}: correct SEGUE_ROOM_HOST and SEGUE_ROOM_PORT.`);
  }
  return error;
}
