import { expect, it } from 'vitest';
import { trackTags } from '../../src/library/track-tags.ts';

it('tags of tracks are spelt as the vocabulary spells them: all genres, and of the rest what is a tag of music', () => {
  expect(trackTags({ genres: ['dreampop', 'blorbcore'], tags: ['laid back', 'Some Records Ltd.', 'dream pop'] })).toEqual(['dream pop', 'blorbcore', 'mellow']);
});
