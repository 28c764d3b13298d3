import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src/command.ts';
import type { Destination, Member } from '../../src/domain.ts';
import { ADA, BEN, CEM, CRAZY, House, NIGHT, queued, refusal, requestedBy, SLOW, viewOf } from './support.ts';

/** Who may: y yes, n no. Columns: not there, there with others, a DJ of the place (by name or by role), there alone, manager who is elsewhere. */
const MATRIX: Record<string, string> = {
  //                     away  member  dj  alone  manager
  '/dj start':           'n      y     y    y      n',
  '/dj stop':            'n      n     y    y      y',
  '/dj move':            'n      n     y    y      y',
  '/play slow':          'n      y     y    y      n',
  '/next slow':          'n      n     y    y      n',
  '/skip':               'n      y     y    y      n',
  '/pause':              'n      n     y    y      y',
  '/resume':             'n      y     y    y      n',
  '/seek 1:30':          'n      n     y    y      y',
  '/volume 40':          'n      n     y    y      y',
  '/queue':              'y      y     y    y      y',
  '/remove 1':           'n      n     y    y      y',
  '/remove 2':           'y      y     y    y      y',
  '/move 2 1':           'n      n     y    y      y',
  '/nowplaying':         'y      y     y    y      y',
  '/like':               'n      y     y    y      n',
  '/love':               'n      y     y    y      n',
  '/dislike':            'n      y     y    y      n',
  '/like slow':          'y      y     y    y      y',
  '/love slow':          'y      y     y    y      y',
  '/dislike slow':       'y      y     y    y      y',
  '/why':                'y      y     y    y      y',
  '/similar slow':       'y      y     y    y      y',
  '/library':            'y      y     y    y      y',
  '/settings':           'y      y     y    y      y',
  '/settings idle:9':    'n      n     y    y      y',
  '/settings add_dj:Ada': 'n     n     n    n      y',
  '/privacy show':       'y      y     y    y      y',
  '/privacy join':       'y      y     y    y      y',
  '/privacy pause':      'y      y     y    y      y',
  '/privacy resume':     'y      y     y    y      y',
  '/privacy elsewhere yes': 'y  y     y    y      y',
  '/privacy export':     'y      y     y    y      y',
  '/privacy delete yes': 'y      y     y    y      y',
  '/help':               'y      y     y    y      y',
};

const CALLERS: readonly [string, column: number, (house: House) => [Member, Partial<Caller>]][] = [
  ['somebody who is not there', 0, (house) => [(house.with(BEN, CEM), ADA), {}]],
  ['a member among others', 1, (house) => [(house.with(ADA, BEN), ADA), {}]],
  ['a DJ of the place among others', 2, (house) => {
    house.with(ADA, BEN).settings = { ...house.settings, djs: [ADA.id] };
    return [ADA, {}];
  }],
  ['a member with the DJ role among others', 2, (house) => [(house.with(ADA, BEN), ADA), { dj: true }]],
  ['a member who is there alone', 3, (house) => [(house.with(ADA), ADA), {}]],
  ['a manager who is elsewhere', 4, (house) => [(house.with(ADA, BEN), CEM), { manager: true }]],
];

const LOUNGE: Destination = { kind: 'discord', guildId: '1', channelId: '10' };
const KITCHEN: Destination = { kind: 'discord', guildId: '1', channelId: '20' };

describe.each(Object.entries(MATRIX))('%s', (line, row) => {
  it.each(CALLERS.map(([who, column, setting]) => [row.split(/\s+/)[column] === 'y' ? 'may' : 'may not', who, setting] as const))('%s be said by %s', async (verdict, _who, setting) => {
    const house = new House();
    house.destination = () => KITCHEN;
    // Ben's request waits first, Ada's second.
    house.playing(CRAZY, requestedBy(BEN), [queued(NIGHT, requestedBy(BEN)), queued(SLOW, requestedBy(ADA))]).destination = LOUNGE;
    house.consent.set(ADA.id, 'given').set(BEN.id, 'given').set(CEM.id, 'given');
    const [who, given] = setting(house);

    const { view, private: hidden } = await house.say(who, line, given);

    const refused = view.kind === 'notice' && view.tone === 'error';
    expect(refused, JSON.stringify(view)).toBe(verdict === 'may not');
    if (refused) {
      expect(hidden).toBe(true);
      expect(house.calls).toEqual([]);
    }
  });
});

it('tells a member what to do instead', async () => {
  const house = new House().with(ADA, BEN);
  house.playing();
  expect(viewOf(await house.say(ADA, '/pause'), 'notice').text).toMatch(/DJ/);
  expect(viewOf(await house.say(CEM, '/skip'), 'notice').text).toMatch(/join/);
});

it('makes nobody a DJ of a place where nobody is, from outside', async () => {
  const house = new House();
  house.playing();
  refusal(await house.say(ADA, '/dj stop'));
  expect(house.calls).toEqual([]);
});

it.each(['/settings idle:9', '/dj stop', '/pause', '/volume 40'])('leaves %s to managers and DJs where nothing plays, even to somebody who is there by themselves', async (line) => {
  const house = new House().with(ADA);
  refusal(await house.say(ADA, line));
  expect(house.calls).toEqual([]);
  house.settings = { ...house.settings, djs: [ADA.id] };
  if (line.startsWith('/settings')) expect(viewOf(await house.say(ADA, line), 'settings').settings.idleMinutes).toBe(9);
});

it('starts the music for whoever is there, though they may do nothing else yet', async () => {
  const house = new House().with(ADA);
  expect(viewOf(await house.say(ADA, '/dj start'), 'notice').tone).toBe('ok');
  expect(viewOf(await house.say(ADA, '/volume 40'), 'notice').tone).toBe('ok');
});
