import { expect, test } from 'vitest';
import { staysWithService } from '../../../src/reading/fetch/redirects.ts';

test.each([
  ['https://a.example/1', 'https://a.example/2', true],
  ['http://a.example/1', 'https://a.example/1', true],
  ['http://a.example/1', 'http://a.example/2', true],
  ['https://a.example/1', 'http://a.example/1', false],
  ['https://a.example/1', 'https://b.example/1', false],
])('of a service from %s to %s: %s', (from, to, stays) => {
  expect(staysWithService(new URL(from), new URL(to))).toBe(stays);
});
