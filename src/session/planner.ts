import type { GroupMode } from '../../models/group/group-worth.ts';
import { seedOf } from '../../models/random.ts';
import type { Pick, Presence, SessionId, TrackId } from '../domain.ts';
import type { Vibe } from '../vibe.ts';
import type { Library } from '../library/library.ts';
import type { Listening } from '../listening/listening.ts';
import type { Logger } from '../log.ts';
import { pickListener } from '../recommender/pick-listener.ts';
import type { Recommender } from '../recommender/recommender.ts';
import type { QueueEntry } from './session.ts';

/** How many picks are always planned ahead. */
const AHEAD = 2;

export interface Situation {
  readonly sessionId: SessionId;
  /** How many tracks have begun in this session: a slot keeps its seed however often it is planned anew. */
  readonly slot: number;
  readonly present: readonly Presence[];
  readonly satisfaction: (id: string) => number;
  readonly exclude: Iterable<TrackId>;
  readonly before: readonly TrackId[];
  readonly vibe: Vibe | null;
  readonly groupMode: GroupMode;
}

/** Asks the recommender for the next picks; when asked again meanwhile, only the latest answer counts. */
export class Planner {
  readonly #recommender: Recommender;
  readonly #library: Library;
  readonly #listening: Listening;
  readonly #log: Logger;
  #latest = 0;

  constructor(parts: { recommender: Recommender; library: Library; listening: Listening; log: Logger }) {
    this.#recommender = parts.recommender;
    this.#library = parts.library;
    this.#listening = parts.listening;
    this.#log = parts.log;
  }

  /** The next picks as queue entries, or null when a later call has overtaken this one. */
  async plan(situation: Situation): Promise<readonly QueueEntry[] | null> {
    const turn = ++this.#latest;
    const picks = await this.#ask(situation);
    if (turn !== this.#latest) return null;
    return picks.flatMap((pick) => {
      const track = this.#library.get(pick.trackId);
      return track ? [{ id: pick.id, track, origin: { kind: 'pick', pick } as const }] : [];
    });
  }

  async #ask(situation: Situation): Promise<readonly Pick[]> {
    const here = situation.present.filter((who) => !who.deafened && this.#listening.consentOf(who.id) === 'given');
    const listeners = await Promise.all(here.map(({ id }) => pickListener(this.#listening, id, situation.satisfaction(id))));
    try {
      return await this.#recommender.pick({
        sessionId: situation.sessionId,
        listeners,
        exclude: [...new Set(situation.exclude)],
        before: situation.before,
        ...(situation.vibe !== null && { vibe: situation.vibe }),
        groupMode: situation.groupMode,
        count: AHEAD,
        slot: situation.slot,
        seed: seedOf(`${situation.sessionId}/${situation.slot}`),
      });
    } catch (error) {
      this.#log.error({ err: error }, 'Planning failed; what is queued plays on.');
      return [];
    }
  }
}
