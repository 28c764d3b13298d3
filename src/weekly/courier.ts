import type { DiscoveryList } from './list.ts';
import type { MemberPlan, PlacePlan } from './preferences.ts';
import type { PlaceId } from '../domain.ts';

/** A door by which lists reach people. What it throws may pass by itself, but for {@link NotPosted}. */
export interface Courier {
  /** Whether it brings the lists of this place, and can do so now. */
  serves(placeId: PlaceId): boolean;
  /**
   * Where a list goes, as a text that finds the same place again.
   * @throws NotPosted when there is no way to whom it is for
   */
  addressOf(list: DiscoveryList, plans: Plans): Promise<string>;
  /** What the message is called that brought the list to the address, after `since` (epoch ms); null when there is none. */
  find(list: DiscoveryList, address: string, since: number): Promise<string | null>;
  /**
   * Posts it. Nothing may leave after `signal` is aborted.
   * @returns what the message is called
   * @throws NotPosted when it is certain that it did not arrive
   */
  post(list: DiscoveryList, address: string, signal: AbortSignal): Promise<string>;
}

export interface Plans {
  readonly place: PlacePlan;
  /** null for the list of everybody. */
  readonly member: MemberPlan | null;
}

/** A list has certainly not arrived. */
export class NotPosted extends Error {
  /** In a word, for whoever asks why it did not come. */
  readonly fault: string;
  /** Whether trying again this week is of no use. */
  readonly final: boolean;

  constructor(fault: string, final: boolean) {
    super(`not posted: ${fault}`);
    this.fault = fault;
    this.final = final;
  }
}
