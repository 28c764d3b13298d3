type Numbers = Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

const FIRST_LENGTH = 1024;

/** A typed array that grows, for millions of numbers of which nobody knows how many will come. */
export class Growing<A extends Numbers> {
  readonly #make: (length: number) => A;
  #array: A;
  #length = 0;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#array = make(FIRST_LENGTH);
  }

  push(number: number): void {
    if (this.#length === this.#array.length) {
      const larger = this.#make(Math.ceil(1.5 * this.#length));
      larger.set(this.#array);
      this.#array = larger;
    }
    this.#array[this.#length++] = number;
  }

  /** Drops all numbers but the first so many. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** Drops the first so many numbers. */
  shift(count: number): void {
    this.#array.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  get length(): number {
    return this.#length;
  }

  /** What has been pushed; valid until the next push. */
  get numbers(): A {
    return this.#array.subarray(0, this.#length) as A;
  }
}

export const growingIntegers = () => new Growing((length) => new Int32Array(length));
export const growingFloats = () => new Growing((length) => new Float32Array(length));
export const growingDoubles = () => new Growing((length) => new Float64Array(length));
