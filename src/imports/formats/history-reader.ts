import { MOST_FILE_BYTES } from '../../given-file.ts';
import { BadHistory, fileName, unknownHistory } from './bad-history.ts';
import { CsvPlays } from './csv-plays.ts';
import { CsvRows } from './csv-rows.ts';
import { playOfRecord } from './json-plays.ts';
import { JsonRecords } from './json-records.ts';
import type { ReadRecord } from './play.ts';
import type { SongTally } from './song-tally.ts';
import { unzip, zipEntries } from './zip-entries.ts';

/** What a file may come to when it is unpacked: a history of two decades is a third of it. */
const MOST_UNPACKED = 512 * 1024 * 1024;

/** Of files in an archive: everything else is covers, letters and the like. */
const READABLE = /\.(?:json|jsonl|csv)$/i;
const THE_FILE = 'The file';
const ZIP_BEGINS = [0x50, 0x4b];

export interface ReaderLimits {
  readonly bytes: number;
  readonly unpacked: number;
}

/**
 * Reads a history, as it was downloaded, into a tally: the zip of Spotify’s extended streaming history or of ListenBrainz, one of
 * their files, or scrobbles of Last.fm as JSON or CSV. A zip is kept until it is there, packed; everything else is read as it comes.
 */
export class HistoryReader {
  readonly #tally: SongTally;
  readonly #limits: ReaderLimits;
  readonly #parts: Uint8Array[] = [];
  #bytes = 0;
  #unpacked = 0;
  #plain: TextReader | null = null;
  #known = false;

  constructor(tally: SongTally, limits: ReaderLimits = { bytes: MOST_FILE_BYTES, unpacked: MOST_UNPACKED }) {
    this.#tally = tally;
    this.#limits = limits;
  }

  /** @throws BadHistory when it cannot be read or is too large */
  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > this.#limits.bytes) throw tooLarge(this.#limits.bytes);
    if (this.#plain) return this.#plain.push(bytes);
    this.#parts.push(bytes);
    if (this.#bytes < ZIP_BEGINS.length || this.#isZip()) return;
    this.#plain = this.#textReader(THE_FILE);
    for (const part of this.#parts.splice(0)) this.#plain.push(part);
  }

  /** @throws BadHistory when it cannot be read to its end, or tells of no music */
  end(): void {
    if (this.#plain) this.#plain.end();
    else if (this.#isZip()) this.#readZip(Buffer.concat(this.#parts.splice(0)));
    if (this.#tally.plays > 0) return;
    if (this.#known) throw new BadHistory('The file tells of no song that was heard for long enough: nothing is taken in.');
    throw unknownHistory(THE_FILE);
  }

  #isZip(): boolean {
    const begin = Buffer.concat(this.#parts.slice(0, ZIP_BEGINS.length)).subarray(0, ZIP_BEGINS.length);
    return begin.equals(Buffer.from(ZIP_BEGINS));
  }

  #readZip(zip: Uint8Array): void {
    for (const entry of zipEntries(zip)) {
      if (!READABLE.test(entry.name)) continue;
      const reader = this.#textReader(`“${fileName(entry.name)}” in the zip`);
      unzip(zip, entry, (piece) => {
        this.#unpacked += piece.length;
        if (this.#unpacked > this.#limits.unpacked) throw tooLarge(this.#limits.unpacked);
        reader.push(piece);
      });
      reader.end();
    }
  }

  #textReader(name: string): TextReader {
    return new TextReader(name, (read) => {
      if (read === null) return false;
      this.#known = true;
      if (read !== 'aside') this.#tally.add(read);
      return true;
    });
  }
}

/** Reads one text, by what it begins with. */
class TextReader {
  readonly #name: string;
  readonly #take: (read: ReadRecord) => boolean;
  readonly #decoder = new TextDecoder();
  #records: JsonRecords | CsvRows | null = null;

  constructor(name: string, take: (read: ReadRecord) => boolean) {
    this.#name = name;
    this.#take = take;
  }

  push(bytes: Uint8Array): void {
    this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): void {
    this.#read(this.#decoder.decode());
    this.#records?.end();
  }

  #read(text: string): void {
    if (this.#records === null) {
      const begin = text.trimStart();
      if (begin === '') return;
      this.#records = begin.startsWith('{') || begin.startsWith('[') ? new JsonRecords((record) => this.#take(playOfRecord(record)), this.#name) : this.#rows();
    }
    this.#records.push(text);
  }

  #rows(): CsvRows {
    const plays = new CsvPlays();
    return new CsvRows((row) => void this.#take(plays.playOf(row)), this.#name);
  }
}

function tooLarge(bytes: number): BadHistory {
  return new BadHistory(`The file comes to more than the ${Math.round(bytes / 1024 / 1024)} MB that Segue takes in.`);
}
