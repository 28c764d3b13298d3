/** Tracks that an estimate is made of: fewer jump about, more lag behind. */
const MOST = 40;
const LEAST = 3;

/** How fast analysing goes on, from the tracks that were done last. */
export class Pace {
  readonly #done: { readonly at: number; readonly seconds: number }[] = [];

  /** So much sound was analysed. */
  done(seconds: number, at: number): void {
    this.#done.push({ at, seconds });
    if (this.#done.length > MOST) this.#done.shift();
  }

  /** Nothing was under way for a while. */
  pause(): void {
    this.#done.length = 0;
  }

  /** How long so much sound will take, in milliseconds; null while nobody can tell. */
  leftMs(seconds: number): number | null {
    const [first, ...rest] = this.#done;
    const last = rest.at(-1);
    if (!first || !last || rest.length < LEAST || last.at <= first.at) return null;
    return (seconds * (last.at - first.at)) / rest.reduce((sum, track) => sum + track.seconds, 0);
  }
}
