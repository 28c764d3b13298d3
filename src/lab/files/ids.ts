/** Numbers names in the order they appear, from 0. */
export class Ids {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  get size(): number {
    return this.#names.length;
  }

  /** The name's number; a new name gets the next. */
  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  has(name: string): boolean {
    return this.#numbers.has(name);
  }

  nameOf(number: number): string {
    return this.#names[number];
  }
}
