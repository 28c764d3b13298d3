import type { Suggestion } from '../../command.ts';
import type { Member } from '../../domain.ts';
import type { RoomMap } from '../map-protocol.ts';
import { FILE_HEADER, MEMBER_HEADER, type RoomReply, type RoomTrack } from '../protocol.ts';
import { currentIdentity } from './identity.ts';

/** The server said no, in a sentence for the person. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const place = /^\/r\/([^/]+)/.exec(location.pathname)?.[1] ?? 'lounge';

/** @throws Refused with a sentence to show, also when the server cannot be reached. */
export async function request(path: string, options: { readonly body?: unknown; readonly file?: File; readonly signal?: AbortSignal } = {}): Promise<Response> {
  const { body, file, signal } = options;
  const headers: Record<string, string> = { [MEMBER_HEADER]: currentIdentity()?.token ?? '' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (file) {
    headers['content-type'] = 'application/octet-stream';
    headers[FILE_HEADER] = encodeURIComponent(file.name);
  }
  const sent = file ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`/api${path}`, {
    method: sent === undefined ? 'GET' : 'POST',
    headers,
    ...(sent === undefined ? {} : { body: sent }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Refused(0, 'The room cannot be reached. Is Segue still running?');
  });
  if (response.ok) return response;
  const answer = (await response.json().catch(() => ({}))) as { readonly error?: string };
  throw new Refused(response.status, answer.error ?? 'The room did not understand that. Load the page again.');
}

/** What somebody had before them, pressing something. */
export interface About {
  readonly vibeSince?: number;
  readonly listId?: string;
}

const here = `/r/${place}`;

export const api = {
  /** Whether the room can be entered without logging in first. */
  isOpen: async () => ((await (await request('/entry')).json()) as { readonly open: boolean }).open,
  login: (password: string) => request('/login', { body: { password } }),
  member: async (name: string) => (await (await request('/member', { body: { name } })).json()) as { readonly token: string; readonly member: Member },
  state: (deafened: boolean, signal: AbortSignal) => request(`${here}/state?deafened=${deafened}`, { signal }),
  hearing: (tab: string, deafened: boolean) => request(`${here}/hearing`, { body: { tab, deafened } }),
  /** Runs a line as it was typed; a public answer is shown to everybody in the room. */
  type: async (line: string) => (await (await request(`${here}/command`, { body: { line } })).json()) as RoomReply,
  /** Runs a command for a control of the page. @param about which vibe or list it is about, where it matters */
  run: async (path: readonly string[], options: Readonly<Record<string, unknown>> = {}, about: About = {}) =>
    (await (await request(`${here}/command`, { body: { path, options, ...about } })).json()) as RoomReply,
  /** Runs a command on a file. */
  give: async (path: readonly string[], option: string, file: File) =>
    (await (await request(`${here}/file?${new URLSearchParams([...path.map((part) => ['path', part]), ['option', option]])}`, { file })).json()) as RoomReply,
  /** The library on a map by sound; null as long as there is none. The browser keeps it, and asks whether it is another. */
  map: async () => {
    const response = await request(`${here}/map`);
    return response.status === 204 ? null : ((await response.json()) as RoomMap);
  },
  tracks: async (ids: readonly string[]) => (await (await request(`${here}/tracks`, { body: { ids } })).json()) as readonly RoomTrack[],
  complete: async (line: string, signal: AbortSignal) =>
    (await (await request(`${here}/complete?line=${encodeURIComponent(line)}`, { signal })).json()) as readonly Suggestion[],
};
