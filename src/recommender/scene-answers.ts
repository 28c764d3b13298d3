import type { TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import type { ListenerId, Pick, PlaceId, TrackId } from '../domain.ts';
import type { CountedTag } from '../library/track-tags.ts';
import { readingsAbout } from '../storage/artist-readings.ts';
import type { Storage } from '../storage/storage.ts';
import { analysisOf } from '../storage/track-analyses.ts';
import type { Answers } from './answers.ts';
import { choose, explain } from './choose.ts';
import { composeList } from './compose-list.ts';
import { bestTracksOf, onboardingArtists } from './onboarding.ts';
import { picksOf } from './picks.ts';
import type { HeardTrack, LabelledTrack, ListRequest, PickRequest, SimilarArtistHere, SimilarTrack, SoundMapPicture, TasteNumbers, WordsAbout } from './recommender.ts';
import type { Scene } from './scene.ts';
import { similarSounding, similarTo } from './similar.ts';
import type { SoundMap } from './sound-map.ts';
import { tasteMatch } from './taste-match.ts';
import { tasteNumbers } from './taste-numbers.ts';
import { modelVersion } from './trained-taste.ts';
import { Breather } from './breather.ts';
import { readHeardLog } from './heard-log.ts';
import { pickRecord, type PickRecord } from './pick-record.ts';
import { readPlaceLog } from './place-log.ts';
import { placeStats, type PlaceStats, statsSince } from './place-stats.ts';
import { tasteProfile, type TasteProfile } from './taste-profile.ts';
import { artistsLike, labelledTracks, namesElsewhere, tagsOfLibrary } from './words.ts';
import { wordsAbout } from './words-about.ts';

interface Parts {
  readonly scene: () => Scene;
  readonly storage: Storage;
  /** null where none is drawn. */
  readonly map: SoundMap | null;
  /** Resolves when what is asked of these listeners is known as of now, or music cannot wait for it. */
  readonly caughtUp: (listeners: readonly ListenerId[]) => Promise<void>;
  /** These tracks should be listened to next. */
  readonly prefer: (tracks: readonly TrackId[]) => void;
}

/** Answers from everything that is known now. */
export class SceneAnswers implements Answers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async pick(request: PickRequest): Promise<readonly Pick[]> {
    await this.#parts.caughtUp(request.listeners.map(({ id }) => id));
    const scene = this.#parts.scene();
    const picks = picksOf(choose(scene, request), modelVersion(scene.knowledge), scene.now);
    // What is heard soon is analysed first: then it is known when it is spoken of.
    this.#parts.prefer([...request.before, ...picks.map(({ trackId }) => trackId)]);
    return picks;
  }

  async list(request: ListRequest): Promise<readonly Pick[]> {
    await this.#parts.caughtUp(request.listeners.map(({ id }) => id));
    const scene = this.#parts.scene();
    return picksOf(composeList(scene, request), modelVersion(scene.knowledge), scene.now);
  }

  async explain(trackId: TrackId, listeners: readonly ListenerId[]): Promise<Pick['scores']> {
    await this.#parts.caughtUp(listeners);
    return explain(this.#parts.scene(), trackId, listeners);
  }

  async similar(trackId: TrackId, count: number): Promise<readonly SimilarTrack[]> {
    return similarTo(this.#parts.scene(), trackId, count);
  }

  async similarSounding(trackId: TrackId, count: number): Promise<readonly SimilarTrack[] | null> {
    const found = similarSounding(this.#parts.scene(), trackId, count);
    if (found === null) this.#parts.prefer([trackId]);
    return found;
  }

  async analysisOf({ id, path }: HeardTrack): Promise<TrackAnalysis | null> {
    const found = await analysisOf(this.#parts.storage, path);
    if (found === null) this.#parts.prefer([id]);
    return found;
  }

  async similarArtists(artist: string, count: number): Promise<readonly SimilarArtistHere[]> {
    return artistsLike(this.#parts.scene(), artist, count);
  }

  async labelled(label: string, count: number): Promise<readonly LabelledTrack[]> {
    return labelledTracks(this.#parts.scene(), label, count);
  }

  async onboardingArtists(count: number): Promise<readonly TrackId[]> {
    return onboardingArtists(this.#parts.scene(), count);
  }

  async bestTracksOf(artist: string, count: number): Promise<readonly TrackId[]> {
    return bestTracksOf(this.#parts.scene(), artist, count);
  }

  async wordsAbout(artist: string): Promise<WordsAbout> {
    return wordsAbout(this.#parts.scene(), artist, await readingsAbout(this.#parts.storage, artistKey(artist)));
  }

  async artistsElsewhere(): Promise<readonly string[]> {
    return namesElsewhere(this.#parts.scene());
  }

  async libraryTags(count: number): Promise<readonly CountedTag[]> {
    return tagsOfLibrary(this.#parts.scene(), count);
  }

  async soundMap(): Promise<SoundMapPicture | null> {
    return this.#parts.map?.picture() ?? null;
  }

  async tasteMatch(a: ListenerId, b: ListenerId): Promise<number | null> {
    await this.#parts.caughtUp([a, b]);
    return tasteMatch(this.#parts.scene(), [a, b]);
  }

  async tasteOf(id: ListenerId): Promise<TasteNumbers | null> {
    await this.#parts.caughtUp([id]);
    const { knowledge, now } = this.#parts.scene();
    return tasteNumbers(knowledge, id, now);
  }

  async tasteProfile(id: ListenerId): Promise<TasteProfile | null> {
    const log = await readHeardLog(this.#parts.storage, id, new Breather());
    return tasteProfile(this.#parts.scene(), log);
  }

  async pickRecord(id: ListenerId, relevance: number): Promise<PickRecord> {
    return pickRecord(this.#parts.storage, id, relevance);
  }

  async placeStats(id: PlaceId): Promise<PlaceStats | null> {
    const { now } = this.#parts.scene();
    return placeStats(await readPlaceLog(this.#parts.storage, id, statsSince(now), new Breather()), now);
  }
}
