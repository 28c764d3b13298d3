import type { AnalysisProgress } from '../analysis/progress.ts';
import type { TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import type { GroupMode } from '../../models/group/group-worth.ts';
import type { SimilarityEvidence } from '../../models/language/artist-language.ts';
import type { Adventure, ListenerId, Pick, PlaceId, SessionId, TrackId } from '../domain.ts';
import type { Vibe } from '../vibe.ts';
import type { CountedTag } from '../library/track-tags.ts';
import type { PickRecord } from './pick-record.ts';
import type { PlaceStats } from './place-stats.ts';
import type { TasteProfile } from './taste-profile.ts';

/**
 * The recommender, as the rest of the house sees it. It answers from its child process; when that is
 * dead or slow, from the last snapshot in this process. It never throws for being unwell.
 */
export interface Recommender {
  /** Chooses the next tracks for the members present. Fewer than `count` when the library has no more. */
  pick(request: PickRequest): Promise<readonly Pick[]>;
  /** A list to be listened through, chosen and ordered for these listeners; shorter than `count` when there is no more. */
  list(request: ListRequest): Promise<readonly Pick[]>;
  /** What each signal says about one track for the given listeners (same shape as a pick's scores). */
  explain(trackId: TrackId, listeners: readonly ListenerId[]): Promise<Pick['scores']>;
  /** Tracks of the library most like this one, best first, of one artist two at most; none like a track it does not know. */
  similar(trackId: TrackId, count: number): Promise<readonly SimilarTrack[]>;
  /** Tracks that sound most like this one, best first, by sound alone; null when it was not heard yet, and then it is heard next. */
  similarSounding(trackId: TrackId, count: number): Promise<readonly SimilarTrack[] | null>;
  /** What a track sounds like; null when it was not heard yet, or nobody can tell now. What was not heard is heard next. */
  analysisOf(track: HeardTrack): Promise<TrackAnalysis | null>;
  /** Artists of the library most like one, which need not be in it, by what is written about them; best first. */
  similarArtists(artist: string, count: number): Promise<readonly SimilarArtistHere[]>;
  /** Tracks that a label fits, best first, of one artist two at most. */
  labelled(label: string, count: number): Promise<readonly LabelledTrack[]>;
  /** One track each of artists that somebody may choose from of whom nothing is known: well known here, and as different as can be. */
  onboardingArtists(count: number): Promise<readonly TrackId[]>;
  /** An artist's best-received tracks; none for an artist whom the library has not. */
  bestTracksOf(artist: string, count: number): Promise<readonly TrackId[]>;
  /** What an artist is said to be, and by whom. */
  wordsAbout(artist: string): Promise<WordsAbout>;
  /** Artists that are not in the library and are read about, or called similar to those who are. */
  artistsElsewhere(): Promise<readonly string[]>;
  /** The tags of the library, those of most tracks first. */
  libraryTags(count: number): Promise<readonly CountedTag[]>;
  /** How alike two listeners' tastes are, 0 to 1, ½ being what strangers have; null when too little is known of either. Whether they agreed to it is the asker's to look after. */
  tasteMatch(a: ListenerId, b: ListenerId): Promise<number | null>;
  /** The listener's own taste as the model calculates it, for their export; null when it knows nothing of them. */
  tasteOf(listenerId: ListenerId): Promise<TasteNumbers | null>;
  /** What the listener's log says of their taste, for themselves; null when they have heard nothing. `undefined` when nobody can tell now. */
  tasteProfile(listenerId: ListenerId): Promise<TasteProfile | null | undefined>;
  /** How the picks of a place fare, week by week; null when nothing was played there lately. `undefined` when nobody can tell now. */
  placeStats(placeId: PlaceId): Promise<PlaceStats | null | undefined>;
  /** What became of a listener's earlier picks that suited them as well as one does, for themselves. `undefined` when nobody can tell now. */
  pickRecord(listenerId: ListenerId, relevance: number): Promise<PickRecord | undefined>;
  /** The listener's listens or feedback have changed: re-solve them. Returns at once. */
  learn(listenerId: ListenerId): void;
  /**
   * Forgets everything about a listener, in memory and in every snapshot on disk. Their rows must be gone
   * from the database before, as the process reads it anew when it is replaced.
   */
  forget(listenerId: ListenerId): Promise<void>;
  /** The library has changed. Returns at once. */
  libraryChanged(): void;
  /** Something new was read about artists. Returns at once. */
  readingsChanged(): void;
  /** The library on a map on which neighbours sound alike; null as long as there is none. */
  soundMap(): Promise<SoundMapPicture | null>;
  /** Called when the analysis of the library has got on, at most once a second. */
  onAnalysis(listener: () => void): () => void;
  status(): RecommenderStatus;
  close(): Promise<void>;
}

export interface PickRequest {
  readonly sessionId: SessionId;
  /** The consenting, un-deafened members present, with how well each was served so far in this session. */
  readonly listeners: readonly PickListener[];
  /** Not to be picked: played, queued or planned in this session, or vetoed. */
  readonly exclude: readonly TrackId[];
  /** Tracks that will have been heard just before, oldest first: for artist spacing and flow. */
  readonly before: readonly TrackId[];
  /** What is picked is to fit it, as far as there is anything that does. */
  readonly vibe?: Vibe;
  /** How the wishes of several become one; fairly when left out. */
  readonly groupMode?: GroupMode;
  readonly count: number;
  /**
   * Which of the session's slots the first pick is for, from 0: of every ten slots exactly one explores.
   * Without it each slot explores by chance.
   */
  readonly slot?: number;
  /** Seeds exploration and ties. */
  readonly seed: number;
}

/** Somebody a pick is for. */
export interface PickListener {
  readonly id: ListenerId;
  readonly satisfaction: number;
  /** `balanced` when left out. */
  readonly adventure?: Adventure;
  /** Never picked while they are among those it is for. */
  readonly blocked?: { readonly artists: readonly string[]; readonly tracks: readonly TrackId[] };
}

export interface ListRequest {
  readonly listeners: readonly PickListener[];
  readonly exclude: readonly TrackId[];
  readonly count: number;
  /** Only what none of them has ever heard. */
  readonly unheard: boolean;
  /** At most so many tracks of one artist. */
  readonly perArtist: number;
  /** How far from what they know; each listener's own setting when left out. */
  readonly adventure?: Adventure;
  readonly vibe?: Vibe;
  readonly groupMode?: GroupMode;
  readonly seed: number;
}

export interface SoundMapPicture {
  readonly ids: readonly TrackId[];
  /** x and y by track, −1 to 1 */
  readonly places: Float32Array;
  /** How many tracks that may be picked are not on it. */
  readonly unheard: number;
}

export interface SimilarTrack {
  readonly trackId: TrackId;
  /** 0 … 1: how alike they are by what is known of both. */
  readonly score: number;
  /** Whether several listeners like both; how many, and who, is nobody's business. */
  readonly together: boolean;
  /** What is written about both artists; null when nothing is, or they are the same. */
  readonly artists: SimilarityEvidence | null;
  /** What can be heard that both have, in phrases, where sound speaks for it. */
  readonly sound: readonly string[];
}

/** A track by what its analysis is found by. */
export interface HeardTrack {
  readonly id: TrackId;
  /** Of its file. */
  readonly path: string;
}

/** An artist of the library. */
export interface SimilarArtistHere {
  /** One of theirs, the best received. */
  readonly trackId: TrackId;
  /** How many there are. */
  readonly tracks: number;
  /** 0 … 1 */
  readonly score: number;
  readonly evidence: SimilarityEvidence;
}

export interface LabelledTrack {
  readonly trackId: TrackId;
  /** 0 … 1 */
  readonly score: number;
  /** Whose word it is: that of its file, of what is written about its artist, of what its other tags are kin to, or what is heard. */
  readonly says: 'file' | 'artist' | 'kin' | 'heard';
  /** What it is called where only that, broader than the label, speaks for it. */
  readonly broader: string | null;
}

export interface WordsAbout {
  /** The most telling first. */
  readonly tags: readonly { readonly tag: string; readonly sources: readonly string[] }[];
  readonly sources: readonly ReadSource[];
}

/** Where something was read, with the attribution that its source asks for. */
export interface ReadSource {
  readonly source: string;
  readonly title: string;
  readonly url: string;
  readonly credit: string | null;
}

/** How far a training is. */
export interface TrainingProgress {
  /** 0 … 1, an estimate. */
  readonly share: number;
  /** The ways to learn are chosen, or trained on everything. */
  readonly doing: 'choosing' | 'training';
}

/** A listener's place in the model: means something only beside the tracks' places in the same one. */
export interface TasteNumbers {
  readonly modelVersion: string;
  /** Empty when it has none for listeners. */
  readonly numbers: readonly number[];
  /** What the signals weigh for them; left out where that is what they weigh for everybody. */
  readonly weights?: Readonly<Record<string, number>>;
}

export interface RecommenderStatus {
  /** `process`: answered by the child; `snapshot`: the child is away and the last snapshot answers. */
  readonly from: 'process' | 'snapshot';
  readonly modelVersion: string;
  readonly listeners: number;
  readonly tracks: number;
  /** That words are known of: of the library, and others that sources name. */
  readonly artists: number;
  readonly trainedAt: number | null;
  /** null when nothing is being trained. */
  readonly training: TrainingProgress | null;
  /** How far the analysis of how tracks sound is. */
  readonly analysis: AnalysisProgress;
  readonly restarts: number;
}
