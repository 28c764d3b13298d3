import type { Track, TrackId } from '../domain.ts';
import type { LeaningName, Vibe } from '../vibe.ts';
import { visible } from '../visible.ts';

const MORE: Readonly<Record<LeaningName, string>> = { energy: 'more energy', mood: 'happier', tempo: 'faster' };
const LESS: Readonly<Record<LeaningName, string>> = { energy: 'calmer', mood: 'sadder', tempo: 'slower' };

/** A vibe as people say it, in phrases that can be translated one by one: `mellow, nocturnal`, `like Massive Attack`. */
export function vibeWords({ tags, artists, like, unlike, without, era, leanings, tracksLeft }: Vibe, trackOf: (id: TrackId) => Track | undefined): readonly string[] {
  const list = (words: readonly string[]) => words.map(visible).join(', ');
  const titles = (ids: readonly TrackId[]) => ids.flatMap((id) => trackOf(id)?.title ?? []).map((title) => `“${visible(title)}”`);
  const alike = [...like.artists.map(visible), ...titles(like.tracks)];
  const against = [...tags.unwanted, ...artists.unwanted];
  const unlikeTitles = titles(unlike);
  const withoutTitles = titles(without);
  return [
    ...(tags.wanted.length > 0 ? [list(tags.wanted)] : []),
    ...(artists.wanted.length > 0 ? [`by ${list(artists.wanted)}`] : []),
    ...(alike.length > 0 ? [`like ${alike.join(', ')}`] : []),
    ...(era === null ? [] : [years(era)]),
    ...(['energy', 'mood', 'tempo'] as const).flatMap((name) => {
      const leaning = leanings[name];
      return leaning === null ? [] : [leaning.by > 0 ? MORE[name] : LESS[name]];
    }),
    ...(against.length > 0 ? [`no ${list(against)}`] : []),
    ...(withoutTitles.length > 0 ? [`not ${withoutTitles.join(', ')}`] : []),
    ...(unlikeTitles.length > 0 ? [`less like ${unlikeTitles.join(', ')}`] : []),
    ...(tracksLeft === null ? [] : [tracksLeft === 1 ? 'for one track' : `for ${tracksLeft} tracks`]),
  ];
}

function years({ from, to }: NonNullable<Vibe['era']>): string {
  if (from === null) return `up to ${to}`;
  if (to === null) return `from ${from} on`;
  if (from === to) return `of ${from}`;
  return from % 10 === 0 && to === from + 9 ? `the ${from}s` : `${from} to ${to}`;
}
