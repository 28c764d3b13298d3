import type { Clock } from '../clock.ts';
import type { ListenerId, Pick, Track, TrackId } from '../domain.ts';
import { catalogueOf, recordOf } from './catalogue.ts';
import { type Choice, choose, explain } from './choose.ts';
import { Knowledge } from './knowledge.ts';
import { picksOf } from './picks.ts';
import type { PickRequest, SimilarTrack, TasteNumbers } from './recommender.ts';
import { sceneOf } from './scene.ts';
import { similarTo } from './similar.ts';
import type { Snapshot } from './snapshot.ts';
import type { SnapshotFolder } from './snapshot-folder.ts';
import { tasteNumbers } from './taste-numbers.ts';
import { modelVersion } from './trained-taste.ts';

/** Answers in the main process while the recommender's is away: from the last snapshot, or from tags alone. */
export class SnapshotAnswers {
  readonly #folder: SnapshotFolder;
  readonly #listLibrary: () => readonly Track[];
  readonly #clock: Clock;
  #snapshot: Promise<Snapshot> | null = null;

  constructor(parts: { folder: SnapshotFolder; listLibrary: () => readonly Track[]; clock: Clock }) {
    this.#folder = parts.folder;
    this.#listLibrary = parts.listLibrary;
    this.#clock = parts.clock;
  }

  async pick(request: PickRequest): Promise<readonly Pick[]> {
    const snapshot = await this.#current();
    const playable = new Set(this.#listLibrary().map((track) => track.id));
    const gone = snapshot.catalogue.ids.filter((id) => !playable.has(id));
    const now = this.#clock.now();
    const choices: readonly Choice[] = choose(sceneOf(snapshot.knowledge, snapshot.catalogue, now), {
      ...request,
      exclude: [...request.exclude, ...gone],
    });
    return picksOf(choices, modelVersion(snapshot.knowledge.trained), now);
  }

  async explain(trackId: TrackId, listeners: readonly ListenerId[]): Promise<Pick['scores']> {
    const { knowledge, catalogue } = await this.#current();
    return explain(sceneOf(knowledge, catalogue, this.#clock.now()), trackId, listeners);
  }

  async similar(trackId: TrackId, count: number): Promise<readonly SimilarTrack[]> {
    const { knowledge, catalogue } = await this.#current();
    const playable = new Set(this.#listLibrary().map((track) => track.id));
    return similarTo(sceneOf(knowledge, catalogue, this.#clock.now()), trackId, count, (id) => playable.has(id));
  }

  async tasteOf(id: ListenerId): Promise<TasteNumbers | null> {
    return tasteNumbers((await this.#current()).knowledge, id, this.#clock.now());
  }

  /** Lets go of what is in memory: there is something newer, or something that must not be kept. */
  reset(): void {
    this.#snapshot = null;
  }

  #current(): Promise<Snapshot> {
    return (this.#snapshot ??= this.#load());
  }

  async #load(): Promise<Snapshot> {
    const snapshot = await this.#folder.read();
    const library = this.#listLibrary();
    if (snapshot && library.every((track) => snapshot.catalogue.indexOf.has(track.id))) return snapshot;
    return { knowledge: snapshot?.knowledge ?? new Knowledge(), catalogue: catalogueOf(library.map(recordOf)) };
  }
}
