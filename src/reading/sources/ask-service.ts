import type { z } from 'zod';
import { Unreadable } from '../fetch/fault.ts';
import type { Fetcher } from '../fetch/fetcher.ts';

/** How long whoever refuses us is left alone at least. */
const REFUSED_MS = 3_600_000;

/** An address with parameters. */
export function addressOf(base: string, path: string, parameters: Readonly<Record<string, string>>): URL {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}

/**
 * What a service answers in JSON, also where it says with 4xx what is wrong; null where it has nothing of the kind.
 * @throws NotNow, Unreachable; Unreadable when it answers something else
 */
export async function askService<T>(fetcher: Fetcher, url: URL, schema: z.ZodType<T>): Promise<T | null> {
  const fetched = await fetcher.get(url, { manners: 'service', accept: 'application/json' });
  if (fetched.kind === 'missing' || fetched.kind === 'unchanged') return null;
  const parsed = schema.safeParse(jsonOf(fetched.text));
  if (parsed.success) return parsed.data;
  // It does not want us, whatever we ask.
  if (fetched.kind === 'refused' && (fetched.status === 401 || fetched.status === 403)) {
    return fetcher.leaveAlone(url, `${url.host} refuses Segue (${fetched.status}): see docs/reading.md`, REFUSED_MS);
  }
  throw new Unreadable(fetched.kind === 'refused' ? `${url.host} refuses the question (${fetched.status})` : `${url.host} answers in a way that Segue does not understand`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
