import type { Clock } from '../clock.ts';
import type { ListenerId, Pick, Track, TrackId } from '../domain.ts';
import type { CountedTag } from '../library/track-tags.ts';
import type { Answers } from './answers.ts';
import { catalogueOf, recordOf } from './catalogue.ts';
import { type Choice, choose, explain } from './choose.ts';
import { composeList } from './compose-list.ts';
import { Knowledge } from './knowledge.ts';
import { bestTracksOf, onboardingArtists } from './onboarding.ts';
import { picksOf } from './picks.ts';
import type { LabelledTrack, ListRequest, PickRequest, SimilarArtistHere, SimilarTrack, TasteNumbers, WordsAbout } from './recommender.ts';
import { type Scene, sceneOf } from './scene.ts';
import { similarSounding, similarTo } from './similar.ts';
import type { Snapshot } from './snapshot.ts';
import type { SnapshotFolder } from './snapshot-folder.ts';
import { tasteMatch } from './taste-match.ts';
import { tasteNumbers } from './taste-numbers.ts';
import { modelVersion } from './trained-taste.ts';
import { artistsLike, labelledTracks, tagsOfLibrary } from './words.ts';
import { wordsAbout } from './words-about.ts';

/** Answers in the main process while the recommender's is away: from the last snapshot, or from tags alone. */
export class SnapshotAnswers implements Answers {
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
    return this.#chosen(choose, request);
  }

  async list(request: ListRequest): Promise<readonly Pick[]> {
    return this.#chosen(composeList, request);
  }

  async explain(trackId: TrackId, listeners: readonly ListenerId[]): Promise<Pick['scores']> {
    return explain((await this.#scene()).scene, trackId, listeners);
  }

  async similar(trackId: TrackId, count: number): Promise<readonly SimilarTrack[]> {
    const { scene, isPlayable } = await this.#scene();
    return similarTo(scene, trackId, count, isPlayable);
  }

  async similarSounding(trackId: TrackId, count: number): Promise<readonly SimilarTrack[] | null> {
    const { scene, isPlayable } = await this.#scene();
    return similarSounding(scene, trackId, count, isPlayable);
  }

  async similarArtists(artist: string, count: number): Promise<readonly SimilarArtistHere[]> {
    const { scene, isPlayable } = await this.#scene();
    return artistsLike(scene, artist, count, isPlayable);
  }

  async labelled(label: string, count: number): Promise<readonly LabelledTrack[]> {
    const { scene, isPlayable } = await this.#scene();
    return labelledTracks(scene, label, count, isPlayable);
  }

  async onboardingArtists(count: number): Promise<readonly TrackId[]> {
    const { scene, isPlayable } = await this.#scene();
    return onboardingArtists(scene, count, isPlayable);
  }

  async bestTracksOf(artist: string, count: number): Promise<readonly TrackId[]> {
    const { scene, isPlayable } = await this.#scene();
    return bestTracksOf(scene, artist, count, isPlayable);
  }

  /** Who said what lies in the database. */
  async wordsAbout(artist: string): Promise<WordsAbout> {
    return wordsAbout((await this.#scene()).scene, artist, []);
  }

  async libraryTags(count: number): Promise<readonly CountedTag[]> {
    return tagsOfLibrary((await this.#scene()).scene, count);
  }

  /** How tracks sound is known to the process alone. */
  async analysisOf(): Promise<null> {
    return null;
  }

  async soundMap(): Promise<null> {
    return null;
  }

  async tasteMatch(a: ListenerId, b: ListenerId): Promise<number | null> {
    return tasteMatch((await this.#scene()).scene, [a, b]);
  }

  async tasteOf(id: ListenerId): Promise<TasteNumbers | null> {
    return tasteNumbers((await this.#current()).knowledge, id, this.#clock.now());
  }

  /** What was heard when lies in the database. */
  async tasteProfile(): Promise<undefined> {
    return undefined;
  }

  async placeStats(): Promise<undefined> {
    return undefined;
  }

  async pickRecord(): Promise<undefined> {
    return undefined;
  }

  /** Lets go of what is in memory: there is something newer, or something that must not be kept. */
  reset(): void {
    this.#snapshot = null;
  }

  async #chosen<Request extends PickRequest | ListRequest>(from: (scene: Scene, request: Request) => readonly Choice[], request: Request): Promise<readonly Pick[]> {
    const { scene, isPlayable } = await this.#scene();
    const gone = scene.catalogue.ids.filter((id) => !isPlayable(id));
    return picksOf(from(scene, { ...request, exclude: [...request.exclude, ...gone] }), modelVersion(scene.knowledge), scene.now);
  }

  async #scene(): Promise<{ readonly scene: Scene; readonly isPlayable: (id: TrackId) => boolean }> {
    const { knowledge, catalogue } = await this.#current();
    const playable = new Set(this.#listLibrary().map((track) => track.id));
    return { scene: sceneOf(knowledge, catalogue, this.#clock.now()), isPlayable: (id) => playable.has(id) };
  }

  #current(): Promise<Snapshot> {
    return (this.#snapshot ??= this.#load());
  }

  async #load(): Promise<Snapshot> {
    const snapshot = await this.#folder.read();
    const knowledge = snapshot?.knowledge ?? new Knowledge();
    knowledge.useRead(await this.#folder.readArtists());
    const library = this.#listLibrary();
    if (snapshot && library.every((track) => snapshot.catalogue.indexOf.has(track.id))) return snapshot;
    return { knowledge, catalogue: catalogueOf(library.map(recordOf)) };
  }
}
