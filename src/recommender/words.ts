import { combinedFits } from '../../models/ranking/vibe.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import { wordsOf } from '../../models/language/words.ts';
import type { TrackId } from '../domain.ts';
import { type CountedTag, countTags } from '../library/track-tags.ts';
import { tagVocabulary } from '../vocabulary.ts';
import { fewOfEach } from './few-of-each.ts';
import type { LibraryLanguage } from './library-language.ts';
import type { LabelledTrack, SimilarArtistHere } from './recommender.ts';
import type { Scene } from './scene.ts';

const LEAST_FIT = 0.2;
/** Artists that are not in the library are in between. */
const NEIGHBOURS = 300;

/** Tracks that a label fits, best first, of an artist two at most. */
export function labelledTracks({ words, catalogue, popularity }: Scene, label: string, count: number, playable: (id: TrackId) => boolean = () => true): readonly LabelledTrack[] {
  const fits = tagsIn(label).map((tag) => words.fit(tag));
  const scores = combinedFits(fits.map(({ strength }) => strength), catalogue.ids.length);
  const scored = catalogue.ids
    .flatMap((id, track) => (scores[track] >= LEAST_FIT && playable(id) ? [{ id, track, score: scores[track] }] : []))
    .sort((a, b) => b.score - a.score || popularity[b.track] - popularity[a.track]);
  return fewOfEach(scored, ({ track }) => catalogue.artists[track], count)
    .map(({ id, track, score }) => ({ trackId: id, score, says: fits[0].says(track), broader: fits[0].broader(track) }));
}

/** The tags that a label is made of; what the vocabulary does not know is one of its own. */
function tagsIn(label: string): readonly string[] {
  const vocabulary = tagVocabulary();
  const whole = vocabulary.get(label);
  if (whole) return [whole.tag];
  const parts = vocabulary.matches(wordsOf(label)).map(({ tag }) => tag.tag);
  return parts.length > 0 ? parts : [label.trim().toLowerCase()];
}

/** Artists of the library most like one, which need not be in it, best first. */
export function artistsLike({ words, catalogue, popularity }: Scene, artist: string, count: number, playable: (id: TrackId) => boolean = () => true): readonly SimilarArtistHere[] {
  const here = words.tracksByArtist();
  const best = (tracks: readonly number[]) => tracks.reduce((most, track) => (popularity[track] > popularity[most] ? track : most));
  return (words.language?.similar(artistKey(artist), NEIGHBOURS) ?? [])
    .flatMap(({ artist: other, score, evidence }) => {
      const tracks = (here.get(other) ?? []).filter((track) => playable(catalogue.ids[track]));
      return tracks.length > 0 ? [{ trackId: catalogue.ids[best(tracks)], tracks: tracks.length, score, evidence }] : [];
    })
    .slice(0, count);
}

const counted = new WeakMap<LibraryLanguage, readonly CountedTag[]>();

/** The tags of the library, of its files and of what is written about its artists, those of most tracks first; counted once as long as neither changes. */
export function tagsOfLibrary({ words, catalogue }: Pick<Scene, 'words' | 'catalogue'>, count: number): readonly CountedTag[] {
  const tags = counted.get(words) ?? countTags(catalogue.ids.keys().map((track) => words.tagsOf(track)));
  counted.set(words, tags);
  return tags.slice(0, count);
}

/** Artists whom sources name and the library has not, as they are written. */
export function namesElsewhere({ words, knowledge }: Scene): readonly string[] {
  const here = words.tracksByArtist();
  const { read } = knowledge;
  return read ? read.names.filter((name, artist) => name !== '' && !here.has(read.model.artists[artist])) : [];
}
