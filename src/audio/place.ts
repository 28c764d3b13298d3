/**
 * Where a player's frames are heard: inside the voice worker, one for every player. The room's live
 * stream is one kind, a Discord voice connection another; `test/audio/place-contract.ts` is what all
 * kinds keep.
 */
export interface ListeningPlace {
  /** While a place is not ready (connecting, settling its encryption) the music waits for it. */
  readonly ready: boolean;
  /**
   * Takes the Opus packet of the next 20 ms, when they are due. Must neither block nor throw; the packet
   * is the place's from now on.
   */
  send(packet: Uint8Array): void;
  /** Hands on what it still holds and takes nothing more. May be called more than once. */
  close(): Promise<void>;
}
