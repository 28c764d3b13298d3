import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { ListenerId, Member, PlaceId } from '../domain.ts';
import type { Sessions } from '../session/session.ts';

/** A page that reloads is gone for a moment; its member is not. */
const GRACE_MS = 5_000;
/** A tab says every 20 s that it is there; browsers slow the timers of hidden tabs to one a minute. */
const SILENCE_MS = 150_000;

interface Tab {
  deafened: boolean;
  seenAt: number;
}

interface Attendee {
  readonly member: Member;
  readonly tabs: Map<string, Tab>;
  deafened: boolean;
  cancelLeave: (() => void) | null;
}

/** Who is in which place, by their open tabs, reported to the sessions as it changes. */
export class Attendance {
  readonly #places = new Map<PlaceId, Map<ListenerId, Attendee>>();
  readonly #sessions: Pick<Sessions, 'arrive' | 'leave' | 'deafen'>;
  readonly #clock: Clock;

  constructor(sessions: Pick<Sessions, 'arrive' | 'leave' | 'deafen'>, clock: Clock) {
    this.#sessions = sessions;
    this.#clock = clock;
  }

  /** A tab opens; returns its id. The member arrives unless another of their tabs is there, or was just now. */
  enter(placeId: PlaceId, member: Member, deafened: boolean): string {
    const place = this.#places.get(placeId) ?? new Map<ListenerId, Attendee>();
    this.#places.set(placeId, place);
    const known = place.get(member.id);
    const attendee: Attendee = { member, tabs: known?.tabs ?? new Map<string, Tab>(), deafened, cancelLeave: null };
    known?.cancelLeave?.();
    const tab = randomUUID();
    attendee.tabs.set(tab, { deafened, seenAt: this.#clock.now() });
    attendee.deafened = allDeafened(attendee);
    place.set(member.id, attendee);
    if (!known || known.member.name !== member.name) {
      this.#sessions.arrive(placeId, { ...member, deafened: attendee.deafened });
    } else if (known.deafened !== attendee.deafened) {
      this.#sessions.deafen(placeId, member.id, attendee.deafened);
    }
    return tab;
  }

  /** The tab is still there and hears the music, or does not. */
  report(placeId: PlaceId, id: ListenerId, tab: string, deafened: boolean): void {
    const attendee = this.#places.get(placeId)?.get(id);
    if (!attendee?.tabs.has(tab)) return;
    attendee.tabs.set(tab, { deafened, seenAt: this.#clock.now() });
    this.#update(placeId, attendee);
  }

  /** Whether a tab has said within reason that it is there: a phone that falls asleep closes nothing. */
  responds(placeId: PlaceId, id: ListenerId, tab: string): boolean {
    const seenAt = this.#places.get(placeId)?.get(id)?.tabs.get(tab)?.seenAt;
    return seenAt !== undefined && this.#clock.now() - seenAt < SILENCE_MS;
  }

  /** The tab has closed. With their last tab, after a grace, the member leaves. */
  exit(placeId: PlaceId, id: ListenerId, tab: string): void {
    const attendee = this.#places.get(placeId)?.get(id);
    if (!attendee?.tabs.delete(tab)) return;
    if (attendee.tabs.size > 0) return this.#update(placeId, attendee);
    attendee.cancelLeave = this.#clock.after(GRACE_MS, () => this.#leave(placeId, id));
  }

  /** How many places have somebody in them. */
  get size(): number {
    return this.#places.size;
  }

  isOpen(placeId: PlaceId): boolean {
    return this.#places.has(placeId);
  }

  isHere(placeId: PlaceId, id: ListenerId): boolean {
    return this.#places.get(placeId)?.has(id) ?? false;
  }

  /** Everybody leaves at once: the room closes. */
  close(): void {
    for (const [placeId, place] of this.#places) {
      for (const { member, cancelLeave } of place.values()) {
        cancelLeave?.();
        this.#leave(placeId, member.id);
      }
    }
  }

  #leave(placeId: PlaceId, id: ListenerId): void {
    const place = this.#places.get(placeId);
    place?.delete(id);
    if (place?.size === 0) this.#places.delete(placeId);
    this.#sessions.leave(placeId, id);
  }

  #update(placeId: PlaceId, attendee: Attendee): void {
    const deafened = allDeafened(attendee);
    if (deafened === attendee.deafened) return;
    attendee.deafened = deafened;
    this.#sessions.deafen(placeId, attendee.member.id, deafened);
  }
}

/** Somebody with several tabs hears the music as long as one of them plays it. */
function allDeafened(attendee: Attendee): boolean {
  return [...attendee.tabs.values()].every((tab) => tab.deafened);
}
