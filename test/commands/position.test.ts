import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPosition, parsePosition } from '../../commands/options/position.ts';

describe('positions', () => {
  it.each([
    ['90', { kind: 'at', ms: 90_000 }],
    ['1:30', { kind: 'at', ms: 90_000 }],
    [' 01:05 ', { kind: 'at', ms: 65_000 }],
    ['1:02:03', { kind: 'at', ms: 3_723_000 }],
    ['0:01.5', { kind: 'at', ms: 1_500 }],
    ['+30', { kind: 'by', ms: 30_000 }],
    ['-10', { kind: 'by', ms: -10_000 }],
    ['-1:10', { kind: 'by', ms: -70_000 }],
    ['0', { kind: 'at', ms: 0 }],
  ])('%j is read', (text, position) => expect(parsePosition(text)).toEqual(position));

  it.each(['', 'half', '1:60', '1:60:00', '1:2:3:4', ':30', '1:', '1e3', '--5', '+ 5', '1,5', 'NaN', '1:-5'])('%j is refused', (text) =>
    expect(parsePosition(text)).toBeNull(),
  );

  it('reads back what it shows, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 * 3600 }), (seconds) => {
        expect(parsePosition(formatPosition(seconds * 1000))).toEqual({ kind: 'at', ms: seconds * 1000 });
      }),
    );
  });
});
