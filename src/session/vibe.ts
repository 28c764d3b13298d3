import type { RequestFrame } from '../../models/language/requests/frame.ts';
import type { TrackId } from '../domain.ts';
import { LEANINGS, NO_VIBE, type Vibe, type Wishes } from '../vibe.ts';

/** Of tracks that “more like this” was said of, so many count: people move on. */
const MOST_LIKE = 3;
const MOST_UNLIKE = 10;
/** Of everything else that is wished for or not, so much is remembered: what was said last. */
const MOST_WISHES = 12;

/** What a request is seen from. */
export interface VibeScene {
  readonly playing: TrackId | null;
  /** The tracks that it does not want, which it names by their titles. */
  readonly unwanted: readonly TrackId[];
  readonly now: number;
}

/**
 * The vibe after a request. One that names what to play begins anew; “faster”, “less of this” and “no metal” change
 * the vibe that holds, seen from what plays.
 * @returns `before` itself when nothing was asked of the music
 */
export function revisedVibe(before: Vibe | null, frame: RequestFrame, { playing, unwanted, now }: VibeScene): Vibe | null {
  const { intent, tags, artists, relativeTo, era } = frame;
  const fromHere = relativeTo === 'current' || intent === 'more' || intent === 'less';
  const namesSomething = tags.wanted.length > 0 || artists.wanted.length > 0 || era !== null;
  const base = fromHere || !namesSomething ? (before ?? NO_VIBE) : NO_VIBE;
  const likeArtists = relativeTo === 'artist';
  const vibe = {
    tags: withWishes(base.tags, tags),
    artists: withWishes(base.artists, likeArtists ? { ...artists, wanted: [] } : artists),
    ...alike(base, frame, playing),
    without: [...base.without.filter((id) => !unwanted.includes(id)), ...unwanted].slice(-MOST_WISHES),
    era: era ?? base.era,
    leanings: { ...base.leanings },
    tracksLeft: frame.count ?? base.tracksLeft,
    since: now,
  };
  for (const name of LEANINGS) {
    if (frame[name] !== 0) vibe.leanings[name] = { by: frame[name], than: fromHere ? playing : null };
  }
  const asked = fromHere || namesSomething || frame.count !== null || [...tags.unwanted, ...artists.unwanted, ...unwanted].length > 0 || LEANINGS.some((name) => frame[name] !== 0);
  return asked && !saysNothing(vibe) ? vibe : before;
}

/** What the music is to be like and unlike. */
function alike({ tags, artists, like, unlike }: Omit<Vibe, 'since'>, { intent, artists: named, relativeTo }: RequestFrame, playing: TrackId | null): Pick<Vibe, 'like' | 'unlike'> {
  if (relativeTo === 'artist') return { like: { artists: named.wanted.slice(-MOST_WISHES), tracks: [] }, unlike };
  if (playing === null) return { like, unlike };
  const others = (ids: readonly TrackId[]) => ids.filter((id) => id !== playing);
  if (intent === 'less') return { like: { ...like, tracks: others(like.tracks) }, unlike: [...others(unlike), playing].slice(-MOST_UNLIKE) };
  if (intent === 'more') return { like: { ...like, tracks: [...others(like.tracks), playing].slice(-MOST_LIKE) }, unlike: others(unlike) };
  // “Faster” alone is about what plays; within a vibe it is about the vibe.
  const adrift = relativeTo === 'current' && !aims({ tags, artists, like });
  return adrift ? { like: { ...like, tracks: [playing] }, unlike: others(unlike) } : { like, unlike };
}

/** Whether it says what to play, not only what not. */
function aims({ tags, artists, like }: Pick<Vibe, 'tags' | 'artists' | 'like'>): boolean {
  return [tags.wanted, artists.wanted, like.artists, like.tracks].some((list) => list.length > 0);
}

/** What was said last holds. */
function withWishes(before: Wishes, { wanted, unwanted }: Wishes): Wishes {
  const after = (list: readonly string[], gone: readonly string[], more: readonly string[]) =>
    [...new Set([...list.filter((one) => !gone.includes(one) && !more.includes(one)), ...more])].slice(-MOST_WISHES);
  return { wanted: after(before.wanted, unwanted, wanted), unwanted: after(before.unwanted, wanted, unwanted) };
}

function saysNothing({ tags, artists, like, unlike, without, era, leanings }: Vibe): boolean {
  const against = [...tags.unwanted, ...artists.unwanted, ...unlike, ...without];
  return !aims({ tags, artists, like }) && against.length === 0 && era === null && LEANINGS.every((name) => leanings[name] === null);
}
