import { expect, it } from 'vitest';
import { type ListenOutcome, succeeded } from '../../../models/ranking/success.ts';

const HEARD: ListenOutcome = { reaction: null, replayed: false, left: false, ending: 'finished', heard: 1 };

it.each<[string, Partial<ListenOutcome>, boolean | null]>([
  ['heard to the end', {}, true],
  ['loved, whatever else', { reaction: 'love', ending: 'skipped', heard: 0.1 }, true],
  ['liked, and left', { reaction: 'like', left: true, heard: 0.2 }, true],
  ['disliked, though heard to the end', { reaction: 'dislike' }, false],
  ['asked for again, though skipped', { replayed: true, ending: 'skipped', heard: 0.4 }, true],
  ['skipped, also at its end', { ending: 'skipped', heard: 0.95 }, false],
  ['left after a third', { left: true, heard: 0.35 }, false],
  ['left when it was as good as over', { left: true, heard: 0.93 }, true],
  ['joined midway and stayed', { heard: 0.6 }, true],
  ['there at the end, but deaf for most of it', { heard: 0.3 }, null],
  ['begun is no success: skipped by somebody else', { ending: 'skipped-by-other', heard: 0.5 }, null],
  ['skipped by somebody else at its end', { ending: 'skipped-by-other', heard: 0.95 }, true],
  ['the session ended', { ending: 'stopped', heard: 0.5 }, null],
  ['the track failed', { ending: 'failed', heard: 0.1 }, null],
])('%s', (_, given, expected) => {
  expect(succeeded({ ...HEARD, ...given })).toBe(expected);
});
