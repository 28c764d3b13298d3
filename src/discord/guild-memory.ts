import { z } from 'zod';
import type { KeyValue } from '../storage/key-value.ts';

const remembered = z.object({
  /** Where a command was last used. */
  textChannelId: z.string().nullable().default(null),
  /** The message that shows what plays. */
  card: z.object({ channelId: z.string(), messageId: z.string() }).nullable().default(null),
  /** Messages that ask for consent, with names in them. */
  questions: z.array(z.object({ channelId: z.string(), messageId: z.string() })).default([]),
  /** Whether the music was paused because nobody heard it, rather than by somebody. */
  hushed: z.boolean().default(false),
});

/** What the door remembers of a guild; nothing in it concerns a member. */
export type Remembered = z.output<typeof remembered>;

/** What the door remembers of each guild across restarts. */
export class GuildMemory {
  readonly #store: KeyValue<unknown>;
  readonly #isIn: (guildId: string) => boolean;

  /** @param isIn whether Segue is in a guild: of others nothing new is remembered */
  constructor(store: KeyValue<unknown>, isIn: (guildId: string) => boolean) {
    this.#store = store;
    this.#isIn = isIn;
  }

  async of(guildId: string): Promise<Remembered> {
    return read(await this.#store.get(guildId));
  }

  async change(guildId: string, change: Partial<Remembered>): Promise<void> {
    if (this.#isIn(guildId)) await this.#store.update(guildId, (stored) => ({ ...read(stored), ...change }));
  }

  async forget(guildId: string): Promise<void> {
    await this.#store.delete(guildId);
  }
}

/** What is missing or spoilt is as if it had never been. */
function read(stored: unknown): Remembered {
  const parsed = remembered.safeParse(stored ?? {});
  return parsed.success ? parsed.data : remembered.parse({});
}
