import { z } from 'zod';
import { GROUP_MODES } from '../../models/group/group-worth.ts';
import { DEFAULT_PLACE_SETTINGS, LANGUAGES, type PlaceId, type PlaceSettings } from '../domain.ts';
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
  groupMode: z.enum(GROUP_MODES),
});

/** What is to be other, or what makes it of the settings that hold. */
export type SettingsChange = Partial<PlaceSettings> | ((current: PlaceSettings) => Partial<PlaceSettings>);

/** The settings of every place, kept in the key–value store; a value that is missing or spoilt is the default. */
export class Settings {
  readonly #store: KeyValue<Partial<PlaceSettings>>;
  #known = new Map<PlaceId, PlaceSettings>();

  constructor(store: KeyValue<Partial<PlaceSettings>>) {
    this.#store = store;
  }

  async of(placeId: PlaceId): Promise<PlaceSettings> {
    const known = this.#known;
    const settings = known.get(placeId) ?? complete(await this.#store.get(placeId));
    // Into the map of the beginning: what was read before a change is not known after it.
    known.set(placeId, settings);
    return settings;
  }

  /** Made of what is stored, which another process may have changed. */
  async change(placeId: PlaceId, change: SettingsChange): Promise<PlaceSettings> {
    const stored = await this.#store.update(placeId, (before) => {
      const changed = typeof change === 'function' ? change(complete(before)) : change;
      schema.partial().parse(changed);
      return { ...before, ...changed };
    });
    this.reread();
    return complete(stored);
  }

  async forget(placeId: PlaceId): Promise<void> {
    await this.#store.delete(placeId);
    this.reread();
  }

  /** Another process may have changed what is stored. */
  reread(): void {
    this.#known = new Map();
  }
}

function complete(stored: unknown): PlaceSettings {
  const parsed = schema.partial().safeParse(stored ?? {});
  const given = parsed.success ? Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined)) : {};
  return { ...DEFAULT_PLACE_SETTINGS, ...given };
}
