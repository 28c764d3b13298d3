import { seeded, shuffled } from '../../models/random.ts';
import type { Contestant } from './contest.ts';
import type { LastFm, Play, Tagging } from './lastfm.ts';
import { byListener, core, foldOf } from './splits.ts';
import { type Trial, trialOf } from './trial.ts';

/** One way to hold something back, with its trials; all draws by seeds that are written here. */
export interface Protocol {
  readonly name: string;
  readonly about: string;
  readonly depth: number;
  readonly folds: number;
  /** Judged when nothing else is asked for. */
  readonly contestants: readonly Contestant[];
  /** Variants that are reported apart; each makes one trial a fold. */
  readonly variants: readonly Variant[];
}

export interface Variant {
  readonly name: string;
  /** @param fold from 0 */
  readonly trial: (data: LastFm, fold: number) => Trial;
}

const FOLDS = 5;
const SPLIT_SEED = 2011;
const CORE = 5;
const FOLD_IN = 0.8;
const NEWCOMERS = 300;
const KNOWN_ARTISTS = 5;

export const protocols: readonly Protocol[] = [
  {
    name: 'plays',
    about: 'random 80/20 of plays, all artists',
    depth: 10,
    folds: FOLDS,
    contestants: ['blend'],
    variants: [{ name: 'plays', trial: plays }],
  },
  {
    name: 'unseen',
    about: '5-core, unseen listeners, 80 % of whose plays are known',
    depth: 100,
    folds: FOLDS,
    contestants: ['blend'],
    variants: [{ name: 'unseen', trial: (data, fold) => unseen(data, fold, () => null) }],
  },
  {
    name: 'tags',
    about: 'the same with tags as a second view',
    depth: 100,
    folds: FOLDS,
    contestants: ['blend'],
    variants: [
      { name: 'tags, all', trial: (data, fold) => unseen(data, fold, (taggings) => taggings) },
      { name: 'tags, without those the unseen listeners gave', trial: (data, fold) => unseen(data, fold, withoutTheirs) },
    ],
  },
  {
    name: 'members',
    about: 'N members only, unseen listeners who know 5 artists, tags of all others',
    depth: 20,
    folds: 3,
    contestants: ['popular', 'tags', 'mentions', 'factors', 'neighbours', 'blend'],
    variants: [10, 30, 100, 300, 1000].map((count) => ({ name: `${count} members`, trial: (data, seed) => members(data, seed, count) })),
  },
];

function plays({ plays: all }: LastFm, fold: number): Trial {
  const order = shuffled(all, seeded(SPLIT_SEED));
  const held = new Set(foldOf(order, fold, FOLDS));
  const listens = all.filter((play) => !held.has(play));
  return trialOf({ items: itemsOf(all), listens, histories: null, taggings: null, held: [...held] });
}

/** A fifth of the listeners of the 5-core, four fifths of whose plays are known; the rest is held back. */
export function unseen({ plays: all, taggings }: LastFm, fold: number, known: typeof withoutTheirs): Trial {
  const dense = core(all, CORE);
  const listeners = byListener(dense);
  const asked = new Set(foldOf(shuffled([...listeners.keys()], seeded(SPLIT_SEED)), fold, FOLDS));
  const random = seeded(SPLIT_SEED + 1 + fold);
  const parts = Array.from(asked, (listener) => shuffled(listeners.get(listener) ?? [], random));
  return trialOf({
    items: itemsOf(dense),
    listens: dense.filter(({ listener }) => !asked.has(listener)),
    histories: parts.flatMap((part) => part.slice(0, Math.floor(FOLD_IN * part.length))),
    taggings: known(taggings, asked),
    held: parts.flatMap((part) => part.slice(Math.floor(FOLD_IN * part.length))),
  });
}

/** A fifth of the listeners of the 5-core with all they play, and what the others play; without tags. */
export function unseenFold({ plays: all }: LastFm, fold: number): Trial {
  const dense = core(all, CORE);
  const asked = new Set(foldOf(shuffled([...byListener(dense).keys()], seeded(SPLIT_SEED)), fold, FOLDS));
  const isAsked = ({ listener }: Play) => asked.has(listener);
  return trialOf({ items: itemsOf(dense), listens: dense.filter((play) => !isAsked(play)), histories: dense.filter(isAsked), taggings: null, held: [] });
}

/** A listener's own tags give away what was held back. */
function withoutTheirs(taggings: readonly Tagging[], asked: ReadonlySet<number>): readonly Tagging[] | null {
  return taggings.filter(({ listener }) => !asked.has(listener));
}

function members({ plays: all, taggings }: LastFm, seed: number, count: number): Trial {
  const dense = core(all, CORE);
  const listeners = byListener(dense);
  const random = seeded(SPLIT_SEED + seed);
  const enough = [...listeners].filter(([, part]) => part.length > KNOWN_ARTISTS).map(([listener]) => listener);
  const order = shuffled(enough, random);
  const asked = new Set(order.slice(0, NEWCOMERS));
  const here = new Set(order.slice(NEWCOMERS, NEWCOMERS + count));
  const parts = Array.from(asked, (listener) => shuffled(listeners.get(listener) ?? [], random));
  return trialOf({
    items: itemsOf(dense),
    listens: dense.filter(({ listener }) => here.has(listener)),
    histories: parts.flatMap((part) => part.slice(0, KNOWN_ARTISTS)),
    taggings: withoutTheirs(taggings, asked),
    held: parts.flatMap((part) => part.slice(KNOWN_ARTISTS)),
  });
}

/** In an order drawn by chance: that of the data tells who is popular, and ties are broken by it. */
function itemsOf(all: readonly Play[]): readonly number[] {
  return shuffled([...new Set(all.map(({ item }) => item))], seeded(SPLIT_SEED));
}
