import type { ListenerId, ListId, PlaceId } from '../domain.ts';
import type { Courier } from './courier.ts';
import type { Recipient } from './ledger.ts';
import type { DiscoveryList, ListWishes } from './list.ts';
import type { MemberPlan, PlacePlan, Wishes } from './preferences.ts';

export type { Recipient } from './ledger.ts';
export type { DiscoveryList } from './list.ts';
export type { MemberPlan, PlacePlan } from './preferences.ts';

/**
 * Lists to discover music by: made every week for whoever wants one, and for a place as a whole, each brought to them
 * once; and made at once for whoever asks.
 */
export interface Weekly {
  // — lists —
  get(id: ListId): Promise<DiscoveryList | null>;
  /** The newest list of a week; null before there was one. */
  latest(to: Recipient): Promise<DiscoveryList | null>;
  /** Lists that a member keeps, newest first. */
  kept(placeId: PlaceId, id: ListenerId): Promise<readonly DiscoveryList[]>;
  /**
   * A list of what they never heard, now.
   * @returns null when there is nothing
   * @throws UserError when the member is not counted in
   */
  discover(request: DiscoverRequest): Promise<DiscoveryList | null>;
  /**
   * Keeps a list for a member, or lets go of the one they keep.
   * @returns whether they keep it now
   * @throws UserError when the member is not counted in, or keeps as many as there is room for
   */
  keep(list: DiscoveryList, by: ListenerId): Promise<boolean>;
  /** The member's next lists turn away from what was on this one. @throws UserError when the member is not counted in */
  wantLess(list: DiscoveryList, by: ListenerId): Promise<void>;

  // — when and how they come —
  place(placeId: PlaceId): Promise<PlacePlan>;
  /** @param change with `since`: whether there is a list of everybody in the place */
  changePlace(placeId: PlaceId, change: Wishes<PlacePlan>): Promise<PlacePlan>;
  /** null for who has no list. */
  member(placeId: PlaceId, id: ListenerId): Promise<MemberPlan | null>;
  /** @throws UserError when the member is not counted in */
  join(placeId: PlaceId, id: ListenerId, wishes: Wishes<Omit<MemberPlan, 'since'>>): Promise<MemberPlan>;
  leave(placeId: PlaceId, id: ListenerId): Promise<void>;
  /** When the next one comes; null when none does. */
  nextAt(to: Recipient): Promise<number | null>;
  /** Why the last one that was due did not come, in a word; null when it came, or is on its way. */
  faultOf(to: Recipient): Promise<string | null>;
  /** The place is gone, and what is kept of it. */
  forgetPlace(placeId: PlaceId): Promise<void>;

  // — on their way —
  /** From now on lists go by this door as well. @returns what ends that */
  deliverBy(courier: Courier): () => void;
  /** Makes and brings whatever is due now; of several calls at once, one does it. */
  bringUpToDate(): Promise<void>;
  close(): Promise<void>;
}

export interface DiscoverRequest extends ListWishes {
  readonly placeId: PlaceId;
  readonly by: ListenerId;
}

