import { expect, it } from 'vitest';
import { countedTags, trackTags } from '../../src/library/track-tags.ts';
import { aTrack } from '../support/tracks.ts';

it('tags of tracks are spelt as the vocabulary spells them: all genres, and of the rest what is a tag of music', () => {
  expect(trackTags({ genres: ['dreampop', 'blorbcore'], tags: ['laid back', 'Some Records Ltd.', 'dream pop'] })).toEqual(['dream pop', 'blorbcore', 'mellow']);
});

it('tags of a library are counted once a track, those of most tracks first, and anew when the library is another', () => {
  const tracks = [aTrack(1, { genres: ['dreampop', 'dream pop'] }), aTrack(2, { genres: ['jazz'] }), aTrack(3, { genres: ['dream pop'] })];
  expect(countedTags(tracks)).toEqual([{ tag: 'dream pop', tracks: 2 }, { tag: 'jazz', tracks: 1 }]);
  expect(countedTags([...tracks, aTrack(4, { genres: ['jazz'] }), aTrack(5, { genres: ['jazz'] })])[0]).toEqual({ tag: 'jazz', tracks: 3 });
});
