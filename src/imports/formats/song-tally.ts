import type { ImportedSong } from '../../domain.ts';
import { songKey } from '../../listening/song-key.ts';
import { BadHistory } from './bad-history.ts';
import { checkedPlay, type ImportedPlay, type ImportService } from './play.ts';

/** More songs than anybody hears; so many fit into memory. */
const MOST_SONGS = 100_000;
/** Songs a page, so that nobody who is handed one is held up. */
const PAGE = 200;

export interface SongPage {
  readonly service: ImportService;
  readonly songs: readonly ImportedSong[];
}

type Counted = { -readonly [K in keyof ImportedSong]: ImportedSong[K] };

/** Counts plays by song. */
export class SongTally {
  readonly #now: number;
  readonly #most: number;
  readonly #services = new Map<ImportService, Map<string, Counted>>();
  #songs = 0;
  #plays = 0;

  /** @param now nobody has heard anything after it, epoch ms */
  constructor(now: number, most = MOST_SONGS) {
    this.#now = now;
    this.#most = most;
  }

  get plays(): number {
    return this.#plays;
  }

  /** @throws BadHistory when there are too many songs */
  add(told: ImportedPlay): void {
    const play = checkedPlay(told, this.#now);
    if (play === 'aside') return;
    const song = this.#songOf(play);
    this.#plays++;
    song.plays++;
    song.heardMs += play.heardMs;
    song.album ??= play.album;
    if (play.ending === 'completed') song.completions++;
    if (play.ending === 'skipped' || play.ending === 'skipped-early') song.skips++;
    if (play.ending === 'skipped-early') song.earlySkips++;
    song.firstAt = Math.min(song.firstAt, play.at);
    song.lastAt = Math.max(song.lastAt, play.at);
  }

  /** The songs of each service, some at a time, in the order in which they were first told of. */
  *pages(): Generator<SongPage, void> {
    for (const [service, counted] of this.#services) {
      const songs = [...counted.values()];
      for (let at = 0; at < songs.length; at += PAGE) yield { service, songs: songs.slice(at, at + PAGE) };
    }
  }

  #songOf({ service, artist, title, album, at }: ImportedPlay): Counted {
    const songs = this.#services.get(service) ?? new Map<string, Counted>();
    this.#services.set(service, songs);
    const key = songKey({ artist, title });
    const known = songs.get(key);
    if (known) return known;
    if (++this.#songs > this.#most) throw new BadHistory(`That history tells of more than ${this.#most} songs, which is more than Segue takes in.`);
    const song = { artist, title, album, plays: 0, completions: 0, skips: 0, earlySkips: 0, heardMs: 0, firstAt: at, lastAt: at };
    songs.set(key, song);
    return song;
  }
}
