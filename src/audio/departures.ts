import type { Happenings } from './happenings.ts';
import type { Pcm } from './pcm.ts';
import type { Sounding } from './sounding.ts';

/** Why a deck leaves; `moved` is the old place of an item that goes on at another. */
export type Departure = 'finished' | 'replaced' | 'moved';

/** Decks that are being faded out. */
export class Departures {
  readonly #happened: Happenings;
  #leaving: { readonly sounding: Sounding; readonly how: Departure }[] = [];

  constructor(happened: Happenings) {
    this.#happened = happened;
  }

  get empty(): boolean {
    return this.#leaving.length === 0;
  }

  /** Begins to fade a deck out over so many samples. */
  add(sounding: Sounding, how: Departure, fade: number): void {
    sounding.envelope.fadeOut(fade);
    this.#leaving.push({ sounding, how });
  }

  /** Whatever is leaving leaves within so many samples. */
  hasten(fade: number): void {
    for (const { sounding } of this.#leaving) sounding.envelope.fadeOut(fade);
  }

  /** Adds a frame of everything that leaves to the mix, and sees off what has fallen silent. */
  mix(into: Pcm): void {
    this.#leaving = this.#leaving.filter(({ sounding, how }) => {
      sounding.mix(into, 0);
      const gone = sounding.envelope.over || sounding.deck.finished;
      if (gone) this.seeOff(sounding, how);
      return !gone;
    });
  }

  /** Whatever is leaving is gone now. */
  dismiss(): void {
    for (const { sounding, how } of this.#leaving) this.seeOff(sounding, how);
    this.#leaving = [];
  }

  /** A deck is silent for good. */
  seeOff({ deck, item }: Sounding, how: Departure): void {
    deck.close();
    if (how !== 'moved') this.#happened.ended(item, deck.positionMs, how);
  }

  close(): void {
    for (const { sounding } of this.#leaving) sounding.deck.close();
    this.#leaving = [];
  }
}
