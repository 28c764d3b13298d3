import type { PlaceId } from '../domain.ts';
import type { Session, SessionState } from '../session/session.ts';
import { guildIdOf, placeIdOf, type Door, type Part } from './door.ts';

/** Somebody whose connection drops is back within moments. */
const GRACE_MS = 2_000;

/**
 * Pauses the music when nobody in the channel hears it, because everybody left or is deafened, and resumes it
 * when somebody does again. What people want has precedence: what they paused stays paused, and what they
 * resume plays on, for nobody if need be.
 */
export const hushEmptyChannels: Part = (door) => {
  const { client, services } = door;
  const { sessions } = services;
  const watched = new Map<PlaceId, Hush>();
  hushes.set(door, watched);

  const look = (placeId: PlaceId): void => {
    const guildId = guildIdOf(placeId);
    if (guildId === null) return;
    if (!sessions.get(placeId)) {
      watched.get(placeId)?.end();
      watched.delete(placeId);
    } else if (client.guilds.cache.get(guildId)?.available) {
      // Before its guild has arrived, a session from before a restart seems empty.
      const hush = watched.get(placeId) ?? new Hush(door, guildId);
      watched.set(placeId, hush);
      hush.look();
    }
  };
  const stop = sessions.onChange(look);
  return () => {
    stop();
    for (const hush of watched.values()) hush.close();
  };
};

const hushes = new WeakMap<Door, ReadonlyMap<PlaceId, Hush>>();

/** Somebody who may has paused the music; to pause what is paused already changes nothing that the session would tell of. */
export function leavePaused(door: Door, guildId: string): void {
  hushes.get(door)?.get(placeIdOf(guildId))?.leavePaused();
}

/** One place: what it remembers is written down, so that it holds after a restart. */
class Hush {
  readonly #door: Door;
  readonly #guildId: string;
  #state: SessionState['kind'] | null = null;
  /** Whether the music is paused for want of ears; null until what is remembered has been read. */
  #hushed: boolean | null = null;
  /** Somebody resumed the music although nobody hears it. */
  #overruled = false;
  #cancel: (() => void) | null = null;

  constructor(door: Door, guildId: string) {
    this.#door = door;
    this.#guildId = guildId;
    void this.#recall();
  }

  look(): void {
    const session = this.#session();
    if (!session || this.#hushed === null) return;
    const before = this.#state;
    const state = session.view().state.kind;
    this.#state = state;
    const heard = this.#heard();
    if (state === 'playing' && before === 'paused') {
      this.#overruled = true;
      this.leavePaused();
    }
    if (heard) this.#overruled = false;
    if (heard && this.#hushed && state === 'paused') this.#resume();
    if (state !== 'playing' || heard || this.#overruled) this.close();
    else this.#cancel ??= this.#door.clock.after(GRACE_MS, () => void this.#pause());
  }

  /** Somebody wants the music paused, whoever hears it. */
  leavePaused(): void {
    if (this.#hushed) void this.#remember(false);
  }

  end(): void {
    this.close();
    this.leavePaused();
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  async #recall(): Promise<void> {
    const remembered = await this.#attempt(this.#door.guilds.of(this.#guildId));
    this.#hushed = remembered?.hushed ?? false;
    if (this.#hushed && this.#session()?.view().state.kind !== 'paused') this.leavePaused();
    this.look();
  }

  async #pause(): Promise<void> {
    this.#cancel = null;
    // Written down first: after a crash in between, nobody would know that nobody paused it.
    await this.#remember(true);
    const session = this.#session();
    const wanted = session?.view().state.kind === 'playing' && !this.#heard();
    if (wanted) await this.#attempt(session.pause());
    if (this.#session()?.view().state.kind !== 'paused') this.leavePaused();
    this.look();
  }

  #resume(): void {
    this.leavePaused();
    void this.#attempt(this.#session()?.resume());
  }

  #heard(): boolean {
    return this.#door.services.sessions.present(placeIdOf(this.#guildId)).some(({ deafened }) => !deafened);
  }

  #session(): Session | undefined {
    return this.#door.services.sessions.get(placeIdOf(this.#guildId));
  }

  async #remember(hushed: boolean): Promise<void> {
    this.#hushed = hushed;
    await this.#attempt(this.#door.guilds.change(this.#guildId, { hushed }));
  }

  /** Nothing that fails here may stop the music, or leave it stopped. */
  async #attempt<T>(work: Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      this.#door.log.warn({ err: error, guild: this.#guildId }, 'The music could not be paused or resumed for want of listeners.');
      return undefined;
    }
  }
}
