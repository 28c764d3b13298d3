import { expect, it } from 'vitest';
import { splitTags } from '../../../src/library/folder/genres.ts';

it.each([
  [['Rock; Pop / Indie'], ['rock', 'pop', 'indie']],
  [['Hip-Hop/Rap', 'hip-hop', ' R&B '], ['hip-hop', 'rap', 'r&b']],
  [['Folk, World, & Country'], ['folk', 'world', 'country']],
  [['(17)Rock', '17', 'Other', 'Unknown', ''], ['rock']],
  [['Drum & Bass|Jungle'], ['drum & bass', 'jungle']],
])('the genres %j are %j', (written, expected) => {
  expect(splitTags(written)).toEqual(expected);
});
