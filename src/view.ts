import type { Question } from '../models/language/requests/frame.ts';
import type { FaultyFile } from './analysis/progress.ts';
import type { ImportedHistory, ListenerScore, ListId, PlaceSettings, Reaction, Signal, Track } from './domain.ts';
import type { LibraryStatus } from './library/library.ts';
import type { CountedTag } from './library/track-tags.ts';
import type { PrivacySummary } from './listening/listening.ts';
import type { Picture } from './picture.ts';
import type { ReadingStatus } from './reading/reading.ts';
import type { PlaceStats } from './recommender/place-stats.ts';
import type { ReadSource, RecommenderStatus } from './recommender/recommender.ts';
import type { TasteProfile } from './recommender/taste-profile.ts';
import type { SessionView } from './session/session.ts';
import type { DiscoveryList } from './weekly/weekly.ts';

/** Plain objects that a door renders. */
export type View =
  | { readonly kind: 'notice'; readonly tone: 'ok' | 'info' | 'error'; readonly text: string }
  | { readonly kind: 'now-playing'; readonly session: SessionView; readonly mine: Reaction | null }
  | { readonly kind: 'queue'; readonly session: SessionView }
  /** `position` counts from 1 in the queue; 0 when it plays at once. */
  | { readonly kind: 'queued'; readonly track: Track; readonly position: number }
  | { readonly kind: 'why'; readonly why: Why }
  /** What was asked for in words, in phrases, and when; null when nothing was. `note` is what else there is to say. */
  | { readonly kind: 'vibe'; readonly words: readonly string[] | null; readonly since: number | null; readonly note: string | null }
  /** Something to ask back: what is said with a press is read in place of the request. */
  | ({ readonly kind: 'question' } & Question)
  | SimilarView
  | AnalysisView
  | TasteView
  | StatsView
  | TagsView
  | ListView
  | ListTrackView
  /** The tags of the library, those of most tracks first. */
  | { readonly kind: 'cloud'; readonly tags: readonly CountedTag[] }
  /** What a label fits, best first. */
  | { readonly kind: 'labelled'; readonly label: string; readonly tracks: readonly ReasonedTrack[] }
  | LibraryView
  | { readonly kind: 'reading'; readonly reading: ReadingStatus }
  | ImportView
  | OnboardingView
  | { readonly kind: 'privacy'; readonly summary: PrivacySummary; readonly note: string | null }
  | { readonly kind: 'file'; readonly name: string; readonly type: string; readonly content: string; readonly text: string }
  | { readonly kind: 'settings'; readonly settings: PlaceSettings; readonly djNames: readonly string[] };

/** The music that is known, and how far reading, measuring and analysing it is. */
export interface LibraryView {
  readonly kind: 'library';
  readonly library: LibraryStatus;
  readonly recommender: Omit<RecommenderStatus, 'analysis'>;
  /** In sentences, with the first of the files that could not be analysed. */
  readonly analysis: { readonly sentences: readonly string[]; readonly faulty: readonly FaultyFile[] };
}

/** Artists of the library, by name, of whom a newcomer chooses up to three: `/start` with them as its options. */
export interface OnboardingView {
  readonly kind: 'onboarding';
  /** What was said before it, in sentences. */
  readonly note: string | null;
  readonly artists: readonly string[];
}

/** What the caller imported of what they heard elsewhere. */
export interface ImportView {
  readonly kind: 'import';
  /** What has just come of it, in sentences; null when nothing was asked for but this. */
  readonly note: string | null;
  /** Plays that were read so far of what is being read; null when nothing is. */
  readonly reading: number | null;
  readonly histories: readonly ImportedHistory[];
}

/** A track with what can be seen to speak for it, in phrases. */
export interface ReasonedTrack {
  readonly track: Track;
  readonly reasons: readonly string[];
}

/** Tracks like one, or artists like one, best first. */
export type SimilarView = { readonly kind: 'similar' } & (
  | { readonly track: Track; readonly like: readonly ReasonedTrack[] }
  | { readonly artist: string; readonly like: readonly { readonly artist: string; readonly tracks: number; readonly reasons: readonly string[] }[] }
);

/** What a track sounds like, and what sounds like it. */
export interface AnalysisView {
  readonly kind: 'analysis';
  readonly track: Track;
  /** In phrases under headings. */
  readonly facts: readonly { readonly name: string; readonly phrases: readonly string[] }[];
  readonly picture: Picture;
  /** The picture in a sentence, for whoever does not see it. */
  readonly alt: string;
  /** Best first. */
  readonly like: readonly ReasonedTrack[];
}

/** A picture, and what it shows in a sentence, for whoever does not see it. */
export interface Drawing {
  readonly picture: Picture;
  readonly alt: string;
}

/** Somebody's taste: in words, drawn, and in figures for a door that lets them look closer. */
export interface TasteView {
  readonly kind: 'taste';
  /** Whose it is, where others see it; null for the caller alone. */
  readonly name: string | null;
  /** In phrases under headings. */
  readonly facts: readonly { readonly name: string; readonly phrases: readonly string[] }[];
  /** Where they are on the map of sounds; null while there is none, or nothing of theirs is on it. */
  readonly map: Drawing | null;
  /** Their styles over the weeks; null while there are not two. */
  readonly weeks: Drawing | null;
  /** Of the tracks none where others see it. */
  readonly figures: Pick<TasteProfile, 'styles' | 'weeks' | 'heard'>;
}

/** How the picks of a place fare: in words, drawn by week, and in figures for a door that lets them look closer. */
export interface StatsView {
  readonly kind: 'stats';
  /** In phrases under headings. */
  readonly facts: readonly { readonly name: string; readonly phrases: readonly string[] }[];
  /** null where no week has figures. */
  readonly drawing: Drawing | null;
  readonly weeks: PlaceStats['weeks'];
  /** What the figures count, and how sure they are. */
  readonly note: string;
}

/** What is known to be said of an artist, and of a track of theirs, and by whom. */
export interface TagsView {
  readonly kind: 'tags';
  readonly artist: string;
  /** null for an artist. */
  readonly track: Track | null;
  /** `from` names sources: `file`, `wikipedia` … */
  readonly tags: readonly { readonly tag: string; readonly from: readonly string[] }[];
  readonly sources: readonly ReadSource[];
}

/** A list to discover music by. */
export interface ListView {
  readonly kind: 'list';
  readonly list: Pick<DiscoveryList, 'id' | 'kind' | 'listenerId'>;
  /** In phrases: what it is, how long, and what was asked for. */
  readonly title: string;
  readonly about: readonly string[];
  /** In the order in which they are to be heard. */
  readonly tracks: readonly ReasonedTrack[];
  readonly cover: Picture;
  /** The cover in a sentence, for whoever does not see it. */
  readonly alt: string;
  /** Whether the caller keeps it. */
  readonly kept: boolean;
}

/** A track of a list, to say what one thinks of it. */
export interface ListTrackView {
  readonly kind: 'list-track';
  readonly listId: ListId;
  readonly of: ReasonedTrack;
  readonly mine: Reaction | null;
}

/** The name in a {@link Why} of somebody who is not there any more. */
export const SOMEBODY_GONE = 'somebody who has left';

/** Why a track plays: in a sentence, and in figures of the caller's own taste. That of others is theirs. */
export interface Why {
  readonly track: Track;
  readonly sentence: string;
  /** Null when the caller's taste had no say. */
  readonly own: {
    readonly scores: ListenerScore;
    /** The caller's own tracks that speak for it. */
    readonly because: readonly Track[];
    /** By signal, what of the caller's own listening it goes by, in phrases. */
    readonly evidence: readonly { readonly signal: Signal; readonly phrases: readonly string[] }[];
    /** How sure a pick is, by what became of their earlier ones; null where nobody can tell, or it was asked for. */
    readonly sure: string | null;
  } | null;
  /** With which probability it was drawn, and whether to learn from it; null for what was asked for. */
  readonly chance: string | null;
}
