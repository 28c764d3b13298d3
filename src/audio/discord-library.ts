import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import type * as Library from '@discordjs/voice';

export type DiscordLibrary = typeof Library;

/** What the library loads, heaviest first. */
const PARTS = ['discord-api-types/v10', 'ws', 'prism-media', '@snazzah/davey'] as const;

let loading: Promise<DiscordLibrary> | null = null;

/**
 * Loads the voice library into this thread when it is first needed: whoever has no Discord door never waits
 * for it. It comes in parts, so that the frames of places that play already are not held up by all of it at once.
 */
export function loadDiscordLibrary(): Promise<DiscordLibrary> {
  loading ??= load();
  return loading;
}

async function load(): Promise<DiscordLibrary> {
  const require = createRequire(createRequire(import.meta.url).resolve('@discordjs/voice'));
  for (const part of PARTS) {
    require(part);
    await setImmediate();
  }
  return import('@discordjs/voice');
}
