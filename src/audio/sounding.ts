import type { Deck } from './deck.ts';
import { Envelope } from './envelope.ts';
import { FRAME_SAMPLES, linearOf, msOf, SAMPLE_RATE, type Pcm } from './pcm.ts';
import type { PlayerItem } from './player-item.ts';

/** Where decks put their sound on the way to the mix; used by one at a time. */
const scratch: Pcm = { left: new Float32Array(FRAME_SAMPLES), right: new Float32Array(FRAME_SAMPLES) };

/** What is decoded ahead while a track plays; near its end as much more as the crossfade takes. */
const AHEAD = SAMPLE_RATE;
/** How long before the crossfade a track counts as near its end, by what its file says. */
const NEAR_END_MS = 5000;

/** A deck that sounds: what it plays, and how loud. */
export class Sounding {
  readonly deck: Deck;
  readonly item: PlayerItem;
  readonly envelope: Envelope;
  /** The listeners' side knows that it plays. */
  announced: boolean;
  #gain: number;
  readonly #gainWanted: number;

  /** @param gainFrom where the gain comes from within the first frame, linear; the item's own by default */
  constructor(deck: Deck, item: PlayerItem, options: { readonly envelope?: Envelope; readonly announced: boolean; readonly gainFrom?: number }) {
    this.deck = deck;
    this.item = item;
    this.announced = options.announced;
    this.envelope = options.envelope ?? Envelope.steady();
    this.#gainWanted = linearOf(item.gainDb);
    this.#gain = options.gainFrom ?? this.#gainWanted;
  }

  get gain(): number {
    return this.#gain;
  }

  /** Sees to it that the end of the file is known before a crossfade of so many samples must begin. */
  feed(crossfade: number): void {
    const { totalMs, positionMs } = this.deck;
    const nearEnd = totalMs === null || totalMs - positionMs < msOf(crossfade) + NEAR_END_MS;
    this.deck.decodeAhead(nearEnd ? crossfade + AHEAD : AHEAD);
  }

  /** Adds to a frame's mix from a sample on, and returns up to which sample there was sound. */
  mix(into: Pcm, from: number): number {
    const to = from + this.deck.read(scratch.left, scratch.right, from);
    this.envelope.add(scratch, into, { from, to, gain: this.#gain, gainTo: this.#gainWanted });
    if (to > from) this.#gain = this.#gainWanted;
    return to;
  }
}
