import { expect, test } from 'vitest';
import { withoutGuests } from '../../../models/language/without-guests.ts';

test.each([
  ['Rihanna', 'Rihanna'],
  ['Eminem feat. Rihanna', 'Eminem'],
  ['Eminem ft Rihanna & Others', 'Eminem'],
  ['Eminem (feat. Rihanna)', 'Eminem'],
  ['Eminem [Featuring Rihanna]', 'Eminem'],
  ['Massive Attack Featuring Tracey Thorn', 'Massive Attack'],
  ['Six Feet Under', 'Six Feet Under'],
  ['6 ft. Under', '6 ft. Under'],
  ['Simon & Garfunkel', 'Simon & Garfunkel'],
  ['Little Feat', 'Little Feat'],
  ['Feat.', 'Feat.'],
  ['Defeater', 'Defeater'],
])('%s is written about as %s', (artist, name) => {
  expect(withoutGuests(artist)).toBe(name);
});
