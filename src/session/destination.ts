import type { Destination } from '../domain.ts';

export function isSameDestination(a: Destination, b: Destination): boolean {
  if (a.kind === 'stream' || b.kind === 'stream') return a.kind === b.kind;
  return a.guildId === b.guildId && a.channelId === b.channelId;
}
