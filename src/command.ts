import type { z } from 'zod';
import type { ListenerId, ListenerScore, Member, Origin, PlaceId, PlaceSettings, Presence, Reaction, Track, TrackId } from './domain.ts';
import type { Library, LibraryStatus } from './library/library.ts';
import type { Listening, PrivacySummary } from './listening/listening.ts';
import type { Recommender, RecommenderStatus } from './recommender/recommender.ts';
import type { Sessions, SessionView } from './session/session.ts';

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
}

/** Who calls, as the door vouches for them. */
export interface Caller extends Member {
  /** May change the place: "Manage Server" in Discord, the operator's machine in the room. */
  readonly manager: boolean;
  /** Is in the place where the session plays, or would play. */
  readonly here: boolean;
}

export interface CommandContext {
  readonly caller: Caller;
  readonly placeId: PlaceId;
  readonly services: Services;
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

/** A command, or a subcommand of one. Options are a flat zod object: strings, numbers, booleans, enums. */
export interface Action<Options extends z.ZodObject = z.ZodObject> {
  /** At most 100 characters (Discord's limit). Every option carries its own in `.describe()`. */
  readonly description: string;
  readonly options: Options;
  readonly rights: Rights;
  /** Suggestions for an option while it is typed; must answer from memory. */
  readonly complete?: { readonly [K in keyof z.output<Options>]?: (context: CommandContext, typed: string) => readonly Suggestion[] };
  run(context: CommandContext, options: z.output<Options>): Promise<Reply>;
}

/** A slash command: one file in `commands/`. */
export type Command =
  | { readonly name: string; readonly description: string; readonly action: Action<never> }
  | { readonly name: string; readonly description: string; readonly subcommands: Readonly<Record<string, Action<never>>> };

/** Keeps the option types of an action inside its file while the registry holds all of them alike. */
export function action<Options extends z.ZodObject>(definition: Action<Options>): Action<never> {
  return definition as unknown as Action<never>;
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
  | { readonly kind: 'queued'; readonly track: Track; readonly position: number }
  | { readonly kind: 'why'; readonly why: Why }
  | { readonly kind: 'library'; readonly library: LibraryStatus; readonly recommender: RecommenderStatus }
  | { readonly kind: 'privacy'; readonly summary: PrivacySummary }
  | { readonly kind: 'file'; readonly name: string; readonly type: string; readonly content: string; readonly text: string }
  | { readonly kind: 'settings'; readonly settings: PlaceSettings; readonly djNames: readonly string[] };

/** Why a track plays: in a sentence, and in figures. */
export interface Why {
  readonly track: Track;
  readonly origin: Origin;
  readonly sentence: string;
  readonly people: readonly {
    readonly member: Member;
    readonly scores: ListenerScore;
    /** The listener's own tracks that speak for it. */
    readonly because: readonly Track[];
  }[];
}

/** What the room and Discord both need to know of the people. */
export type { Presence, ListenerId, TrackId };
