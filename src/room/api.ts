import { Hono, type HonoRequest } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { except } from 'hono/combine';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import type { CommandDesk, CommandContext, Services } from '../command.ts';
import { type GivenFile, MOST_FILE_BYTES } from '../given-file.ts';
import { UserError } from '../user-error.ts';
import type { Attendance } from './attendance.ts';
import type { Feed, Visitor } from './feed.ts';
import type { Login } from './login.ts';
import { memberName, type MemberTokens } from './members.ts';
import { outwardReply, outwardTrack } from './outward.ts';
import type { LibraryMap } from './library-map.ts';
import { FILE_HEADER, MEMBER_HEADER } from './protocol.ts';
import { isOperator, type RoomEnv } from './security.ts';

const BODY_LIMIT = 16 * 1024;
const LINE_LIMIT = 500;
/** Every room may have a session, and all of them share one voice. */
const MOST_ROOMS = 50;
const MOST_NAMED = 60;

const placeName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'A room has a name of small letters, digits and dashes.');
const line = z.string().max(LINE_LIMIT, `Use at most ${LINE_LIMIT} characters.`);

const bodies = {
  login: z.object({ password: z.string().max(1_000) }),
  member: z.object({ name: memberName }),
  tracks: z.object({ ids: z.array(z.string().max(64)).max(MOST_NAMED) }),
  hearing: z.object({ tab: z.uuid(), deafened: z.boolean() }),
  command: z.union([
    z.object({ line }),
    z.object({ path: z.array(z.string().max(32)).min(1).max(2), options: z.record(z.string(), z.unknown()), vibeSince: z.number().optional(), listId: z.string().max(64).optional() }),
  ]),
};

const fileFor = z.object({ path: z.array(z.string().max(32)).min(1).max(2), option: z.string().max(32) });

interface VisitorEnv extends RoomEnv {
  readonly Variables: { readonly visitor: Visitor };
}

/** Everything the page asks for by fetch, as JSON. */
export function createApi(house: {
  readonly desk: CommandDesk;
  readonly services: Services;
  readonly members: MemberTokens;
  readonly attendance: Attendance;
  readonly feed: Feed;
  readonly map: LibraryMap;
  /** null without a password. */
  readonly login: Login | null;
}): Hono<RoomEnv> {
  const { desk, services, members, attendance, feed, map, login } = house;
  const api = new Hono<RoomEnv>();
  // A file is counted as it comes.
  api.use(except('*/r/:place/file', bodyLimit({ maxSize: BODY_LIMIT, onError: (c) => c.json({ error: 'That is too long.' }, 413) })));

  api.get('/entry', (c) => c.json({ open: login === null || login.isLoggedIn(c) }));
  if (login) {
    api.post('/login', async (c) => login.attempt(c, (await body(c, bodies.login)).password));
    api.use(login.required);
  }

  api.post('/member', async (c) => {
    const { name } = await body(c, bodies.member);
    const known = members.verify(c.req.header(MEMBER_HEADER));
    return c.json(known ? members.issue(name, known.id) : members.issue(name));
  });

  const visitors = new Hono<VisitorEnv>();
  visitors.use(
    '/:place/*',
    createMiddleware<VisitorEnv>(async (c, next) => {
      const member = members.verify(c.req.header(MEMBER_HEADER));
      if (!member) return c.json({ error: 'Pick a name first.' }, 412);
      const name = placeName.parse(c.req.param('place'));
      c.set('visitor', { member, manager: isOperator(c), place: { id: placeIdOf(name), name } });
      return next();
    }),
  );

  visitors.get('/:place/state', (c) => {
    const { place } = c.var.visitor;
    if (!attendance.isOpen(place.id) && attendance.size >= MOST_ROOMS) {
      return c.json({ error: 'As many rooms are open as this Segue takes: join one of them.' }, 429);
    }
    return c.body(feed.open(c.var.visitor, c.req.query('deafened') === 'true'), 200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'X-Accel-Buffering': 'no',
    });
  });

  visitors.post('/:place/hearing', async (c) => {
    const { tab, deafened } = await body(c, bodies.hearing);
    attendance.report(c.var.visitor.place.id, c.var.visitor.member.id, tab, deafened);
    return c.body(null, 204);
  });

  visitors.post('/:place/command', async (c) => {
    const visitor = c.var.visitor;
    const asked = await body(c, bodies.command);
    const { path, options } = 'line' in asked ? desk.parse(asked.line) : asked;
    const about = 'line' in asked ? {} : { ...(asked.vibeSince !== undefined && { vibeSince: asked.vibeSince }), ...(asked.listId !== undefined && { listId: asked.listId }) };
    const reply = outwardReply(await desk.execute(path, options, { ...contextOf(visitor), ...about }), (id) => services.library.get(id));
    if ('line' in asked && !reply.private) feed.say(visitor, asked.line, reply);
    feed.refreshMember(visitor.member.id);
    return c.json(reply);
  });

  /** Runs a command on a file, which is the body: `?path=import&path=file&option=file`. */
  visitors.post('/:place/file', async (c) => {
    const { path, option } = fileFor.parse({ path: c.req.queries('path'), option: c.req.query('option') });
    const { file, drain } = givenIn(c.req);
    const reply = await desk.execute(path, { [option]: file }, contextOf(c.var.visitor));
    await drain();
    feed.refreshMember(c.var.visitor.member.id);
    return c.json(outwardReply(reply, (id) => services.library.get(id)));
  });

  visitors.get('/:place/complete', (c) =>
    c.json(desk.completeLine(line.parse(c.req.query('line') ?? ''), contextOf(c.var.visitor))),
  );

  visitors.get('/:place/map', async (c) => {
    const drawn = await map.body();
    if (!drawn) return c.body(null, 204);
    const headers = { ETag: drawn.etag, 'Cache-Control': 'private, no-cache', Vary: 'Accept-Encoding' };
    if (c.req.header('if-none-match') === drawn.etag) return c.body(null, 304, headers);
    const gzipped = c.req.header('accept-encoding')?.includes('gzip') ?? false;
    return c.body(gzipped ? drawn.gzipped : drawn.json, 200, { ...headers, 'Content-Type': 'application/json', ...(gzipped ? { 'Content-Encoding': 'gzip' } : {}) });
  });

  visitors.post('/:place/tracks', async (c) => {
    const { ids } = await body(c, bodies.tracks);
    return c.json(ids.flatMap((id) => services.library.get(id) ?? []).map(outwardTrack));
  });

  api.route('/r', visitors);
  return api;

  function contextOf({ member, manager, place }: Visitor): CommandContext {
    return {
      caller: { ...member, manager, operator: manager, dj: false, here: attendance.isHere(place.id, member.id) },
      placeId: place.id,
      services,
      destination: () => ({ kind: 'stream' }),
    };
  }
}

/**
 * The place a room's name stands for.
 * @throws ZodError when it is not a name for a room.
 */
export function placeIdOf(name: string): string {
  return `room:${placeName.parse(name)}`;
}

/**
 * The file that is the body, and what reads the rest of it that nobody wanted: a browser that is answered while it still sends
 * takes that for a broken connection.
 * @throws UserError when there is none, or it is too large
 */
function givenIn(req: HonoRequest): { readonly file: GivenFile; readonly drain: () => Promise<void> } {
  const { body: bytes } = req.raw;
  const length = Number(req.header('content-length') ?? NaN);
  if (!req.header('content-type')?.startsWith('application/octet-stream') || bytes === null || !(length > 0)) throw new UserError('no-file', 'Send a file, with its size.');
  if (length > MOST_FILE_BYTES) throw new UserError('file-size', `A file may have ${MOST_FILE_BYTES / 1024 / 1024} MB at most: this one has more.`);
  const pieces = () => bytes.values({ preventCancel: true });
  return {
    file: { name: nameIn(req.header(FILE_HEADER) ?? ''), size: length, open: pieces },
    drain: async () => {
      const rest = pieces();
      // Somebody who has gone away sends no more, and waits for no answer.
      while ((await rest.next().catch(() => ({ done: true }))).done !== true);
    },
  };
}

function nameIn(encoded: string): string {
  try {
    return decodeURIComponent(encoded).slice(0, 200);
  } catch {
    return '';
  }
}

async function body<T extends z.ZodType>(c: { readonly req: HonoRequest }, schema: T): Promise<z.output<T>> {
  if (!c.req.header('content-type')?.startsWith('application/json')) {
    throw new UserError('not-json', 'Send JSON, with its content type.');
  }
  const sent: unknown = await c.req.json().catch(() => {
    throw new UserError('not-json', 'That is not JSON.');
  });
  return schema.parse(sent);
}
