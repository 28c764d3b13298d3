/** Words that requests are made of, handed in as data; phrases are compared as {@link nameKey} has them. */
export interface RequestLexicon {
  /** What turns down what follows: “no”, “anything but”. */
  readonly negators: readonly string[];
  /** What looks like it and does not: “no matter”. */
  readonly notNegators: readonly string[];
  /** Where what is turned down ends: “but”, “just”. */
  readonly turns: readonly string[];
  /** What carries a list on: “and”. */
  readonly lists: readonly string[];
  readonly degrees: { readonly slight: readonly string[]; readonly strong: readonly string[] };
  readonly more: readonly string[];
  readonly less: readonly string[];
  readonly tooMuch: readonly string[];
  readonly notAs: readonly string[];
  readonly notToo: readonly string[];
  /** Comparatives that do not end as English ones do, and the tag that there is to be more of. */
  readonly comparatives: Readonly<Record<string, string>>;
  /** Turns of phrase for more of a tag: “pick up the pace”. */
  readonly phrases: Readonly<Record<string, string>>;
  /** Other words for a tag, which only requests have. */
  readonly wishes: Readonly<Record<string, string>>;
  /** German adjectives for a tag, without their endings. */
  readonly adjectives: Readonly<Record<string, string>>;
  /** What is wanted where a tag is not: no “vocal”, then “instrumental”. */
  readonly instead: Readonly<Record<string, string>>;
  /** Words for tags that say something else in a request. */
  readonly notTags: readonly string[];
  /** Words that together mean nothing that they mean apart: “good evening”. */
  readonly idioms: readonly string[];
  /** Words for decades, and their first year. */
  readonly decades: Readonly<Record<string, number>>;
  readonly numbers: Readonly<Record<string, number>>;
  /** What is counted: “songs”. */
  readonly countable: readonly string[];
  readonly louder: readonly string[];
  readonly softer: readonly string[];
  readonly silent: readonly string[];
  readonly fullVolume: readonly string[];
  readonly halfVolume: readonly string[];
  /** Words about how loud it is, which are of the music only where other wishes are. */
  readonly loudness: readonly string[];
  /** Before the name of what the music is to be like, and behind it. */
  readonly resembling: readonly string[];
  readonly resemblingAfter: readonly string[];
  readonly by: readonly string[];
  readonly beforeArtist: readonly string[];
  readonly afterArtist: readonly string[];
  readonly beforeTitle: readonly string[];
  /** Before what is to be played: “play”. */
  readonly ordering: readonly string[];
  /** Before anything else that is asked for: “some”. */
  readonly asking: readonly string[];
  /** What plays: “this”. */
  readonly current: readonly string[];
  /** Whole requests that are no names, though there may be some. */
  readonly commands: readonly string[];
  /** Between two things that a request says: “so”. */
  readonly clauses: readonly string[];
  /** Between names: “and”. */
  readonly joiners: readonly string[];
  /** Where a name that is not known ends. */
  readonly ends: readonly string[];
  /** Words that begin no name: “my”. */
  readonly pointing: readonly string[];
  /** Words that hardly ever are a name by themselves: “a”, “the”, “can”. */
  readonly functionWords: readonly string[];
  /** Words of requests that name nobody, besides those of everyday language. */
  readonly ordinary: readonly string[];
}

const ENDINGS = ['', 'e', 'er', 'es', 'en', 'em'];

/** The words for tags that only requests have, and the tag of each. */
export function wishesOf({ wishes, adjectives }: RequestLexicon): readonly (readonly [string, string])[] {
  return [...Object.entries(wishes), ...Object.entries(adjectives).flatMap(([stem, tag]) => ENDINGS.map((ending) => [stem + ending, tag] as const))];
}
