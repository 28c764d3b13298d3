import { expect, it } from 'vitest';
import { commands } from '../../commands/registry.ts';
import type { Action } from '../../src/command.ts';
import type { GivenFile } from '../../src/given-file.ts';
import { aHeardSong } from '../support/heard-song.ts';
import { someStats } from '../support/stats.ts';
import { ADA, aList, BEN, CRAZY, House, pickedFor, queued, requestedBy, SLOW } from './support.ts';

const actions = commands.flatMap((command): [string, Action][] =>
  'action' in command
    ? [[command.name, command.action]]
    : Object.entries(command.subcommands).map(([name, action]): [string, Action] => [`${command.name} ${name}`, action]),
);

/** What the actions need to be told to do what they are for. */
const GIVEN: Readonly<Record<string, string>> = {
  play: 'slow', vibe: 'mellow', next: 'slow', seek: '1:30', volume: '40', remove: '1', move: '2 1', settings: 'idle:9', similar: 'slow', 'tags search': 'slow', 'privacy elsewhere': 'yes', 'block artist': 'the bells', blend: 'as:now', 'block remove': 'the bells', 'import listenbrainz': 'ada', 'import lastfm': 'ada', 'import remove': 'Spotify', 'privacy delete': 'yes', 'weekly track': 'crazy',
};

/** No line can be typed with it. */
const A_FILE: GivenFile = { name: 'history.zip', size: 0, async *open() {} };

it.each(actions)('/%s answers whom it says it normally does', async (name, action) => {
  const house = name === 'blend' ? new House().with(ADA, BEN) : new House().with(ADA);
  for (const { id } of [ADA, BEN]) house.consent.set(id, 'given');
  house.requests.tell('mellow', { tags: { wanted: ['mellow'], unwanted: [] } });
  house.similar = [{ trackId: CRAZY.id, score: 0.5, together: false, artists: null, sound: [] }];
  house.heard.set(CRAZY.file.path, aHeardSong());
  house.stats = someStats();
  house.labelled = [{ trackId: CRAZY.id, score: 1, says: 'file', broader: null }];
  house.lists = [aList(ADA, [CRAZY, SLOW])];
  house.discovered = aList(ADA, [SLOW]);
  house.destination = () => ({ kind: 'discord', guildId: '1', channelId: '20' });
  if (name !== 'dj start') {
    const session = house.playing(CRAZY, pickedFor([]), [queued(SLOW, requestedBy(ADA)), queued(CRAZY, pickedFor([]))]);
    session.destination = { kind: 'discord', guildId: '1', channelId: '10' };
    if (name === 'resume' && 'current' in session.state) session.state = { ...session.state, kind: 'paused' };
  }
  if (name === 'block remove') await house.say(ADA, '/block artist the bells');
  const reply = name === 'import file' ? await house.desk.execute(['import', 'file'], { file: A_FILE }, house.context(ADA)) : await house.say(ADA, `/${name} ${GIVEN[name] ?? ''}`);
  if (reply.view.kind === 'notice') expect(reply.view.tone, reply.view.text).not.toBe('error');
  expect(reply.private).toBe(action.public !== true);
});
