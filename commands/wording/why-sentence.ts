import { SOMEBODY_GONE } from '../../src/view.ts';
import { SIGNALS, type ListenerId, type ListenerScore, type Member, type Origin, type Pick, type Signal, type Track } from '../../src/domain.ts';
import { GUEST } from '../../src/session/saved-session.ts';
import { visible } from '../../src/visible.ts';
import { inQuotes, listed, named, quoted } from './label.ts';

export interface Reasons {
  readonly track: Track;
  readonly origin: Origin;
  readonly callerId: ListenerId;
  /** For whom it was picked. */
  readonly people: readonly { readonly member: Member; readonly scores: ListenerScore }[];
  /** The caller's own tracks that speak for it; nobody else's taste is told. */
  readonly because: readonly Track[];
  /** What the artist is described as that the caller likes, and the artist of theirs who is most like that. */
  readonly described: { readonly tags: readonly string[]; readonly like: string | null };
  /** The caller's own track that it sounds most like, and what was measured to be the same; null where nothing was heard. */
  readonly sounds: { readonly like: Track; readonly reasons: readonly string[] } | null;
}

/** What one listener's scores point at. */
export type Evidence = Omit<Reasons, 'origin' | 'callerId' | 'people'>;

/** A signal is worth a word when it brings at least this share of what spoke for the track. */
const WORTH_A_WORD = 0.15;
const TAGS = 3;
/** From here on a pick fits the vibe. */
const FITS = 0.4;
/** From here on novelty means that the listener never heard the track. */
const UNHEARD = 0.99;

/**
 * Why a track plays, in one sentence that says no more than the scores do, and nothing of what another member's
 * alone say: it goes by the caller's own, or by the mean of several others.
 */
export function whySentence(reasons: Reasons): string {
  const { origin, people, callerId } = reasons;
  if (origin.kind === 'request') return asked(origin.by, callerId);
  if (people.length === 0) {
    return fitsVibe(origin.pick)
      ? 'Picked from the whole library for what was asked for in words: nobody it was picked for is counted in, so there is no taste to go by.'
      : 'Picked from the whole library: nobody it was picked for is counted in, so there is no taste to go by.';
  }
  const own = people.find(({ member }) => member.id === callerId);
  const told = own ? [own.scores] : people.length > 1 ? people.map(({ scores }) => scores) : [];
  const opening = `Picked ${forWhom(people.map(({ member }) => member), callerId)}`;
  const why = [...(fitsVibe(origin.pick) ? ['it fits what was asked for in words'] : []), ...spoken(reasons, told, own !== undefined)];
  if (origin.pick.exploratory) {
    return `${opening} as a try: one pick in ten is something new, chosen to learn more${why.length > 0 ? `; ${why.join('; ')}` : ''}.`;
  }
  if (why.length > 0) return `${opening}: ${why.join('; ')}.`;
  return told.length < people.length ? `${opening}.` : `${opening}: not enough is known yet to say why, so every reaction helps.`;
}

function forWhom(people: readonly Member[], callerId: ListenerId): string {
  const there = people.filter(({ id, name }) => id === callerId || name !== SOMEBODY_GONE).toSorted((a, b) => Number(b.id === callerId) - Number(a.id === callerId));
  const names = [...new Set(there.map(({ id, name }) => (id === callerId ? 'you' : named(name))))];
  const gone = there.length < people.length ? [SOMEBODY_GONE] : [];
  return [...(names.length > 0 ? [listed(names)] : []), ...gone].map((who) => `for ${who}`).join(', and ');
}

/** A try that was drawn from elsewhere does not. */
function fitsVibe({ vibe }: Pick): boolean {
  return vibe !== undefined && vibe >= FITS;
}

/** @param mine whether the scores are the caller's */
export function spoken({ track, because, described, sounds }: Evidence, scores: readonly ListenerScore[], mine: boolean): string[] {
  const weighs = (signal: Signal) => scores.length > 0 && share(scores, signal) >= WORTH_A_WORD;
  const words: string[] = [];
  if (because.length > 0 && (weighs('collaborative') || weighs('tags'))) {
    words.push(`close to ${listed(because.map(quoted))} from your own listening`);
  } else if (weighs('collaborative')) {
    words.push(`it fits what ${mine ? 'you' : 'they'} listen to`);
  }
  if (mine && weighs('language')) words.push(...describedWords(described));
  if (mine && weighs('acoustic') && sounds) words.push(soundsWords(sounds));
  const told = mine && weighs('language') ? described.tags : [];
  const tags = [...new Set([...track.genres, ...track.tags])].filter((tag) => !told.includes(tag)).slice(0, TAGS);
  if (weighs('tags') && tags.length > 0) words.push(`tags ${tags.map(visible).join(', ')}`);
  if (weighs('popularity')) words.push('it goes down well here');
  // Of several together it would say what each of them never heard.
  if (mine && weighs('novelty') && scores.every(({ signals }) => signals.novelty.value >= UNHEARD)) words.push('you have not heard it here yet');
  return words;
}

function describedWords({ tags, like }: Reasons['described']): readonly string[] {
  if (tags.length === 0) return [];
  const words = `described as ${tags.map(visible).join(', ')}`;
  return [like === null ? words : `${words}, like ${inQuotes(like)}`];
}

function soundsWords({ like, reasons }: NonNullable<Reasons['sounds']>): string {
  return `sounds like ${quoted(like)}, which you like${reasons.length > 0 ? `: ${reasons.join(', ')}` : ''}`;
}

/** The mean over listeners of the part a signal has in everything that speaks for the track; 0 to 1. */
function share(scores: readonly ListenerScore[], signal: Signal): number {
  const shares = scores.map(({ signals }) => {
    const gains = SIGNALS.map((name) => Math.max(0, signals[name].value * signals[name].weight));
    const total = gains.reduce((sum, gain) => sum + gain, 0);
    return total > 0 ? Math.max(0, signals[signal].value * signals[signal].weight) / total : 0;
  });
  return shares.reduce((sum, part) => sum + part, 0) / shares.length;
}

function asked({ id, name }: Member, callerId: ListenerId): string {
  if (id === GUEST.id) return 'Asked for by a guest.';
  return id === callerId ? 'You asked for it.' : `Asked for by ${name}.`;
}
