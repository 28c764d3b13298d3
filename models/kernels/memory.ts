const PAGE = 65_536;
/** Every array starts on a cache line. */
const ALIGNMENT = 64;

const VIEWS = { f32: Float32Array, f64: Float64Array, i32: Int32Array, i16: Int16Array, i8: Int8Array } as const;

export type Kind = keyof typeof VIEWS;
export type View<K extends Kind> = InstanceType<(typeof VIEWS)[K]>;

/** An array in the memory of kernels. It stays where it is; its {@link KernelMemory.view} does not. */
export interface Block<K extends Kind> {
  readonly kind: K;
  /** Address in bytes. */
  readonly at: number;
  /** In elements. */
  readonly length: number;
}

/** A stack of arrays in one WebAssembly memory, which grows as they need. */
export class KernelMemory {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: PAGE });
  #top = ALIGNMENT;

  /**
   * A new array of zeros.
   * @throws RangeError when the memory cannot grow so far (4 GiB at most)
   */
  allocate<K extends Kind>(kind: K, length: number): Block<K> {
    const at = this.#top;
    const top = Math.ceil((at + length * VIEWS[kind].BYTES_PER_ELEMENT) / ALIGNMENT) * ALIGNMENT;
    const missing = Math.ceil((top - this.memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.memory.grow(missing);
    this.#top = top;
    new Uint8Array(this.memory.buffer, at, top - at).fill(0);
    return { kind, at, length };
  }

  /** A new array that holds a copy of `values`. */
  copy<K extends Kind>(kind: K, values: ArrayLike<number>): Block<K> {
    const block = this.allocate(kind, values.length);
    this.view(block).set(values);
    return block;
  }

  /** The array itself, to read and write. Valid until the next {@link allocate}, which may move the whole memory. */
  view<K extends Kind>({ kind, at, length }: Block<K>): View<K> {
    return new VIEWS[kind](this.memory.buffer, at, length) as View<K>;
  }

  /** What is allocated now, for {@link release}. */
  mark(): number {
    return this.#top;
  }

  /** Frees everything that was allocated since the mark was taken. */
  release(mark: number): void {
    this.#top = mark;
  }

  /** Runs and then frees whatever was allocated meanwhile. */
  scope<T>(run: () => T): T {
    const mark = this.mark();
    try {
      return run();
    } finally {
      this.release(mark);
    }
  }
}
