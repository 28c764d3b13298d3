import { expect, test } from 'vitest';
import { ArtistCorpus } from '../../../models/language/artist-corpus.ts';
import { TagVocabulary } from '../../../models/language/vocabulary.ts';

test('an artist of whom a source gives more tags and neighbours than anybody would is counted like any other', () => {
  const corpus = new ArtistCorpus(new TagVocabulary([]));
  const many = Array.from({ length: 200_000 }, (_, i) => i);
  corpus.add({
    artist: 'tagged',
    terms: [],
    tags: many.map((i) => ({ tag: `tag ${i}`, weight: i })),
    mentions: [],
    similar: many.map((i) => ({ artist: `artist ${i}`, score: many.length - i })),
  });
  expect(corpus.tags).toHaveLength(many.length - 1);
  expect(corpus.artists).toHaveLength(many.length + 1);
});
