import type { z } from 'zod';
import type { RequestReader } from '../models/language/requests/frame.ts';
import type { Clock } from './clock.ts';
import type { Destination, ListId, Member, PlaceId } from './domain.ts';
import type { Imports } from './imports/imports.ts';
import type { Library } from './library/library.ts';
import type { Listening } from './listening/listening.ts';
import type { Reading } from './reading/reading.ts';
import type { Recommender } from './recommender/recommender.ts';
import type { Sessions } from './session/session.ts';
import type { Weekly } from './weekly/weekly.ts';
import type { View } from './view.ts';

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
