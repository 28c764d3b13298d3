import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCommandDesk } from '../../commands/desk/desk.ts';
import { commands } from '../../commands/registry.ts';
import { action, command, type Command } from '../../src/command.ts';
import { silentLogger } from '../../src/log.ts';
import { UserError } from '../../src/user-error.ts';
import { ADA, BEN, CRAZY, House, MISSION, NIGHT, refusal, SLOW, viewOf } from './support.ts';

const alone = () => {
  const house = new House().with(ADA);
  house.playing();
  return house;
};

describe('options that are wrong get one sentence', () => {
  it.each([
    ['/volume loud', 'The option level must be a whole number from 0 to 100.'],
    ['/volume 101', 'The option level must be a whole number from 0 to 100.'],
    ['/volume 5.5', 'The option level must be a whole number from 0 to 100.'],
    ['/volume', '/volume needs the option level: From 0, silent, to 100, full.'],
    ['/play', '/play needs the option query: Title, artist or album; suggestions come while you type.'],
    ['/play ""', '/play needs the option query: Title, artist or album; suggestions come while you type.'],
    [`/play ${'x'.repeat(201)}`, 'The option query must be text of at most 200 characters.'],
    ['/privacy delete perhaps', 'The option confirm must be yes or no.'],
    ['/settings loudness:3', 'The option loudness must be a number from -23 to -9.'],
    ['/skip now', '/skip takes no options.'],
    ['/move 1 2 3', '/move does not know what to do with “3”: /help move explains it.'],
    ['/dj', null],
    ['/dj dance', 'Say /dj start, /dj stop or /dj move.'],
    ['/privacy colour:red', 'Say /privacy show, /privacy join, /privacy pause, /privacy resume, /privacy elsewhere, /privacy session, /privacy export or /privacy delete.'],
    ['/settings show', 'The option crossfade must be a number from 0 to 12.'],
    ['/sing', 'There is no command /sing: /help lists them all.'],
    ['/constructor', 'There is no command /constructor: /help lists them all.'],
    ['/dj constructor', 'Say /dj start, /dj stop or /dj move.'],
    ['hello', 'Say a command such as /play: /help lists them all.'],
  ])('%s', async (line, sentence) => {
    const reply = await alone().say(ADA, line);
    if (sentence === null) expect(viewOf(reply, 'notice').tone).not.toBe('error');
    else expect(refusal(reply)).toBe(sentence);
  });

  it('also when a door hands them by name', async () => {
    const house = alone();
    const by = (path: string[], options: Record<string, unknown>) => house.desk.execute(path, options, house.context(ADA));
    expect(refusal(await by(['volume'], { level: true }))).toBe('The option level must be a whole number from 0 to 100.');
    expect(refusal(await by(['volume'], { loud: 3 }))).toBe('/volume has no option loud: it takes level.');
    expect(refusal(await by(['skip'], { loud: 3 }))).toBe('/skip has no option loud: it takes none.');
    expect(refusal(await by(['play', 'loud'], {}))).toBe('There is no command /play loud: /help lists them all.');
    expect(house.calls).toEqual([]);
    expect(viewOf(await by(['volume'], { level: 30 }), 'notice').tone).toBe('ok');
  });
});

describe('a command without its subcommand', () => {
  it('is the first that knows what was given by name', async () => {
    const house = alone();
    house.consent.set(ADA.id, 'given');
    viewOf(await house.say(ADA, '/privacy'), 'privacy');
    expect(viewOf(await house.say(ADA, '/privacy agree:yes'), 'notice').text).toMatch(/^Agreed/);
    viewOf(await house.desk.execute(['privacy'], { agree: false }, house.context(ADA)), 'notice');
    expect(house.calls).toEqual([['agreeToElsewhere', ADA.id, true], ['agreeToElsewhere', ADA.id, false]]);
  });

  it('never is one that a stray word would reach', async () => {
    const house = alone();
    house.consent.set(ADA.id, 'given');
    expect(refusal(await house.say(ADA, '/privacy yes'))).toMatch(/^Say \/privacy show/);
    expect(house.calls).toEqual([]);
  });
});

describe('lines', () => {
  it.each([
    ['/play crazy in love', ['play'], 'crazy in love'],
    ['  /PLAY  Crazy', ['play'], 'Crazy'],
    ['/dj Start', ['dj', 'start'], ''],
    ['/privacy delete confirm:yes', ['privacy', 'delete'], 'confirm:yes'],
    ['/settings crossfade:6', ['settings'], 'crossfade:6'],
    ['/nothing like it', ['nothing'], 'like it'],
    ['/', [], '/'],
    ['', [], ''],
  ])('%j', (line, path, options) => expect(alone().desk.parse(line)).toEqual({ path, options }));
});

describe('what goes wrong inside', () => {
  const failing = (error: unknown): Command =>
    command('fail', {
      description: 'Fails',
      options: z.object({ text: z.string().optional().describe('Anything') }),
      rights: 'anyone',
      complete: { text: () => { throw error; } },
      run: () => Promise.reject(error as Error),
    });

  function desk(error: unknown) {
    const lines: string[] = [];
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
    return { desk: createCommandDesk([failing(error)], log), lines };
  }

  it('is told as its own sentence when the person can do something about it', async () => {
    const { desk: one, lines } = desk(new UserError('full', 'The queue is full: remove something first.'));
    expect(refusal(await one.execute(['fail'], {}, alone().context(ADA)))).toBe('The queue is full: remove something first.');
    expect(lines).toEqual([]);
  });

  it('is logged otherwise, without what the person is called or wrote', async () => {
    const { desk: one, lines } = desk(new TypeError('no row for room:ada called Ada in love song'));
    const reply = await one.execute(['fail'], 'love song', alone().context(ADA));
    expect(refusal(reply)).toBe('Something went wrong on Segue’s side; it is in the log.');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/TypeError: no row for … called … in …/);
    expect(lines[0]).toMatch(/desk\.test\.ts/);
    expect(lines[0]).not.toMatch(/room:ada|Ada|love song/);
  });

  it('never escapes, whatever is thrown and whenever', async () => {
    const { desk: one, lines } = desk('just text');
    refusal(await one.execute(['fail'], {}, alone().context(ADA)));
    expect(one.complete(['fail'], 'text', 'x', alone().context(ADA))).toEqual([]);
    expect(one.completeLine('/fail x', alone().context(ADA))).toEqual([]);
    expect(lines).toHaveLength(3);
  });

  it('is logged without what is being typed', () => {
    const { desk: one, lines } = desk(new Error('no match for love song'));
    one.completeLine('/fail love song', alone().context(ADA));
    expect(lines[0]).toMatch(/no match for …/);
  });
});

describe('suggestions', () => {
  const names = (house: House, line: string) => house.desk.completeLine(line, house.context(ADA)).map(({ value }) => value);

  it('come for an option of an action, as id and readable name', () => {
    const house = alone();
    expect(house.desk.complete(['play'], 'query', 'bells', house.context(ADA))).toEqual([
      { name: 'Crazy in Love — The Bells', value: CRAZY.id },
      { name: 'Night Bus — The Bells', value: NIGHT.id },
    ]);
    expect(house.desk.complete(['play'], 'query', '', house.context(ADA))).toHaveLength(4);
    expect(house.desk.complete(['privacy', 'delete'], 'confirm', 'y', house.context(ADA))).toEqual([{ name: 'yes', value: 'yes' }]);
    expect(house.desk.complete(['play'], 'nothing', '', house.context(ADA))).toEqual([]);
    expect(house.desk.complete(['nothing'], 'query', '', house.context(ADA))).toEqual([]);
  });

  it('stay within Discord’s limits', () => {
    const house = alone();
    house.tracks = Array.from({ length: 60 }, (_, i) => ({ ...SLOW, id: `t${i}`, title: '🎵'.repeat(80) }));
    const suggestions = house.desk.complete(['play'], 'query', '', house.context(ADA));
    expect(suggestions).toHaveLength(25);
    for (const { name } of suggestions) {
      expect(name.length).toBeLessThanOrEqual(100);
      expect(name.isWellFormed()).toBe(true);
    }
    house.tracks = [{ ...SLOW, id: 'x'.repeat(101) }];
    expect(house.desk.complete(['play'], 'query', '', house.context(ADA))).toEqual([]);
  });

  it('lead a typed line from the slash to the end', () => {
    const house = alone().with(ADA, BEN);
    expect(names(house, '/')).toContain('/queue');
    expect(names(house, '/pl')).toEqual(['/play ']);
    expect(names(house, '/sk')).toEqual(['/skip']);
    expect(names(house, '/dj ')).toEqual(['/dj start', '/dj stop', '/dj move']);
    expect(names(house, '/dj st')).toEqual(['/dj start', '/dj stop']);
    expect(names(house, '/privacy d')).toEqual(['/privacy delete ']);
    expect(names(house, '/settings ')).toContain('/settings crossfade:');
    expect(names(house, '/settings crossfade:6 l')).toEqual(['/settings crossfade:6 loudness:', '/settings crossfade:6 language:']);
    expect(names(house, '/settings language:d')).toEqual(['/settings language:de']);
    expect(names(house, '/settings add_dj:be')).toEqual(['/settings add_dj:Ben']);
    expect(names(house, '/love slow')).toEqual(['/love Slow Water — Mira Holm']);
    expect(names(house, '/play night')).toEqual(['/play Night Bus — The Bells']);
    expect(names(house, '/skip ')).toEqual([]);
    expect(names(house, 'play')).toEqual([]);
  });

  it('come for any line without failing, and complete it to a command', () => {
    const house = alone();
    const part = fc.oneof(fc.string(), fc.constantFrom('/', ' ', '"', ':', '/play ', '/settings ', '/love ', 'crossfade:', 'add_dj:', '/privacy delete ', 'yes'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const suggestions = house.desk.completeLine(parts.join(''), house.context(ADA));
        expect(suggestions.length).toBeLessThanOrEqual(25);
        for (const { name, value } of suggestions) {
          expect(name.length).toBeLessThanOrEqual(100);
          expect(commands.map((one) => one.name)).toContain(house.desk.parse(value).path[0]);
        }
      }),
    );
  });

  it('name a track so that the completed line asks for exactly it', async () => {
    for (const track of [CRAZY, SLOW, MISSION, NIGHT]) {
      const house = alone();
      const [line] = names(house, `/play ${track.title.slice(0, 5)}`);
      expect(viewOf(await house.say(ADA, line), 'queued').track.id, line).toBe(track.id);
    }
  });
});

it('keeps an action’s own types together with its options', async () => {
  const doubled = action({
    description: 'Doubles',
    options: z.object({ n: z.number().describe('n') }),
    rights: 'anyone',
    run: async (_context, { n }) => ({ private: false, view: { kind: 'notice', tone: 'ok', text: String(n * 2) } }),
  });
  const desk = createCommandDesk([{ name: 'sum', description: 'Sums', subcommands: { doubled } }], silentLogger);
  expect(viewOf(await desk.execute(['sum', 'doubled'], '21', alone().context(ADA)), 'notice').text).toBe('42');
});
