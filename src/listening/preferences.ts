import { z } from 'zod';
import { ADVENTURES, DEFAULT_PREFERENCES, type Blocked, type ConsentState, type ListenerId, type Preferences } from '../domain.ts';
import { Listeners } from '../listeners.ts';
import type { Logger } from '../log.ts';
import type { KeyValue } from '../storage/key-value.ts';
import { UserError } from '../user-error.ts';

/** A list that is looked through for every pick. */
const MOST_BLOCKED = 500;

const blocked = z.array(z.object({ subject: z.string(), name: z.string(), at: z.number() }));
const schema = z.object({ adventure: z.enum(ADVENTURES), blockedArtists: blocked, blockedTracks: blocked, sharesMatch: z.boolean() }).partial();

/** What may be blocked, and the part of the preferences where it stands. */
export type Blockable = 'artist' | 'track';
const LISTS = { artist: 'blockedArtists', track: 'blockedTracks' } as const;

interface Parts {
  readonly store: KeyValue<Partial<Preferences>>;
  readonly consentOf: (id: ListenerId) => ConsentState;
  readonly log: Logger;
}

/**
 * What listeners have said about how Segue is to pick for them, kept in the key–value store under their id: the export shows
 * it and a deletion removes it with everything else that names them there. Of whoever is not counted in nothing is kept.
 */
export class ListenerPreferences {
  readonly #store: KeyValue<Partial<Preferences>>;
  readonly #consentOf: (id: ListenerId) => ConsentState;
  readonly #log: Logger;
  readonly #changes: Listeners<ListenerId>;
  /** As they were read last, for when the store cannot be: what somebody blocked stays blocked. */
  readonly #known = new Map<ListenerId, Preferences>();

  constructor({ store, consentOf, log }: Parts) {
    this.#store = store;
    this.#consentOf = consentOf;
    this.#log = log;
    this.#changes = new Listeners(log, 'what a listener prefers changed');
  }

  /** Read anew each time, as another process may have changed them. Never fails: what was read last holds meanwhile. */
  async of(id: ListenerId): Promise<Preferences> {
    try {
      const preferences = complete(await this.#store.get(id));
      if (this.#consentOf(id) !== 'unasked') this.#known.set(id, preferences);
      return preferences;
    } catch (error) {
      this.#log.warn({ err: error }, 'What a listener prefers could not be read; what was read last holds.');
      return this.#known.get(id) ?? DEFAULT_PREFERENCES;
    }
  }

  /** @throws UserError when the member is not counted in */
  change(id: ListenerId, change: Partial<Pick<Preferences, 'adventure' | 'sharesMatch'>>): Promise<Preferences> {
    return this.#update(id, (before) => ({ ...before, ...change }));
  }

  /**
   * Blocked again, it stays as it is.
   * @throws UserError when the member is not counted in, or has blocked very much already
   */
  block(id: ListenerId, what: Blockable, one: Blocked): Promise<Preferences> {
    const list = LISTS[what];
    return this.#update(id, (before) => {
      if (before[list].some(({ subject }) => subject === one.subject)) return before;
      if (before[list].length >= MOST_BLOCKED) throw new UserError('too-many', `You have blocked ${MOST_BLOCKED} already: take off what you no longer mind with /block remove first.`);
      return { ...before, [list]: [...before[list], one] };
    });
  }

  /** @throws UserError when the member is not counted in */
  unblock(id: ListenerId, what: Blockable, subject: string): Promise<Preferences> {
    const list = LISTS[what];
    return this.#update(id, (before) => ({ ...before, [list]: before[list].filter((one) => one.subject !== subject) }));
  }

  /** They were removed from the store. */
  forget(id: ListenerId): void {
    this.#known.delete(id);
  }

  /** Called when what somebody prefers was changed in this process. */
  onChange(listener: (id: ListenerId) => void): () => void {
    return this.#changes.add(listener);
  }

  async #update(id: ListenerId, change: (before: Preferences) => Preferences): Promise<Preferences> {
    if (this.#consentOf(id) === 'unasked') {
      throw new UserError('no-consent', 'Segue keeps nothing about you until you say so: /privacy join counts you in, then it remembers this.');
    }
    const after = complete(await this.#store.update(id, (before) => change(complete(before))));
    this.#known.set(id, after);
    this.#changes.tell(id);
    return after;
  }
}

function complete(stored: unknown): Preferences {
  const parsed = schema.safeParse(stored ?? {});
  const given = parsed.success ? Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined)) : {};
  return { ...DEFAULT_PREFERENCES, ...given };
}
