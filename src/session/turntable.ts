import type { ListenerId, PlayId, Track } from '../domain.ts';
import type { Library } from '../library/library.ts';
import type { VoiceItem, VoicePlayer } from '../audio/voice.ts';
import { redacted } from './saved-session.ts';
import type { QueueEntry } from './session.ts';

/** A first measurement may take this long before the music starts without it. */
const LOUDNESS_DEADLINE_MS = 1_500;
/** Assumed for a track that could not be measured in time: loud, so that it never blasts. */
const ASSUMED_LUFS = -9;
/** More gain would lift the noise of a very quiet recording. */
const MAX_BOOST_DB = 18;

/** Turns queue entries into what the voice plays, and remembers which play belongs to which entry. */
export class Turntable {
  readonly #player: VoicePlayer;
  readonly #library: Library;
  readonly #newId: () => string;
  readonly #targetLufs: () => number;
  /** Handed to the voice, not begun yet. Only the last few can still begin. */
  readonly #handed = new Map<PlayId, QueueEntry>();
  #upNextEntry: string | null = null;
  #upNextTurn = 0;

  constructor(parts: { player: VoicePlayer; library: Library; newId: () => string; targetLufs: () => number }) {
    this.#player = parts.player;
    this.#library = parts.library;
    this.#newId = parts.newId;
    this.#targetLufs = parts.targetLufs;
  }

  /** Whether the play was handed over and has neither begun nor failed. */
  isHanded(playId: PlayId): boolean {
    return this.#handed.has(playId);
  }

  /** The entry of a play that was handed over, taken out when it begins or fails. */
  take(playId: PlayId): QueueEntry | undefined {
    const entry = this.#handed.get(playId);
    this.#handed.delete(playId);
    return entry;
  }

  /** What was handed over begins without the member's name. */
  forget(id: ListenerId): void {
    for (const [playId, entry] of this.#handed) this.#handed.set(playId, { ...entry, origin: redacted(entry.origin, (other) => other !== id) });
  }

  /** Plays an entry now, in place of whatever plays. */
  async play(entry: QueueEntry, playId: PlayId, startMs = 0): Promise<void> {
    this.#forgetUpNext();
    // What was handed over before can begin no more; a `started` of it that is still on its way is stale.
    this.#handed.clear();
    this.#handed.set(playId, entry);
    this.#player.play(await this.#item(entry, playId, startMs, false));
  }

  /** Readies what follows `current`; the same entry twice in a row is left as it is. */
  async ready(entry: QueueEntry | undefined, current: Track): Promise<void> {
    if (entry?.id === this.#upNextEntry) return;
    this.#forgetUpNext();
    if (!entry) return this.#player.upNext(null);
    this.#upNextEntry = entry.id;
    const turn = this.#upNextTurn;
    const playId = this.#newId();
    const item = await this.#item(entry, playId, 0, followsOnAlbum(current, entry.track));
    if (turn !== this.#upNextTurn) return;
    this.#hand(playId, entry);
    this.#player.upNext(item);
  }

  #forgetUpNext(): void {
    this.#upNextEntry = null;
    this.#upNextTurn++;
  }

  #hand(playId: PlayId, entry: QueueEntry): void {
    this.#handed.set(playId, entry);
    const oldest = this.#handed.keys().next();
    if (this.#handed.size > 8 && !oldest.done) this.#handed.delete(oldest.value);
  }

  async #item(entry: QueueEntry, playId: PlayId, startMs: number, gapless: boolean): Promise<VoiceItem> {
    const { track } = entry;
    const loudness = track.loudness ?? (await this.#library.loudness(track.id, LOUDNESS_DEADLINE_MS));
    const gainDb = Math.min(this.#targetLufs() - (loudness?.integratedLufs ?? ASSUMED_LUFS), MAX_BOOST_DB);
    return { playId, file: track.file, gainDb, startMs, gapless, label: `${track.artist} – ${track.title}` };
  }
}

/** Whether `next` comes right after `track` on the same album, as its artist meant it to be heard. */
export function followsOnAlbum(track: Track, next: Track): boolean {
  return (
    track.album !== null &&
    track.album === next.album &&
    track.artist === next.artist &&
    (track.discNumber ?? 1) === (next.discNumber ?? 1) &&
    track.trackNumber !== null &&
    next.trackNumber === track.trackNumber + 1
  );
}
