/**
 * Who this tab is. Every tab is a member of its own (sessionStorage), so that several people can be tried
 * out in one browser; the browser remembers the names used in it, so that one can come back as the same.
 */

export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

const CURRENT = 'segue.member';
const KNOWN = 'segue.known';
const MOST_KNOWN = 6;

export function currentIdentity(): Identity | null {
  return read<Identity | null>(sessionStorage, CURRENT, null);
}

export function knownIdentities(): readonly Identity[] {
  return read<readonly Identity[]>(localStorage, KNOWN, []);
}

export function become(identity: Identity): void {
  sessionStorage.setItem(CURRENT, JSON.stringify(identity));
  const others = knownIdentities().filter(({ name, token }) => token !== identity.token && name !== identity.name);
  localStorage.setItem(KNOWN, JSON.stringify([identity, ...others].slice(0, MOST_KNOWN)));
}

/** The tab is nobody again; with `forget` the browser does not offer the name any more either. */
export function leaveIdentity({ forget }: { readonly forget: boolean }): void {
  const current = currentIdentity();
  sessionStorage.removeItem(CURRENT);
  if (!forget) return;
  localStorage.setItem(KNOWN, JSON.stringify(knownIdentities().filter(({ token }) => token !== current?.token)));
}

function read<T>(storage: Storage, key: string, otherwise: T): T {
  try {
    return (JSON.parse(storage.getItem(key) ?? 'null') as T | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}
