import { z } from 'zod';
import type { ListenerId, PlaceId } from '../domain.ts';
import type { KeyValue, Storage } from '../storage/storage.ts';
import { isZone, ownZone, WEEKDAYS, type Rhythm } from './calendar.ts';

export const LIST_LENGTHS = { least: 5, usual: 30, most: 50 } as const;

/** How lists come in a place, as whoever manages it has set it. */
export interface PlacePlan extends Rhythm {
  /** Since when there is a list of everybody in the place; null when there is none. Members' own come all the same. */
  readonly since: number | null;
  /** Tracks on every list. */
  readonly length: number;
  /** Text channel for lists; null for the one that Segue writes in. */
  readonly channelId: string | null;
}

/** How somebody has their list, who asked for it. */
export interface MemberPlan {
  readonly since: number;
  readonly by: 'dm' | 'channel';
  /** What is null is as in the place. */
  readonly day: Rhythm['day'] | null;
  readonly hour: number | null;
  readonly zone: string | null;
}

/** What is to be other; what is left out, or not said, stays. */
export type Wishes<Plan> = { readonly [K in keyof Plan]?: Plan[K] | undefined };

const zone = z.string().refine(isZone);
const hour = z.number().int().min(0).max(23);

const placePlan = z.object({
  since: z.number().nullable(),
  day: z.enum(WEEKDAYS),
  hour,
  zone,
  length: z.number().int().min(LIST_LENGTHS.least).max(LIST_LENGTHS.most),
  channelId: z.string().nullable(),
});

const memberPlan = z.object({
  since: z.number(),
  by: z.enum(['dm', 'channel']),
  day: z.enum(WEEKDAYS).nullable(),
  hour: hour.nullable(),
  zone: zone.nullable(),
});

/** The plans of places and members, in the key–value store, whose entries go with the member that their key names. */
export class Preferences {
  readonly #places: KeyValue<unknown>;
  readonly #members: KeyValue<unknown>;

  constructor(storage: Storage) {
    this.#places = storage.keyValue('weekly-place');
    this.#members = storage.keyValue('weekly-member');
  }

  async place(placeId: PlaceId): Promise<PlacePlan> {
    return placePlanOf(await this.#places.get(placeId));
  }

  async changePlace(placeId: PlaceId, change: Wishes<PlacePlan>): Promise<PlacePlan> {
    return placePlanOf(await this.#places.update(placeId, (before) => ({ ...placePlanOf(before), ...said(change) })));
  }

  /** null for who has no list. */
  async member(placeId: PlaceId, id: ListenerId): Promise<MemberPlan | null> {
    return memberPlanOf(await this.#members.get(keyOf(placeId, id)));
  }

  /** Who has no list yet, has one from `since` on. */
  async setMember(placeId: PlaceId, id: ListenerId, since: number, wishes: Wishes<Omit<MemberPlan, 'since'>>): Promise<MemberPlan> {
    const begun: MemberPlan = { since, by: 'dm', day: null, hour: null, zone: null };
    return memberPlan.parse(await this.#members.update(keyOf(placeId, id), (before) => ({ ...(memberPlanOf(before) ?? begun), ...said(wishes) })));
  }

  async removeMember(placeId: PlaceId, id: ListenerId): Promise<void> {
    await this.#members.delete(keyOf(placeId, id));
  }

  /** Places with a list of everybody. */
  async places(): Promise<readonly PlaceId[]> {
    return (await this.#places.entries()).flatMap(([placeId, stored]) => (placePlanOf(stored).since === null ? [] : [placeId]));
  }

  async members(): Promise<readonly { readonly placeId: PlaceId; readonly listenerId: ListenerId; readonly plan: MemberPlan }[]> {
    return (await this.#members.entries()).flatMap(([key, stored]) => {
      const [placeId, listenerId] = key.split(' ');
      const plan = memberPlanOf(stored);
      return plan && placeId !== undefined && listenerId !== undefined ? [{ placeId, listenerId, plan }] : [];
    });
  }

  async forgetPlace(placeId: PlaceId): Promise<void> {
    await this.#places.delete(placeId);
    for (const member of await this.members()) if (member.placeId === placeId) await this.removeMember(placeId, member.listenerId);
  }
}

/** When somebody's list comes. */
export function rhythmOf(place: PlacePlan, member: MemberPlan | null): Rhythm {
  return { day: member?.day ?? place.day, hour: member?.hour ?? place.hour, zone: member?.zone ?? place.zone };
}

function keyOf(placeId: PlaceId, id: ListenerId): string {
  return `${placeId} ${id}`;
}

/** What is missing or spoilt is the default. */
function placePlanOf(stored: unknown): PlacePlan {
  const parsed = placePlan.partial().safeParse(stored ?? {});
  return { since: null, day: 'monday', hour: 9, zone: ownZone(), length: LIST_LENGTHS.usual, channelId: null, ...said(parsed.success ? parsed.data : {}) };
}

function memberPlanOf(stored: unknown): MemberPlan | null {
  const parsed = memberPlan.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

/** Without what is not said. */
function said<Plan extends object>(wishes: Wishes<Plan>): Partial<Plan> {
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined)) as Partial<Plan>;
}
