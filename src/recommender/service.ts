import { setTimeout as delay } from 'node:timers/promises';
import { LibraryAnalysis } from '../analysis/library-analysis.ts';
import type { Clock } from '../clock.ts';
import type { ListenerId } from '../domain.ts';
import type { Logger } from '../log.ts';
import { countReadings } from '../storage/artist-readings.ts';
import type { Storage } from '../storage/storage.ts';
import { ArtistReader } from './artist-reader.ts';
import { knownListeners, readAffinities } from './affinity-rows.ts';
import { Breather } from './breather.ts';
import { ElsewhereArtists, listenersElsewhere } from './elsewhere-artists.ts';
import { isPickable, TrackRecords } from './catalogue.ts';
import { Knowledge } from './knowledge.ts';
import { LabelLearner } from './label-learner.ts';
import { LibrarySound } from './library-sound.ts';
import type { LibraryChange, RecommenderNotice } from './protocol.ts';
import type { ReadArtists } from './read-artists.ts';
import { Saver } from './saver.ts';
import { type Scene, sceneOf } from './scene.ts';
import { SceneAnswers } from './scene-answers.ts';
import { Serial } from './serial.ts';
import type { ServiceParts } from './service-parts.ts';
import type { SnapshotFolder } from './snapshot-folder.ts';
import { SoundMap } from './sound-map.ts';
import { modelVersion } from './trained-taste.ts';
import { Trainer } from './trainer.ts';

/** A pick waits no longer than this for the database to tell what was just learnt: music first. */
const PATIENCE_MS = 400;
const CONSIDER_EVERY_MS = 60_000;
/** A database that failed while everybody's history was read is asked again after this time. */
const READ_AGAIN_MS = 60_000;

/** What lives in the recommender's process: knowledge kept current, trained, saved, and asked. */
export class RecommenderService {
  readonly answers: SceneAnswers;
  readonly #storage: Storage;
  readonly #folder: SnapshotFolder;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #notify: (notice: RecommenderNotice) => void;
  readonly #knowledge: Knowledge;
  readonly #trainer: Trainer;
  readonly #elsewhere: ElsewhereArtists;
  readonly #artists: ArtistReader;
  readonly #labels: LabelLearner | null;
  readonly #analysis: LibraryAnalysis;
  /** How tracks sound, also those that are never picked. */
  readonly #sound: LibrarySound;
  readonly #map: SoundMap | null;
  /** Everything that changes what is known of listeners, in the order it was asked for. */
  readonly #learning = new Serial();
  readonly #saver: Saver;
  /** Listeners whose history could not be read when it should have been. */
  readonly #unread = new Set<ListenerId>();
  readonly #records = new TrackRecords();
  /** Whether everybody's history was read; training before that would be for nothing. */
  #complete = false;
  /** Whether the snapshot that was opened knows more than was read so far. */
  #behindSnapshot = false;
  #closed = false;
  #cancelConsider: () => void = () => {};
  #cancelReading: () => void = () => {};

  constructor(parts: ServiceParts) {
    this.#storage = parts.storage;
    this.#folder = parts.folder;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#notify = parts.notify;
    this.#knowledge = new Knowledge(parts.halfLifeMs);
    this.#elsewhere = new ElsewhereArtists(parts.storage);
    this.#saver = new Saver(() => parts.folder.write({ knowledge: this.#knowledge, catalogue: this.#records.catalogue }), parts.clock, parts.log);
    const { networkVersion = null } = parts;
    const sound = new LibrarySound(networkVersion);
    this.#sound = sound;
    this.#trainer = new Trainer({
      knowledge: this.#knowledge,
      records: this.#records,
      sound,
      clock: parts.clock,
      log: parts.log,
      onTrained: () => this.#changed(),
      onProgress: () => this.#tell(),
      mayTrain: () => this.#complete && !this.#closed,
      train: parts.train,
    });
    this.#artists = new ArtistReader({
      knowledge: this.#knowledge,
      catalogue: () => this.#records.catalogue,
      countReadings: () => countReadings(parts.storage),
      read: parts.read,
      clock: parts.clock,
      log: parts.log,
      onRead: (read) => this.#artistsRead(read),
    });
    this.#map = parts.drawMap ? new SoundMap({ sound, ids: () => this.#records.catalogue.ids, draw: parts.drawMap, clock: parts.clock, log: parts.log }) : null;
    this.#labels = parts.labels
      ? new LabelLearner({ knowledge: this.#knowledge, sounds: () => this.#scene().sounds, heard: () => sound.size, learn: parts.labels, clock: parts.clock, log: parts.log })
      : null;
    this.#analysis = new LibraryAnalysis({
      storage: parts.storage,
      threads: parts.threads ?? [],
      networkVersion,
      clock: parts.clock,
      log: parts.log,
      onSound: (id, heard) => {
        sound.set(id, heard);
        this.#trainer.changed();
        this.#labels?.changed();
        this.#map?.changed();
      },
      onProgress: () => this.#tell(),
    });
    this.answers = new SceneAnswers({
      scene: () => this.#scene(),
      storage: parts.storage,
      map: this.#map,
      caughtUp: (listeners) => this.#caughtUp(listeners),
      prefer: (tracks) => this.#analysis.prefer(tracks),
    });
  }

  /** Takes up what the last snapshot was trained; everybody's history is read from the database meanwhile. */
  async open(): Promise<void> {
    const trained = await this.#folder.readTrained();
    this.#behindSnapshot = trained !== null;
    this.#knowledge.useTrained(trained);
    this.#knowledge.useRead(await this.#folder.readArtists());
    this.#considerLater();
    void this.#readEverybody();
  }

  changeLibrary({ put, remove }: LibraryChange): void {
    for (const record of put) {
      if (isPickable(record)) this.#records.put(record);
      else this.#records.remove(record.id);
    }
    for (const id of remove) {
      this.#records.remove(id);
      this.#sound.remove(id);
    }
    this.#analysis.put(put);
    this.#analysis.remove(remove);
    this.#artists.changed();
    this.#labels?.changed();
    this.#map?.changed();
    this.#trainer.changed();
    this.#changed();
  }

  /** Something new was read about artists. */
  readingsChanged(): void {
    this.#artists.changed();
  }

  /** Reads the listener's history anew; the next pick follows it. */
  async learn(id: ListenerId): Promise<void> {
    await this.#learning.run(() => this.#read(id));
    this.#trainer.changed();
    this.#changed();
  }

  forget(id: ListenerId): Promise<void> {
    return this.#learning.run(async () => {
      this.#unread.delete(id);
      this.#knowledge.forget(id);
      this.#elsewhere.forget(id);
      const forgotten = this.#trainer.startOver();
      // From here on this is the only snapshot.
      this.#behindSnapshot = false;
      await this.#folder.writeOnly({ knowledge: this.#knowledge, catalogue: this.#records.catalogue });
      await forgotten;
      this.#changed();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelConsider();
    this.#cancelReading();
    await this.#analysis.close();
    await this.#artists.stop();
    await this.#labels?.stop();
    await this.#map?.stop();
    await this.#trainer.stop();
    await this.#learning.idle();
    await this.#saver.flush();
    // A save that the clock began may still be on its way to the disk.
    await this.#folder.idle();
    await this.#storage.close();
  }

  async #readEverybody(): Promise<void> {
    // A database in a file answers without ever letting anything else have its turn.
    const breather = new Breather();
    try {
      for (const id of new Set([...(await knownListeners(this.#storage)), ...(await listenersElsewhere(this.#storage))])) {
        if (!this.#knowledge.has(id)) await this.#learning.run(() => this.#read(id));
        await breather.breathe();
        if (this.#closed) return;
      }
    } catch (error) {
      if (this.#closed) return;
      this.#log.error({ err: error }, 'What listeners heard could not all be read; what was learnt before is used until it can.');
      this.#cancelReading = this.#clock.after(READ_AGAIN_MS, () => void this.#readEverybody());
      return;
    }
    if (this.#closed) return;
    this.#complete = true;
    this.#behindSnapshot = false;
    this.#trainer.changed();
    this.#changed();
  }

  async #read(id: ListenerId): Promise<void> {
    this.#unread.add(id);
    const affinities = await readAffinities(this.#storage, id);
    const elsewhere = await this.#elsewhere.of(id);
    this.#unread.delete(id);
    this.#knowledge.learn(id, affinities, elsewhere);
  }

  async #caughtUp(listeners: readonly ListenerId[]): Promise<void> {
    for (const id of listeners) {
      if (!this.#knowledge.has(id) || this.#unread.has(id)) void this.learn(id).catch((error: unknown) => this.#log.warn({ err: error }, 'A history could not be read.'));
    }
    const patience = new AbortController();
    await Promise.race([this.#learning.idle(), delay(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => {})]);
    patience.abort();
  }

  #scene(): Scene {
    return sceneOf(this.#knowledge, this.#records.catalogue, this.#clock.now(), this.#sound);
  }

  #changed(): void {
    this.#tell();
    // What was saved with everybody's history is not replaced by what lacks most of it.
    if (!this.#behindSnapshot) this.#saver.changed();
  }

  #tell(): void {
    const { trained, listeners } = this.#knowledge;
    this.#notify({
      modelVersion: modelVersion(this.#knowledge),
      listeners,
      tracks: this.#records.size,
      artists: this.#knowledge.read?.model.artists.length ?? 0,
      trainedAt: trained?.trainedAt ?? null,
      training: this.#trainer.progress,
      analysis: this.#analysis.progress,
    });
  }

  #artistsRead(read: ReadArtists): void {
    this.#folder.writeArtists(read).catch((error: unknown) => this.#log.error({ err: error }, 'What was read about artists could not be saved.'));
    this.#trainer.changed();
    this.#tell();
  }

  #considerLater(): void {
    this.#cancelConsider = this.#clock.after(CONSIDER_EVERY_MS, () => {
      this.#trainer.consider();
      this.#artists.consider();
      this.#labels?.consider();
      this.#map?.consider();
      this.#considerLater();
    });
  }
}
