import { Unreadable } from './fault.ts';
import type { Answer } from './transport.ts';

/** @throws Unreadable for an address that is not of the open web */
export function checkOpen({ protocol, username, password }: URL): void {
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') throw new Unreadable('an address leads out of the open web');
}

/**
 * Where an answer sends its reader; null when it is the answer itself.
 * @throws Unreadable when it leads nowhere
 */
export function redirect(answer: Answer, from: URL): URL | null {
  const location = answer.header('location');
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return null;
  const next = URL.parse(location, from);
  if (next === null) throw new Unreadable(`${from.host} sends its visitors nowhere`);
  next.hash = '';
  return next;
}

/** Whether a service still answers itself there, and no less secretly: questions may carry a key. */
export function staysWithService(from: URL, to: URL): boolean {
  return to.hostname === from.hostname && (to.protocol === from.protocol || to.protocol === 'https:');
}
