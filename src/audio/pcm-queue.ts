import type { Pcm } from './pcm.ts';

/** Sound between who decodes it and who plays it: blocks in, any number of samples out. */
export class PcmQueue {
  #blocks: Pcm[] = [];
  /** Samples of the first block already read. */
  #read = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(block: Pcm): void {
    if (block.left.length === 0) return;
    this.#blocks.push(block);
    this.#length += block.left.length;
  }

  /** Fills the arrays from `from` on, as far as there is sound, and returns how many samples there were. */
  read(left: Float32Array, right: Float32Array, from: number): number {
    let at = from;
    while (at < left.length && this.#blocks.length > 0) {
      const block = this.#blocks[0];
      const count = Math.min(left.length - at, block.left.length - this.#read);
      left.set(block.left.subarray(this.#read, this.#read + count), at);
      right.set(block.right.subarray(this.#read, this.#read + count), at);
      at += count;
      this.#read += count;
      if (this.#read === block.left.length) {
        this.#blocks.shift();
        this.#read = 0;
      }
    }
    this.#length -= at - from;
    return at - from;
  }
}
