import type { TagFamily, TagVocabulary } from '../vocabulary.ts';
import type { Change } from './changes.ts';
import type { Era, Intent, RequestFrame, Wishes } from './frame.ts';
import { isKnown, type NamePart, type Part } from './parts.ts';
import { type Reference, referenceOf } from './reference.ts';
import type { RequestLexicon } from './request-lexicon.ts';
import type { NameCues } from './name-cues.ts';
import { keyOf, phraseKey, type Stretch } from './request-words.ts';
import type { Clause, Understood } from './understood.ts';

const MOST_LISTED = 20;
const MOST_TEXT = 1000;
const NOTHING: Wishes = { wanted: [], unwanted: [] };
/** Chat that speaks of music is taken for a request unless it is that clearly none. */
const CLEARLY_CHAT = 0.75;
/** The same where something is to be like an artist: who is compared with one is rarely a person. */
const CERTAINLY_CHAT = 0.95;
/** The same for words that are labels of music as well as of other things: “dinner”, “march”. */
const LIKELY_CHAT = 0.5;
const ORDERS: readonly Intent[] = ['volume', 'next', 'what'];
const MUSICAL: readonly TagFamily[] = ['genre', 'mood', 'instrument', 'voice'];
/** In points of what speaks for a name: everyday words, and slips of the finger, may be one by chance. */
const CLEARLY_NAMED = 3;
const CLEARLY_VOLUME = 0.9;
/** What one clause orders holds whatever the others tell, when it is that clear. */
const CLEAR_ORDER = 0.8;
/** How much is left of being sure. */
const SLIP = 0.7;
const UNKNOWN = 0.5;

/** A frame of nothing but its intent. */
export function bareFrame(intent: Intent, sure: number): RequestFrame {
  const relativeTo = intent === 'more' || intent === 'less' ? 'current' : null;
  return {
    ...{ intent, artists: NOTHING, titles: NOTHING, tags: NOTHING, era: null, energy: 0, tempo: 0, mood: 0 },
    ...{ relativeTo, count: null, skips: false, volume: null, unknown: [], sure, question: null },
  };
}

/** Puts together what the words mean; without a question. */
export function frameOf(understood: Understood, cues: NameCues, vocabulary: TagVocabulary, lexicon: RequestLexicon): RequestFrame {
  const wishes = wishesOf(understood, vocabulary, lexicon);
  const reference = referenceOf(understood, cues, lexicon);
  const intent = intentOf(understood, wishes, reference, vocabulary);
  const bare = bareFrame(intent, surenessOf(understood, intent));
  switch (intent) {
    case 'volume':
      return { ...bare, volume: understood.volume };
    case 'more':
      return { ...bare, count: wishes.count };
    case 'queue':
      return { ...bare, ...wishes };
    case 'play':
      return { ...bare, ...wishes, relativeTo: relationOf(wishes, reference), skips: understood.clauses.some((clause) => isCommand(understood, clause, 'next')) };
    case 'less':
    case 'next':
    case 'what':
    case 'other':
      return bare;
  }
}

type Asked = Pick<RequestFrame, 'artists' | 'titles' | 'tags' | 'era' | 'energy' | 'tempo' | 'mood' | 'count' | 'unknown'>;

function wishesOf(understood: Understood, vocabulary: TagVocabulary, lexicon: RequestLexicon): Asked {
  const { words, parts, negated, unknown, text } = understood;
  const textOf = ({ from, to }: Stretch) => text.slice(words[from].start, words[to - 1].end).slice(0, MOST_TEXT);
  const named = (kind: 'artist' | 'title' | 'tag', turnedDown: boolean) =>
    parts.filter((part) => isKnown(part, kind) && negated[part.from] === turnedDown).map((part) => (part as NamePart).found.known.id);
  const unwantedEras = parts.filter((part) => part.kind === 'era' && part.side === null && negated[part.from]);
  const unwantedTags = named('tag', true);
  const instead = unwantedTags.map((tag) => lexicon.instead[tag]).filter((tag) => tag !== undefined);
  const quoted = understood.quoted.filter(({ from, to }) => parts.every((part) => part.to <= from || part.from >= to));
  const isQuoted = (stretch: Stretch) => quoted.some(({ from, to }) => stretch.from < to && from < stretch.to);
  return {
    artists: { wanted: listed(named('artist', false)), unwanted: listed(named('artist', true)) },
    titles: {
      wanted: listed([...named('title', false), ...quoted.filter(({ from }) => !negated[from]).map(textOf)]),
      unwanted: listed([...named('title', true), ...quoted.filter(({ from }) => negated[from]).map(textOf)]),
    },
    tags: {
      wanted: listed([...named('tag', false), ...instead]),
      unwanted: listed([
        ...unwantedTags.filter((tag) => lexicon.instead[tag] === undefined),
        ...unwantedEras.flatMap((part) => (part.kind === 'era' ? (vocabulary.get(`${part.era.from}s`)?.tag ?? []) : [])),
      ]),
    },
    era: eraOf(parts, negated),
    ...changeOf(parts, negated),
    count: parts.find((part) => part.kind === 'count')?.count ?? null,
    unknown: listed(unknown.filter((stretch) => !isQuoted(stretch)).map(textOf)),
  };
}

function listed(values: readonly string[]): readonly string[] {
  return [...new Set(values)].slice(0, MOST_LISTED);
}

/** From the first to the last year that is named; of what is turned down, the other side. */
function eraOf(parts: readonly Part[], negated: readonly boolean[]): Era | null {
  const eras = parts.flatMap((part) => {
    if (part.kind !== 'era') return [];
    if (!negated[part.from]) return [part.era];
    if (part.era.to !== null && part.side === 'before') return [{ from: part.era.to + 1, to: null }];
    if (part.era.from !== null && part.side === 'after') return [{ from: null, to: part.era.from - 1 }];
    return [];
  });
  if (eras.length === 0) return null;
  const sides = eras.length === 2 && eras.some(({ to }) => to === null) && eras.some(({ from }) => from === null);
  const from = eras.map((era) => era.from).filter((year) => year !== null);
  const to = eras.map((era) => era.to).filter((year) => year !== null);
  // “After 1970, but nothing after 1980” is what lies between.
  if (sides) return from[0] <= to[0] ? { from: from[0], to: to[0] } : null;
  return { from: from.length < eras.length ? null : Math.min(...from), to: to.length < eras.length ? null : Math.max(...to) };
}

function changeOf(parts: readonly Part[], negated: readonly boolean[]): Change {
  const sum = { energy: 0, tempo: 0, mood: 0 };
  for (const part of parts) {
    if (part.kind !== 'change') continue;
    const sign = negated[part.from] ? -1 : 1;
    for (const along of ['energy', 'tempo', 'mood'] as const) sum[along] = Math.max(-1, Math.min(1, sum[along] + sign * part.change[along]));
  }
  return sum;
}

function relationOf(wishes: Asked, reference: Reference): RequestFrame['relativeTo'] {
  if (reference !== null) return reference;
  if (!changes(wishes)) return null;
  if (wishes.artists.wanted.length > 0) return 'artist';
  const wanted = wishes.titles.wanted.length + wishes.tags.wanted.length;
  return wanted === 0 && wishes.era === null ? 'current' : null;
}

function changes({ energy, tempo, mood }: Change): boolean {
  return energy !== 0 || tempo !== 0 || mood !== 0;
}

/** What the classifier says, but for what the words outweigh. */
function intentOf(understood: Understood, wishes: Asked, reference: Reference, vocabulary: TagVocabulary): Intent {
  const { parts, intent: { intent, sure } } = understood;
  const wanted = wishes.artists.wanted.length + wishes.titles.wanted.length + wishes.tags.wanted.length + wishes.unknown.length > 0;
  const unwanted = wishes.artists.unwanted.length + wishes.titles.unwanted.length + wishes.tags.unwanted.length > 0;
  const asks = wanted || unwanted || wishes.era !== null || changes(wishes);
  switch (intent) {
    case 'play':
      return !asks && reference === 'current' ? 'more' : 'play';
    case 'more':
    case 'less':
      return asks ? 'play' : intent;
    case 'next':
      return wanted || changes(wishes) ? 'play' : intent;
    case 'volume':
      return parts.some((part) => part.kind === 'name' && part.found.known.kind !== 'tag') && sure < CLEARLY_VOLUME ? 'play' : intent;
    case 'other':
      if ((asks || wishes.count !== null) && sure < chatFrom(understood, reference, vocabulary)) return 'play';
      return orderIn(understood) ?? intent;
    case 'what':
    case 'queue':
      return intent;
  }
}

/** “Turn it down, I’m on the phone”: what one clause orders where the others say nothing of music. */
function orderIn(understood: Understood): Intent | null {
  const order = understood.clauses.find((clause) => ORDERS.some((intent) => isCommand(understood, clause, intent)));
  if (order === undefined || understood.parts.some(({ kind, from }) => kind !== 'idiom' && (from < order.from || from >= order.to))) return null;
  return order.intent.intent === 'volume' && understood.volume === null ? null : order.intent.intent;
}

/** Whether a clause alone clearly wants that. */
function isCommand({ parts }: Understood, { from, to, intent }: Clause, wanted: Intent): boolean {
  const about = parts.some((part) => part.kind !== 'idiom' && part.from >= from && part.from < to);
  return intent.intent === wanted && intent.sure >= CLEAR_ORDER && (!about || wanted === 'volume');
}

/** How sure it must be that a text is no request, for all it says of music. */
function chatFrom(understood: Understood, reference: Reference, vocabulary: TagVocabulary): number {
  if (!speaksOfMusic(understood, vocabulary)) return LIKELY_CHAT;
  return reference === 'artist' ? CERTAINLY_CHAT : CLEARLY_CHAT;
}

/** Whether something in it can hardly be about anything else. */
function speaksOfMusic({ words, parts }: Understood, vocabulary: TagVocabulary): boolean {
  return parts.some((part) => {
    if (part.kind !== 'name') return part.kind === 'count';
    const { kind, id } = part.found.known;
    if (kind !== 'tag') return part.score >= CLEARLY_NAMED;
    const key = keyOf(words, part);
    const tag = vocabulary.get(id);
    return tag !== null && MUSICAL.includes(tag.family) && !(tag.ambiguous ?? []).some((word) => phraseKey(word) === key);
  });
}

function surenessOf({ intent, parts, unknown }: Understood, chosen: Intent): number {
  const likely = intent.intent === chosen ? intent.sure : Math.max(0.5, 1 - intent.sure);
  if (chosen !== 'play' && chosen !== 'queue') return likely;
  const slips = parts.some((part) => part.kind === 'name' && (part.found.spelling === 'slip' || part.found.spelling === 'shortened'));
  return likely * (slips ? SLIP : 1) * (unknown.length > 0 ? UNKNOWN : 1);
}
