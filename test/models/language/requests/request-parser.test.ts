import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RequestFrame, requestFrame } from '../../../../models/language/requests/frame.ts';
import { RequestParser } from '../../../../models/language/requests/request-parser.ts';
import { seeded } from '../../../../models/random.ts';
import { requestLanguage } from '../../../../src/understanding/request-language.ts';
import { comparable, parser, requestsIn, trained, YEAR } from './support.ts';

const read = (text: string) => parser.parse(text, YEAR);

describe('the requests it was developed with', () => {
  const requests = requestsIn('development');

  it('are understood entirely but for a few', () => {
    const misread = requests.filter((request) => JSON.stringify(comparable(read(request.text))) !== JSON.stringify(comparable(request)));
    expect(misread.length / requests.length).toBeLessThan(0.1);
  });
});

describe('names', () => {
  it.each<[string, readonly string[]]>([
    ['radioheads best', ['Radiohead']],
    ['play something by led zep', ['Led Zeppelin']],
    ['RADIOHEAD', ['Radiohead']],
    ['play nirvanna', ['Nirvana']],
    ['songs by sigur rós', ['Sigur Rós']],
    ['play ac dc', ['AC/DC']],
    ['Garbage, Hole and Blur', ['Garbage', 'Hole', 'Blur']],
    ['some coltrane please', ['John Coltrane']],
    ['play something nice to drive home to', []],
    ['take me home', []],
    ['something that heals the soul', []],
  ])('in “%s”: %j', (text, artists) => {
    expect(read(text).artists.wanted).toEqual(artists);
  });

  it('are those that are given, and no others', () => {
    expect(trained.parse('play radiohead', YEAR).artists.wanted).toEqual([]);
    const other = trained.knowing({ artists: [{ id: 'a7', name: 'The Velvet Teacups', aliases: ['VT'] }], titles: ['Rainy Tuesday'] });
    expect(other.parse('play velvet teacups', YEAR).artists.wanted).toEqual(['a7']);
    expect(other.parse('songs by vt', YEAR).artists.wanted).toEqual(['a7']);
    expect(other.parse('rainy tuesday', YEAR).titles.wanted).toEqual(['Rainy Tuesday']);
  });

  it('that nobody knows are told, with a question', () => {
    expect(read('songs like modest mouse').unknown).toEqual(['modest mouse']);
    expect(read('songs like the last summer').unknown).toEqual([]);
    const frame = read('something by the glimmering onions');
    expect(frame.unknown).toEqual(['the glimmering onions']);
    expect(frame.question?.text).toContain('the glimmering onions');
    expect(frame.sure).toBeLessThan(read('something by radiohead').sure);
  });
});

describe('German adjectives', () => {
  it('that end like comparatives describe what follows them', () => {
    expect(read('trauriger deutscher hip hop')).toMatchObject({ intent: 'play', tags: { wanted: ['sad', 'german', 'hip hop'] }, mood: 0 });
    expect(read('etwas trauriger bitte')).toMatchObject({ intent: 'play', tags: { wanted: [] }, mood: -0.25 });
  });
});

describe('two orders at once', () => {
  it.each([['skip this and play jazz', true], ['next, some jazz please', true], ['turn it up and play jazz', false], ['skip the metal and play jazz', false]])('“%s” plays what is asked for', (text, skips) => {
    expect(read(text)).toMatchObject({ intent: 'play', tags: { wanted: ['jazz'] }, skips });
  });

  it('are one where the other only tells why', () => {
    expect(read('turn it down, i am on the phone')).toMatchObject({ intent: 'volume', volume: { change: -0.5 } });
    expect(read('i am on the phone, call me later')).toMatchObject({ intent: 'other' });
  });
});

describe('more of what plays', () => {
  it.each([['five more of this', 5], ['10 more of those', 10], ['two of these please', 2], ['more of this', null]])('“%s”', (text, count) => {
    expect(read(text)).toMatchObject({ intent: 'more', relativeTo: 'current', count });
  });

  it('is not what is counted in five more minutes', () => {
    expect(read('five more minutes of jazz').count).toBeNull();
  });
});

describe('words that are written right', () => {
  it.each(['dreary', 'bleary', 'stern'])('“%s” is no slip of a tag', (word) => {
    expect(read(`something ${word}`).tags.wanted).toEqual([]);
  });

  it('are unlike slips', () => {
    expect(read('something dreamey').tags.wanted).toEqual(['dreamy']);
    expect(read('melow music').tags.wanted).toEqual(['mellow']);
  });
});

describe('titles made of labels', () => {
  const own = trained.knowing({ artists: [], titles: ['Fast Car', 'Sad Songs'] });

  it.each(['play fast car', 'Fast Car', 'some music, “fast car”'])('are meant in “%s”', (text) => {
    expect(own.parse(text, YEAR)).toMatchObject({ titles: { wanted: ['Fast Car'] }, tags: { wanted: [] } });
  });

  it('are not where labels are described with', () => {
    expect(own.parse('some sad songs for the evening', YEAR)).toMatchObject({ titles: { wanted: [] }, tags: { wanted: ['sad', 'evening'] } });
  });
});

describe('years', () => {
  it.each<[string, RequestFrame['era']]>([
    ['jazz from the late fifties', { from: 1957, to: 1959 }],
    ['60s/70s soul', { from: 1960, to: 1979 }],
    ['from 1990 to 1995', { from: 1990, to: 1995 }],
    ['songs from 70 to 75', { from: 1970, to: 1975 }],
    ["'99 hits", { from: 1999, to: 1999 }],
    ['before 1980', { from: null, to: 1979 }],
    ['not before 1980', { from: 1980, to: null }],
    ['from 2010 onwards', { from: 2010, to: null }],
    ['songs from last year', { from: 2025, to: 2025 }],
    ['songs from the last 10 years', { from: 2016, to: null }],
    ['the 10s', { from: 2010, to: 2019 }],
    ['musik aus den 80ern', { from: 1980, to: 1989 }],
    ['20 songs', null],
    ['metal from 2199', null],
  ])('“%s”', (text, era) => {
    expect(read(text).era).toEqual(era);
  });
});

describe('what is turned down', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['no metal, just jazz', ['jazz'], ['metal']],
    ['no metal, punk or ska', [], ['metal', 'punk', 'ska']],
    ['jazz but no blues', ['jazz'], ['blues']],
    ['anything but techno', [], ['techno']],
    ['jazz without saxophone, with piano', ['jazz', 'piano'], ['saxophone']],
    ['ambient, no vocals', ['ambient', 'instrumental'], []],
    ['less metal, more jazz', ['jazz'], ['metal']],
  ])('“%s”', (text, wanted, unwanted) => {
    expect(comparable(read(text))).toMatchObject({ tags: [[...wanted].sort(), [...unwanted].sort()] });
  });
});

describe('what is to change', () => {
  it.each<[string, Partial<RequestFrame>]>([
    ['a bit calmer', { energy: -0.25, relativeTo: 'current' }],
    ['much sadder than this', { mood: -1, relativeTo: 'current' }],
    ['less depressing, please', { mood: 0.5 }],
    ['this is too slow', { tempo: 0.5 }],
    ['pink floyd but faster', { tempo: 0.5, relativeTo: 'artist' }],
    ['jazz, a little faster', { tempo: 0.25, relativeTo: null }],
    ['speed it up a bit', { tempo: 0.25 }],
  ])('“%s”', (text, frame) => {
    expect(read(text)).toMatchObject(frame);
  });
});

describe('a question', () => {
  const own = trained.knowing({ artists: [{ id: 'kiss', name: 'Kiss' }, { id: 'sleep', name: 'Sleep' }], titles: ['Kiss'] });

  it('is asked where a name has two meanings, and each of its answers has one', () => {
    const frame = own.parse('something like sleep', YEAR);
    expect(frame.question?.options.map(({ label }) => label).sort()).toEqual(['Music that is sleep', 'The artist Sleep']);
    const answers = frame.question?.options.map(({ words }) => own.parse(words, YEAR)) ?? [];
    expect(answers.map(({ question }) => question)).toEqual([null, null]);
    expect(new Set(answers.map(({ artists }) => artists.wanted.join()))).toEqual(new Set(['sleep', '']));
  });

  it('is answered by words that need none, whatever was asked', () => {
    const asked = [...requestsIn('requests'), ...requestsIn('development')].flatMap(({ text }) => read(text).question ?? []);
    expect(asked.length).toBeGreaterThan(0);
    for (const { options } of asked) for (const { words } of options) expect(read(words)).toMatchObject({ question: null });
  });
});

describe('any words', () => {
  it('give a valid frame', () => {
    const pieces = fc.constantFrom('no', 'not', 'like', 'by', 'the', 'more', 'less', '90s', 'from', 'to', '1990', 'Radiohead', 'kiss', 'jazz', 'sad', 'happier', 'a bit', 'but', ',', '"', '“', 'volume', '40%', 'this', 'songs', '5', 'und', 'ohne', 'before', 'after', 'late');
    const wordy = fc.array(pieces, { maxLength: 14 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 80 }), wordy), (text) => {
        requestFrame.parse(read(text));
      }),
      { numRuns: 500 },
    );
  });

  it('are read as far as a request can be long', () => {
    const long = read('play some jazz '.repeat(20_000));
    requestFrame.parse(long);
    expect(long.tags.wanted).toEqual(['jazz']);
  });

  it('give the same frame always', () => {
    const again = RequestParser.train(requestLanguage(), seeded(1));
    for (const { text } of requestsIn('development')) expect(again.parse(text, YEAR)).toEqual(trained.parse(text, YEAR));
  });
});
