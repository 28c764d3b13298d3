import { expect, test } from 'vitest';
import { commentTags } from '../../../src/library/folder/comment-tags.ts';

test.each([
  ['A dreamy piece of shoegaze, melancholic throughout', ['shoegaze', 'melancholic']],
  ['Dream pop!', ['dream pop']],
  ['', []],
  ['The second track of side A', []],
])('“%s” says what the music is', (comment, tags) => {
  expect(commentTags([comment])).toEqual(expect.arrayContaining(tags));
  if (tags.length === 0) expect(commentTags([comment])).toEqual([]);
});

test.each([
  'Visit http://ambient-techno.example/',
  'Visit https://shoegaze.bandcamp.com',
  'www.jazz-house.net',
  'Ripped by rock@metal.example',
  'LAME 3.100 joint stereo, ambient settings',
  'Encoded by Pop Encoder',
  ' 00000A3B 00000A3B 000051C5 soul',
  'ExactAudioCopy v1.3, house edition',
])('“%s” says nothing about the music', (comment) => {
  expect(commentTags([comment])).toEqual([]);
});

test('each tag once, however often it is said', () => {
  expect(commentTags(['shoegaze', 'More shoegaze, and dream pop']).filter((tag) => tag === 'shoegaze')).toHaveLength(1);
});
