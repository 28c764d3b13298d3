import { BadHistory } from './bad-history.ts';

/** A record is smaller; a larger object is what holds records. */
const LARGEST_RECORD = 64 * 1024;
const DEEPEST = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** An open bracket: where an object that may be a record begins, else why it is none. */
const LIST = -1;
const HOLDER = -2;

/**
 * Finds the records in JSON that comes in pieces, whatever they lie in: lists, lists of pages, objects that hold a list, or one
 * after another as in JSON Lines. No more than one record is held at a time.
 */
export class JsonRecords {
  readonly #take: (record: object) => boolean;
  readonly #name: string;
  readonly #open: number[] = [];
  /** What has come from `#base` on, in characters from the start. */
  #text = '';
  #base = 0;
  #at = 0;
  #inString = false;
  #escaped = false;

  /**
   * @param take is given every object, inner ones first; true when it is a record, so that none of those around it can be one
   * @param name of what is read, in a sentence
   */
  constructor(take: (record: object) => boolean, name: string) {
    this.#take = take;
    this.#name = name;
  }

  /** @throws BadHistory when it is not JSON */
  push(piece: string): void {
    this.#text += piece;
    for (let i = this.#at - this.#base; i < this.#text.length; i++) i = this.#read(i);
    this.#at = this.#base + this.#text.length;
    this.#forget();
  }

  /** @throws BadHistory when it has not come to its end */
  end(): void {
    if (this.#open.length > 0 || this.#inString) throw new BadHistory(`${this.#name} breaks off in the middle: download it again and give the whole file.`);
  }

  /** Reads the character at `i`. @returns the last one that was read */
  #read(i: number): number {
    if (this.#inString) return this.#throughString(i);
    switch (this.#text.charCodeAt(i)) {
      case QUOTE:
        this.#inString = true;
        break;
      case OPEN:
        this.#push(this.#base + i);
        break;
      case OPEN_LIST:
        this.#push(LIST);
        break;
      case CLOSE_LIST:
        if (this.#open.pop() !== LIST) throw this.#notJson();
        break;
      case CLOSE:
        this.#close(this.#open.pop(), i);
    }
    return i;
  }

  #throughString(from: number): number {
    let i = from;
    if (this.#escaped) {
      this.#escaped = false;
      i++;
    }
    for (; i < this.#text.length; i++) {
      const character = this.#text.charCodeAt(i);
      if (character === BACKSLASH) {
        if (++i === this.#text.length) this.#escaped = true;
      } else if (character === QUOTE) {
        this.#inString = false;
        return i;
      }
    }
    return i;
  }

  #push(what: number): void {
    if (this.#open.length === DEEPEST) throw this.#notJson();
    this.#open.push(what);
  }

  #close(start: number | undefined, end: number): void {
    if (start === undefined || start === LIST) throw this.#notJson();
    if (start === HOLDER) return;
    if (!this.#take(this.#objectIn(this.#text.slice(start - this.#base, end + 1)))) return;
    this.#open.forEach((what, depth) => {
      if (what >= 0) this.#open[depth] = HOLDER;
    });
  }

  /** Lets go of what no record can begin in. */
  #forget(): void {
    for (;;) {
      const first = this.#open.findIndex((what) => what >= 0);
      const from = first < 0 ? this.#at : this.#open[first];
      this.#text = this.#text.slice(from - this.#base);
      this.#base = from;
      if (this.#text.length <= LARGEST_RECORD) return;
      this.#open[first] = HOLDER;
    }
  }

  #objectIn(text: string): object {
    try {
      return JSON.parse(text) as object;
    } catch {
      throw this.#notJson();
    }
  }

  #notJson(): BadHistory {
    return new BadHistory(`${this.#name} is damaged, or no JSON at all: download it again.`);
  }
}
