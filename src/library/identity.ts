import { createHash } from 'node:crypto';
import { JaroWinklerDistance } from 'natural/lib/natural/distance/index.js';
import type { TrackId } from '../domain.ts';
import { fold, foldedWords, runTogether } from './folding.ts';

/** What tells a song from another. */
export interface SongNames {
  /** null when nobody knows. */
  readonly artist: string | null;
  readonly title: string;
  readonly album: string | null;
}

const FEATURED_IN_BRACKETS = /[([{]\s*(?:feat|ft|featuring)\b[^)\]}]*[)\]}]?/g;
/** "6 ft. under" has no guests. */
const FEATURED = /(?:\s+feat|\s+featuring|(?<!\d)\s+ft)(?:\.\s*|\s+)[^\s([{].*?(?=\s*[([{]|\s+[-–—]\s|$)/g;
const BRACKETED = /[([{]([^()[\]{}]*)[)\]}]/g;
const DASH = /\s+[-–—|~]\s+/;

/** Words that say which pressing or upload this is, never which performance. */
const EDITION = /^(remaster\p{L}*|explicit|clean|mono|stereo|deluxe|bonus|expanded|official|lyrics?|hd|hq|4k|audio|video)$/u;
/** Words that go along with them. */
const EDITION_FILLER =
  /^(version|album|original|digital|digitally|edition|track|mix|recording|music|anniversary|content|and|the|new|\d+(th|st|nd|rd)|(19|20)\d\d)$/;
/** Words that make another recording of the song. */
const PERFORMANCE =
  /^(live|remix\p{L}*|rmx|acoustic|instrumental|demo|karaoke|cover|edit|mix|rework|bootleg|unplugged|dub|extended|sessions?|reprise|orchestral|acapella|cappella|vip|slowed|sped|alternate|take|rehearsal)$/u;
/** Additions of streaming services that name the same song: who joins in, which film it is from, its cut for the radio. */
const ASIDE = /^(?:with|from)\s|^(?:single|radio)\s(?:edit|version|mix)$/;
/** Titles that many different pieces of one artist bear: only the album tells them apart. */
const GENERIC_TITLE =
  /^(intro(duction)?|outro|interlude|skit|prelude|prologue|epilogue|intermission|reprise|untitled|unknown|hiddentrack|silence|(audio)?track\d*|untitledtrack\d*|0\d)$/;

/**
 * The comparable name of a song: the same for every spelling, pressing and upload of one recording
 * ("(Remastered 2011)", "feat. …", "The", "&" …), different for its live, acoustic, remixed,
 * instrumental and demo recordings.
 */
export function songKey(names: SongNames): string {
  return billingOf(names).key;
}

/** A song's comparable name, and who is named in it: elsewhere the same song may name more of them, or fewer. */
export interface Billing {
  /** The {@link songKey}. */
  readonly key: string;
  /** The song's key under the first of its artists alone; null where that says too little. */
  readonly lead: string | null;
  readonly members: Members;
}

/** The comparable names of artists, each once, in the order they are named. */
type Members = readonly [first: string, ...others: string[]];

export function billingOf({ artist, title, album }: SongNames): Billing {
  const members = artist === null ? (['?'] as const) : membersOf(artist);
  const titlePart = titleKey(title);
  const key = `${inNoOrder(members)}|${titlePart}`;
  const ambiguous = artist === null || GENERIC_TITLE.test(titlePart);
  return {
    key: ambiguous && album !== null ? `${key}|${plainKey(withoutEditions(fold(album)))}` : key,
    lead: ambiguous ? null : `${members[0]}|${titlePart}`,
    members,
  };
}

/** The id of the song that bears this key. */
export function trackIdOf(key: string): TrackId {
  return `t${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}

/** The comparable name of who plays: all of them in no order, without guests. */
export function performersKey(artist: string): string {
  return inNoOrder(membersOf(artist));
}

function inNoOrder(members: Members): string {
  return [...members].sort().join('+');
}

/** The title without what streaming services add to it and files rarely do. */
export function withoutAsides(title: string): string {
  return withoutAdditions(fold(title), (addition) => ASIDE.test(addition.trim()));
}

function membersOf(artist: string): Members {
  const folded = fold(artist);
  const alone = withoutFeatured(folded);
  const words = foldedWords(alone.replace(/[,;]|\s\/\s/g, (mark, at: number) => betweenDigits(alone, at) ? mark : ' & '));
  const members: string[][] = [[]];
  words.forEach((word, i) => {
    const joins = i > 0 && i < words.length - 1 && (word === 'and' || word === 'x' || word === 'vs');
    if (joins) members.push([]);
    else members.at(-1)?.push(word);
  });
  const [first, ...others] = new Set(members.map((member) => runTogether(withoutThe(member))).filter((key) => key !== '' && key !== 'the'));
  return first === undefined ? [plainKey(folded)] : [first, ...others];
}

function titleKey(title: string): string {
  return plainKey(withoutEditions(withoutFeatured(fold(title))));
}

/** `text` is folded. A text of signs alone ("÷", "!!!") is its own key. */
function plainKey(text: string): string {
  const words = foldedWords(text);
  return words.length > 0 ? runTogether(withoutThe(words)) : text.replace(/\s+/g, '');
}

function withoutThe(words: readonly string[]): readonly string[] {
  return words.length > 1 && words[0] === 'the' ? words.slice(1) : words;
}

function betweenDigits(text: string, at: number): boolean {
  return /\d/.test(text[at - 1] ?? '') && /\d/.test(text[at + 1] ?? '');
}

function withoutFeatured(text: string): string {
  const rest = text.replace(FEATURED_IN_BRACKETS, ' ').replace(FEATURED, ' ').trim();
  return rest === '' ? text : rest;
}

function withoutEditions(text: string): string {
  return withoutAdditions(text, isEdition);
}

/** `text` without what stands in brackets or behind a last dash, where that is one of these; never nothing. */
function withoutAdditions(text: string, isOne: (addition: string) => boolean): string {
  const parts = text
    .replace(BRACKETED, (whole, inside: string) => (isOne(inside) ? ' ' : whole))
    .trim()
    .split(DASH);
  while (parts.length > 1 && isOne(parts.at(-1) ?? '')) parts.pop();
  const rest = parts.join(' - ').trim();
  return rest === '' ? text : rest;
}

function isEdition(text: string): boolean {
  const words = foldedWords(text);
  const plainVersion = /\b(original|album)\b.*\b(version|mix|recording)\b/.test(words.join(' '));
  return (
    words.every((word) => EDITION.test(word) || EDITION_FILLER.test(word)) &&
    (plainVersion || words.some((word) => EDITION.test(word)))
  );
}

/** An International Standard Recording Code (ISO 3901) without its hyphens; null when it is none. */
export function isrcOf(text: string | undefined): string | null {
  const code = (text ?? '').toUpperCase().replace(/[\s-]/g, '');
  return /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(code) && !code.endsWith('0000000') ? code : null;
}

/** A MusicBrainz recording id; null when it is none. */
export function mbidOf(text: string | undefined): string | null {
  const id = (text ?? '').trim().toLowerCase();
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && !/^[0-]+$/.test(id) ? id : null;
}

/**
 * Whether two titles under one recording code may well be one recording. Codes are often copied to a
 * whole album or to a live version by mistake; the titles then differ.
 */
export function titlesAgree(a: string, b: string): boolean {
  if (performance(a) !== performance(b)) return false;
  const [x, y] = [titleKey(a), titleKey(b)];
  const otherScript = /\p{Script=Latin}/u.test(x) !== /\p{Script=Latin}/u.test(y);
  return otherScript || JaroWinklerDistance(x, y) >= 0.8;
}

function performance(title: string): string {
  const text = withoutEditions(withoutFeatured(fold(title)));
  const additions = [...text.matchAll(BRACKETED)].map((match) => match[1] ?? '').concat(text.split(DASH).slice(1));
  const words = additions.flatMap(foldedWords).filter((word) => PERFORMANCE.test(word));
  return [...new Set(words)].sort().join(' ');
}
