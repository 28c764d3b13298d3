import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { View, Why } from '../../../src/view.ts';
import { renderConsent } from '../../../src/discord/render/consent.ts';
import { sayIn } from '../../../src/discord/render/say.ts';
import { DEFAULT_PLACE_SETTINGS, type Track } from '../../../src/domain.ts';
import type { PrivacySummary } from '../../../src/listening/listening.ts';
import { aTrack } from '../../support/tracks.ts';
import { ADA, BEN, entry, mustBeAllowed, NASTY, nodesOf, NOW, PICKED, playing, rendered, scored, textOf } from './messages.ts';

const LONG = 'ab_c '.repeat(2_000);
const STATUS = { from: 'process', modelVersion: 'm', listeners: 3, tracks: 1_234, artists: 0, trainedAt: NOW, training: null, restarts: 0 } as const;
const UNKNOWN = { sentences: [], faulty: [] };
const SUMMARY: PrivacySummary = { consent: 'given', since: NOW, listens: 12, heardMs: 5_400_000, feedback: 4, picks: 9, elsewhere: { agreed: false, listens: 0 }, imports: [] };

function nasty(n: number, text = NASTY): Track {
  return aTrack(n, { title: text, artist: text, album: text, year: 1999 });
}

/** Every view, with names and titles like this and lists of this length. */
function everyView(text: string, count: number): readonly View[] {
  const tracks = Array.from({ length: count }, (_, n) => nasty(n + 1, text));
  const queue = tracks.map((track, n) => entry(track, n % 2 === 0 ? { kind: 'request', by: { id: 'discord:9', name: text } } : PICKED));
  const session = playing(nasty(1, text), { queue, notices: [{ at: NOW, text }] });
  return [
    { kind: 'notice', tone: 'ok', text },
    { kind: 'notice', tone: 'error', text: Array.from({ length: count + 1 }, () => text).join('\n') },
    { kind: 'now-playing', session, mine: 'love' },
    { kind: 'now-playing', session: playing(nasty(1, text), { state: { kind: 'waiting', reason: text } }), mine: null },
    { kind: 'now-playing', session: playing(nasty(1, text), { state: { kind: 'starting' } }), mine: null },
    { kind: 'queue', session },
    { kind: 'queued', track: nasty(1, text), position: 3 },
    { kind: 'why', why: { track: nasty(1, text), sentence: text, own: { scores: scored('discord:1', { tags: 1, novelty: -0.4 }), because: tracks.slice(0, 3), evidence: [{ signal: 'tags', phrases: [text, text] }], sure: text }, chance: text } },
    { kind: 'vibe', words: Array.from({ length: count + 1 }, () => text), since: 1_790_000_000_000, note: text },
    { kind: 'vibe', words: null, since: null, note: null },
    { kind: 'question', text: text.slice(0, 200), options: Array.from({ length: Math.min(count, 5) }, (_, n) => ({ label: text.slice(0, 80), words: `${n} ${text}` })) },
    { kind: 'similar', track: nasty(1, text), like: tracks.slice(0, 20).map((track) => ({ track, reasons: ['the same artist', `in common: ${text}`] })) },
    { kind: 'similar', artist: text, like: tracks.map((_, n) => ({ artist: text, tracks: n + 1, reasons: [`both described as ${text}`] })) },
    { kind: 'analysis', track: nasty(1, text), facts: [{ name: 'Tempo', phrases: [text] }], picture: { width: 40, height: 20, shapes: [] }, alt: text, like: tracks.slice(0, 5).map((track) => ({ track, reasons: [text] })) },
    { kind: 'list', list: { id: '0123456789abcdef01234567', kind: 'discover', listenerId: null }, title: text, about: [`${count} tracks`, text], tracks: tracks.map((track) => ({ track, reasons: [text, text] })), cover: { width: 40, height: 20, shapes: [{ kind: 'path', d: 'M0 0h40v20h-40z', fill: '#203040', opacity: 1 }] }, alt: text, kept: count > 1 },
    { kind: 'list-track', listId: '0123456789abcdef01234567', of: { track: nasty(1, text), reasons: [text] }, mine: 'like' },
    { kind: 'labelled', label: text, tracks: tracks.map((track) => ({ track, reasons: [text] })) },
    { kind: 'tags', artist: text, track: nasty(1, text), tags: tracks.map(() => ({ tag: text, from: ['file', 'wikipedia'] })), sources: tracks.map(() => ({ source: 'wikipedia', title: text, url: `https://example.org/${encodeURIComponent(text.slice(0, 50))})(`, credit: text })) },
    { kind: 'tags', artist: text, track: null, tags: [], sources: [{ source: 'pages', title: text, url: text, credit: null }] },
    { kind: 'cloud', tags: tracks.map((_, n) => ({ tag: `${n} ${text}`.slice(0, 60), tracks: n })) },
    {
      kind: 'library',
      library: { tracks: count, artists: 1, files: count, measured: 0, sources: tracks.map(() => ({ name: text, state: 'scanning' as const, done: 1, total: 2, message: text })), unreadable: tracks.map(() => ({ path: text, reason: text })) },
      recommender: STATUS,
      analysis: { sentences: ['1 of 300 tracks analysed; about 3 hours left.'], faulty: tracks.map(() => ({ path: text, reason: text })) },
    },
    { kind: 'reading', reading: { on: false, why: text } },
    { kind: 'reading', reading: { on: true, artists: { total: count, read: 1 }, articles: count, today: { requests: 1, budget: 10 }, sources: tracks.map(() => ({ name: text, readings: 2, fault: text, nextTryAt: NOW })), credits: tracks.map(() => text) } },
    { kind: 'privacy', summary: SUMMARY, note: text },
    { kind: 'privacy', summary: { ...SUMMARY, consent: 'unasked', since: null }, note: null },
    { kind: 'file', name: 'segue-export.json', type: 'application/json', content: text, text },
    { kind: 'settings', settings: { ...DEFAULT_PLACE_SETTINGS, crossfadeMs: 4_500, targetLufs: -13.5, idleMinutes: 7 }, djNames: tracks.map(() => text) },
  ];
}

describe('every answer', () => {
  const cases = [['nasty', NASTY, 2], ['long', LONG, 300], ['short', 'x', 0]] as const;
  for (const language of ['en', 'de'] as const) {
    for (const [name, text, count] of cases) {
      it.each(everyView(text, count).map((view, i) => [`${i} ${view.kind}`, view] as const))(`keeps Discord’s limits: %s, ${name}, in ${language}`, async (_, view) => {
        await rendered(view, language);
      });
    }
  }

  it.each(everyView(NASTY, 3).map((view) => [view.kind, view] as const))('shows names and titles as they are: %s', async (_, view) => {
    const message = await rendered(view);
    for (const { content } of nodesOf(message.components)) {
      const bare = (content ?? '').replace(/\\./g, '');
      expect(bare).not.toContain('@everyone');
      expect(bare).not.toMatch(/<@\d/);
      expect(bare).not.toContain('[a]');
      expect(bare).not.toContain('**x**');
      expect(bare).not.toContain('||');
    }
  });
});

it('names a channel as Discord shows channels', async () => {
  const text = textOf(await rendered({ kind: 'notice', tone: 'ok', text: 'The music plays in <#794354201424560128>, not *there*.' }));
  expect(text).toBe('The music plays in <#794354201424560128>, not \\*there\\*.');
});

describe('what is playing', () => {
  it('shows the caller what they said, the next two and the reactions of all', async () => {
    const next = [2, 3, 4].map((n) => entry(aTrack(n), n === 2 ? { kind: 'request', by: ADA } : PICKED));
    const session = playing(aTrack(1, { durationMs: 80_000 }), { queue: next, reactions: [{ listenerId: ADA.id, reaction: 'like' }, { listenerId: BEN.id, reaction: 'like' }] });
    const message = await rendered({ kind: 'now-playing', session, mine: 'like' });
    const text = textOf(message);
    expect(text).toContain('You like this track.');
    expect(text).toContain('**Song 2** — Artist 2 · asked for by Ada\n**Song 3** — Artist 3');
    expect(text).not.toContain('Song 4');
    expect(text).toContain(`▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱ 1:20 · ends <t:${(NOW + 60_000) / 1000}:R>`);
    expect(nodesOf(message.components).find(({ custom_id }) => custom_id === 'segue:react:like:t1')?.label).toBe('2');
    expect(message.files).toBeUndefined();
  });
});

describe('the queue', () => {
  it('tells requests from plans, and how many are not shown', async () => {
    const queue = Array.from({ length: 60 }, (_, n) => entry(aTrack(n + 2), n < 55 ? { kind: 'request', by: ADA } : PICKED));
    const text = textOf(await rendered({ kind: 'queue', session: playing(aTrack(1), { queue }) }));
    expect(text).toMatch(/1\\. \*\*Song 2\*\* — Artist 2 · 1:00 · asked for by Ada/);
    expect(text).toMatch(/… and \d+ more/);
    expect(text).toContain('56\\. **Song 57**');
  });

  it('says where a request stands', async () => {
    const said = async (position: number) => textOf(await rendered({ kind: 'queued', track: aTrack(1), position }));
    expect(await said(0)).toContain('It plays now.');
    expect(await said(1)).toContain('It plays next.');
    expect(await said(4)).toContain('It is number 4 in the queue.');
  });
});

it('tells in words what each signal said for the reader, and the tracks behind it', async () => {
  const told = async (own: Why['own']) => textOf(await rendered({ kind: 'why', why: { track: aTrack(1), sentence: 'Picked for you and Ben.', own, chance: 'This slot was for exploring: what little is known of was drawn, and this track had a chance of 4 %.' } }));
  const text = await told({ scores: scored(ADA.id, { tags: 6, collaborative: 3, novelty: -1 }), because: [aTrack(7)], evidence: [{ signal: 'tags', phrases: ['by the artist of “Song 7”', 'calm'] }], sure: 'How sure: a guess, as none of your earlier picks can be judged yet.' });
  expect(text).toContain('Picked for you and Ben.');
  expect(text).toContain('**For you** · genre and artist: strongly for it · people with similar taste: for it · not heard yet: a little against it');
  expect(text).toContain('-# genre and artist: by the artist of “Song 7” · calm\n-# Close to what you listen to: “Song 7”\n-# How sure: a guess');
  expect(text).toContain('-# This slot was for exploring');
  expect(await told({ scores: scored(ADA.id, {}), because: [], evidence: [], sure: null })).toContain('**For you** · nothing known yet');
  expect(await told(null)).not.toContain('For you');
});

it('lists similar tracks with what speaks for each, in the language of the server', async () => {
  const view: View = { kind: 'similar', track: aTrack(1), like: [{ track: aTrack(2), reasons: ['the same artist', 'in common: calm and dark'] }, { track: aTrack(3), reasons: [] }] };
  const text = textOf(await rendered(view, 'de'));
  expect(text).toContain('1\\. **Song 2** — Artist 2 · 1:00\n-# derselbe Interpret · gemeinsam: calm und dark');
  expect(text).toContain('2\\. **Song 3** — Artist 3 · 1:00');
});

it('says while taste is being learnt, and how far that is', async () => {
  const library = { tracks: 1, artists: 1, files: 1, measured: 1, sources: [], unreadable: [] };
  const told = async (training: typeof STATUS['training'] | { share: number; doing: 'choosing' }) =>
    textOf(await rendered({ kind: 'library', library, recommender: { ...STATUS, training }, analysis: UNKNOWN }));
  expect(await told({ share: 0.428, doing: 'choosing' })).toContain('about 42 % done');
  expect(await told(null)).not.toContain('learning anew');
});

it('says how far the analysis is, and what could not be analysed, in the language of the server', async () => {
  const library = { tracks: 8_000, artists: 1, files: 1, measured: 8_000, sources: [], unreadable: [] };
  const analysis = { sentences: ['1,240 of 8,000 tracks analysed; about 3 hours left.', 'TensorFlow computes with WebAssembly.', '2 tracks could not be analysed.'], faulty: [{ path: 'x.mp3', reason: 'it is damaged beyond reading' }] };
  const text = textOf(await rendered({ kind: 'library', library, recommender: STATUS, analysis }, 'de'));
  expect(text).toContain('1.240 von 8.000 Titeln analysiert; noch etwa 3 Stunden.');
  expect(text).toContain('TensorFlow rechnet mit WebAssembly.');
  expect(text).toContain('Titel, die sich nicht analysieren ließen\nx.mp3 · sie ist zu beschädigt zum Lesen');
});

describe('a file', () => {
  const view = (content: string): View => ({ kind: 'file', name: 'segue-export.json', type: 'application/json', content, text: 'Everything.' });

  it('is attached and shown', async () => {
    const { files = [] } = await rendered(view('{"a":1}'));
    expect(files.map(({ name, attachment }) => [name, attachment.toString()])).toEqual([['segue-export.json', '{"a":1}']]);
  });

  it('is packed when Discord would not take it', async () => {
    const content = JSON.stringify(Array.from({ length: 1_300_000 }, (_, n) => n));
    expect(content.length).toBeGreaterThan(9_000_000);
    const { files: [file] = [] } = await rendered(view(content));
    expect(file?.name).toBe('segue-export.json.gz');
    expect(gunzipSync(file?.attachment ?? Buffer.alloc(0)).toString()).toBe(content);
  });
});

describe('the settings page', () => {
  const page = (given: Partial<typeof DEFAULT_PLACE_SETTINGS>) => rendered({ kind: 'settings', settings: { ...DEFAULT_PLACE_SETTINGS, ...given }, djNames: [] });
  const chosen = async (given: Parameters<typeof page>[0], name: string) => {
    const menu = nodesOf((await page(given)).components).find(({ custom_id }) => custom_id === `segue:setting:${name}`);
    return menu?.options?.filter((option) => option.default === true).map(({ value }) => value) ?? menu?.default_values?.map(({ id }) => id) ?? [];
  };

  it('has the current value chosen in each menu, whatever it is', async () => {
    const odd = { crossfadeMs: 4_500, targetLufs: -13.5, idleMinutes: 7, language: 'de' as const, textChannelId: '77', djRoleId: '88' };
    expect(await chosen(odd, 'crossfade')).toEqual(['4.5']);
    expect(await chosen(odd, 'loudness')).toEqual(['-13.5']);
    expect(await chosen(odd, 'idle')).toEqual(['7']);
    expect(await chosen(odd, 'language')).toEqual(['de']);
    expect(await chosen(odd, 'channel')).toEqual(['77']);
    expect(await chosen(odd, 'dj-role')).toEqual(['88']);
  });

  it('leaves out a channel and a role that are gone: Discord would refuse the page', async () => {
    const gone = { textChannelId: '1', djRoleId: '2' };
    expect(await chosen(gone, 'channel')).toEqual([]);
    expect(await chosen(gone, 'dj-role')).toEqual([]);
  });
});

describe('the question about consent', () => {
  it('names whom it asks, as many as there are', () => {
    const one = renderConsent(['Ada', NASTY], sayIn('en'));
    mustBeAllowed(one);
    expect(textOf(one)).toContain('**Ada**');
    expect(textOf(one)).toContain('Count me in\nNot now');
    const many = renderConsent(Array.from({ length: 90 }, () => LONG), sayIn('en'));
    mustBeAllowed(many);
    expect(textOf(many)).toContain('and 70 more');
  });
});

it('offers somebody who is not counted in to be', async () => {
  const { components } = await rendered({ kind: 'privacy', summary: { ...SUMMARY, consent: 'unasked', since: null }, note: null });
  expect(nodesOf(components).map(({ custom_id }) => custom_id)).toContain('segue:consent:yes');
});

it('says what is kept about a member', async () => {
  const text = textOf(await rendered({ kind: 'privacy', summary: { ...SUMMARY, elsewhere: { agreed: true, listens: 5 } }, note: 'Words go out.' }));
  expect(text).toContain(`<t:${NOW / 1000}:D>`);
  expect(text).toContain('12 listens, 90 minutes in all');
  expect(text).toContain('5 listens elsewhere (you agreed to that)');
  expect(text).toContain('Words go out.');
});
