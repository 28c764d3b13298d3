import type { Client, ClientEvents } from 'discord.js';

type Listeners = { readonly [Event in keyof ClientEvents]?: (...args: ClientEvents[Event]) => void };

/** Listens to several of the client's events at once; what it returns ends that. */
export function listenTo(client: Client, listeners: Listeners): () => void {
  const entries = Object.entries(listeners);
  for (const [event, listener] of entries) client.on(event, listener);
  return () => {
    for (const [event, listener] of entries) client.off(event, listener);
  };
}
