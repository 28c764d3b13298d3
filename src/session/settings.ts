import { z } from 'zod';
import { DEFAULT_PLACE_SETTINGS, LANGUAGES, type ListenerId, type PlaceId, type PlaceSettings } from '../domain.ts';
import type { KeyValue } from '../storage/key-value.ts';

const schema = z.object({
  crossfadeMs: z.number().min(0).max(12_000),
  targetLufs: z.number().min(-23).max(-9),
  idleMinutes: z.number().min(1).max(240),
  djs: z.array(z.string()),
  bitrate: z.number().int().min(32_000).max(384_000),
  textChannelId: z.string().nullable(),
  djRoleId: z.string().nullable(),
  language: z.enum(LANGUAGES),
});

/** The settings of every place, kept in the key–value store; a value that is missing or spoilt is the default. */
export class Settings {
  readonly #store: KeyValue<Partial<PlaceSettings>>;
  readonly #known = new Map<PlaceId, PlaceSettings>();

  constructor(store: KeyValue<Partial<PlaceSettings>>) {
    this.#store = store;
  }

  async of(placeId: PlaceId): Promise<PlaceSettings> {
    const known = this.#known.get(placeId);
    if (known) return known;
    const settings = complete(await this.#store.get(placeId));
    this.#known.set(placeId, settings);
    return settings;
  }

  async change(placeId: PlaceId, change: Partial<PlaceSettings>): Promise<PlaceSettings> {
    schema.partial().parse(change);
    await this.#store.update(placeId, (stored) => ({ ...stored, ...change }));
    this.#known.delete(placeId);
    return this.of(placeId);
  }

  /** Makes a member nobody's DJ. @returns whether they were somebody's */
  async forget(id: ListenerId): Promise<boolean> {
    let found = false;
    for (const [placeId, stored] of await this.#store.entries()) {
      if (!stored.djs?.includes(id)) continue;
      await this.change(placeId, { djs: stored.djs.filter((dj) => dj !== id) });
      found = true;
    }
    return found;
  }
}

function complete(stored: unknown): PlaceSettings {
  const parsed = schema.partial().safeParse(stored ?? {});
  const given = parsed.success ? Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined)) : {};
  return { ...DEFAULT_PLACE_SETTINGS, ...given };
}
