import { z } from 'zod';
import type { Question, RequestReader } from '../models/language/requests/frame.ts';
import type { FaultyFile } from './analysis/progress.ts';
import type { Clock } from './clock.ts';
import type { Destination, ImportedHistory, ListenerId, ListenerScore, ListId, Member, PlaceId, PlaceSettings, Presence, Reaction, Signal, Track, TrackId } from './domain.ts';
import type { Imports } from './imports/imports.ts';
import type { Library, LibraryStatus } from './library/library.ts';
import type { CountedTag } from './library/track-tags.ts';
import type { Listening, PrivacySummary } from './listening/listening.ts';
import type { Picture } from './picture.ts';
import type { Reading, ReadingStatus } from './reading/reading.ts';
import type { ReadSource, Recommender, RecommenderStatus } from './recommender/recommender.ts';
import type { PlaceStats } from './recommender/place-stats.ts';
import type { TasteProfile } from './recommender/taste-profile.ts';
import type { Sessions, SessionView } from './session/session.ts';
import type { DiscoveryList, Weekly } from './weekly/weekly.ts';

/**
 * The command port. A command is written once; every door (Discord, the listening room) reads its
 * options from the same schema, calls it with a context and renders the view it answers with.
 */

/** What commands may use. */
export interface Services {
  readonly sessions: Sessions;
  readonly library: Library;
  readonly listening: Listening;
  readonly recommender: Recommender;
  readonly reading: Pick<Reading, 'status'>;
  readonly imports: Imports;
  /** Understands what is asked for in plain words. */
  readonly requests: RequestService;
  readonly weekly: Weekly;
  readonly clock: Clock;
}

export interface RequestService extends RequestReader {
  /** Whether what is said goes to a server that the operator has set. */
  readonly readByServer: boolean;
}

/** Who calls, as the door vouches for them. */
export interface Caller extends Member {
  /** May change the place: "Manage Server" in Discord, the operator's machine in the room. */
  readonly manager: boolean;
  /** Runs this Segue, and may see where things lie on its machine; who manages a Discord server need not. */
  readonly operator: boolean;
  /** Has the place's DJ role, where a door knows roles. */
  readonly dj: boolean;
  /** Is in the place where the session plays, or would play. */
  readonly here: boolean;
}

export interface CommandContext {
  readonly caller: Caller;
  readonly placeId: PlaceId;
  readonly services: Services;
  /** When the vibe began that the caller had before them, pressing what ends it: another one is not meant. */
  readonly vibeSince?: number;
  /** The list that the caller had before them, pressing what is about it. */
  readonly listId?: ListId;
  /**
   * Where music that starts now, or moves to the caller, is heard.
   * @throws UserError saying what is missing: the caller is nowhere, the channel is full, a permission lacks.
   */
  destination(): Destination;
}

/**
 * Who may use a command: `anyone`; `listener`: who is in the session's place; `dj`: a manager, one of the
 * place's DJs, or a member who is there alone.
 */
export type Rights = 'anyone' | 'listener' | 'dj';

export interface Suggestion {
  /** Shown to the person. */
  readonly name: string;
  /** Put into the option. */
  readonly value: string;
}

/** A command, or a subcommand of one. Options are a flat zod object: strings, numbers, booleans, enums, and files (`givenFile`). */
export interface Action<Options extends z.ZodObject = z.ZodObject> {
  /** At most 100 characters (Discord's limit). Every option carries its own in `.describe()`. */
  readonly description: string;
  /**
   * Whether it normally answers everybody rather than the caller alone; for a door that must decide before it
   * has the answer. {@link Reply.private} has the last word.
   */
  readonly public?: boolean;
  /** Required options first. A door hands numbers and booleans as such; a typed line's words are converted. */
  readonly options: Options;
  readonly rights: Rights;
  /**
   * Suggestions for an option while it is typed; must answer from memory. The option accepts a suggestion's
   * name as well as its value, since a typed line is completed with what people can read.
   */
  readonly complete?: { readonly [K in keyof z.output<Options>]?: (context: CommandContext, typed: string) => readonly Suggestion[] };
  run(context: CommandContext, options: z.output<Options>): Promise<Reply>;
}

/** A slash command: one file in `commands/`. */
export type Command = {
  readonly name: string;
  readonly description: string;
  /** Changes how the place works: a door may hide it from whoever does not manage the place. */
  readonly forManagers?: boolean;
  /** Needs no place, only who calls: a door offers it also where there is none. */
  readonly anywhere?: boolean;
} & ({ readonly action: Action } | { readonly subcommands: Readonly<Record<string, Action>> });

/** Keeps the option types of an action inside its file, while the registry holds all actions alike. */
export function action<Options extends z.ZodObject>(definition: Action<Options>): Action {
  return definition;
}

/** A command without subcommands. */
export function command<Options extends z.ZodObject>(name: string, definition: Action<Options>): Command {
  return { name, description: definition.description, action: definition };
}

/** One option of an action, as a door shows it. */
export interface Option {
  readonly name: string;
  readonly description: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'file';
  readonly required: boolean;
  /** The only values allowed, for an enum. */
  readonly choices: readonly string[] | null;
  /** Bounds of a number, or of the length of text. */
  readonly min: number | null;
  readonly max: number | null;
  /** Whether {@link CommandDesk.complete} has suggestions for it. */
  readonly completed: boolean;
}

interface OptionSchema {
  readonly type?: Option['type'];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Reading a schema takes about a millisecond, and every typed character asks for many. */
const known = new WeakMap<Action, readonly Option[]>();

/** The options of an action in the order of its schema. */
export function optionsOf(of: Action): readonly Option[] {
  const options = known.get(of) ?? readOptions(of);
  known.set(of, options);
  return options;
}

function readOptions(of: Action): readonly Option[] {
  // What a file is, JSON has no word for: it says so itself.
  const schema = z.toJSONSchema(of.options, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required);
  return Object.entries((schema.properties ?? {}) as Record<string, OptionSchema>).map(([name, option]) => ({
    name,
    description: option.description ?? '',
    type: option.type ?? 'string',
    required: required.has(name),
    choices: option.enum ?? null,
    min: bound(option.minimum ?? option.minLength),
    max: bound(option.maximum ?? option.maxLength),
    completed: of.complete?.[name] !== undefined,
  }));
}

/** A schema of whole numbers without bounds names the safe integers as such. */
function bound(value: number | undefined): number | null {
  return value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? null : value;
}

/** The one pipe through which every door runs commands: `createCommandDesk` in `commands/desk/desk.ts`. */
export interface CommandDesk {
  readonly commands: readonly Command[];
  /**
   * Checks options and rights, runs the action, and answers; whatever goes wrong becomes a private notice.
   * Never rejects.
   * @param path name of the command and, where it has them, of the subcommand; without a subcommand the first
   * one that knows every given option is meant.
   * @param options by name, or as typed after the command's name: `crazy in love`, `1:30`, `crossfade:6`.
   */
  execute(
    path: readonly string[],
    options: Readonly<Record<string, unknown>> | string,
    context: CommandContext,
  ): Promise<Reply>;
  /** At most 25 suggestions for an option, each name and value at most 100 characters. Never throws. */
  complete(path: readonly string[], option: string, typed: string, context: CommandContext): readonly Suggestion[];
  /** Splits a typed line such as `/dj start` into what {@link execute} takes. Never throws. */
  parse(line: string): TypedLine;
  /** Suggestions for a line while it is typed; each value is the whole line as it would become. Never throws. */
  completeLine(line: string, context: CommandContext): readonly Suggestion[];
}

export interface TypedLine {
  /** Empty when the line does not start with a slash and a word. */
  readonly path: readonly string[];
  readonly options: string;
}

/** What a command answers: a view, and whether only the caller may see it. */
export interface Reply {
  readonly view: View;
  readonly private: boolean;
}

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

/** What the room and Discord both need to know of the people. */
export type { Presence, ListenerId, TrackId };
