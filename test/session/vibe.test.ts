import { describe, expect, it } from 'vitest';
import type { Vibe } from '../../src/vibe.ts';
import { revisedVibe } from '../../src/session/vibe.ts';
import { vibeWords } from '../../src/session/vibe-words.ts';
import { aTrack } from '../support/tracks.ts';
import { aFrame, aVibe } from '../support/vibes.ts';

const NOW = 5_000;
const at = (playing: string | null = 't1') => ({ playing, unwanted: [], now: NOW });
const wanted = (...words: string[]) => ({ wanted: words, unwanted: [] });
const unwanted = (...words: string[]) => ({ wanted: [], unwanted: words });

describe('what was asked for in words', () => {
  const mellow = aVibe({ tags: wanted('mellow'), like: { artists: ['Portishead'], tracks: [] } });

  it('begins anew when it names what to play', () => {
    expect(revisedVibe(mellow, aFrame({ tags: wanted('punk') }), at())).toEqual(aVibe({ tags: wanted('punk'), since: NOW }));
    expect(revisedVibe(mellow, aFrame({ artists: wanted('Low') }), at())).toEqual(aVibe({ artists: wanted('Low'), since: NOW }));
    expect(revisedVibe(mellow, aFrame({ artists: wanted('Low'), relativeTo: 'artist', mood: 0.5 }), at())).toEqual(
      aVibe({ like: { artists: ['Low'], tracks: [] }, leanings: { energy: null, mood: { by: 0.5, than: null }, tempo: null }, since: NOW }),
    );
  });

  it('is changed by what only says what not to play, or is said of what plays', () => {
    expect(revisedVibe(mellow, aFrame({ tags: unwanted('piano') }), at())).toEqual({ ...mellow, tags: { wanted: ['mellow'], unwanted: ['piano'] }, since: NOW });
    expect(revisedVibe(mellow, aFrame({ tempo: 0.5, relativeTo: 'current' }), at())).toEqual({
      ...mellow,
      leanings: { energy: null, mood: null, tempo: { by: 0.5, than: 't1' } },
      since: NOW,
    });
    expect(revisedVibe(mellow, aFrame({ intent: 'less', relativeTo: 'current' }), at())).toEqual({ ...mellow, unlike: ['t1'], since: NOW });
  });

  it('is like what plays when nothing else is known of it', () => {
    const faster = revisedVibe(null, aFrame({ tempo: 0.5, relativeTo: 'current' }), at());
    expect(faster).toEqual(aVibe({ like: { artists: [], tracks: ['t1'] }, leanings: { energy: null, mood: null, tempo: { by: 0.5, than: 't1' } }, since: NOW }));
    expect(revisedVibe(faster, aFrame({ mood: 0.5, relativeTo: 'current' }), at('t2'))).toMatchObject({
      like: { tracks: ['t1'] },
      leanings: { mood: { by: 0.5, than: 't2' }, tempo: { by: 0.5, than: 't1' } },
    });
  });

  it('holds what was said last of anything', () => {
    const noPiano = aVibe({ tags: { wanted: ['mellow', 'jazz'], unwanted: ['piano'] } });
    expect(revisedVibe(noPiano, aFrame({ tags: { wanted: ['piano'], unwanted: ['jazz'] }, relativeTo: 'current' }), at())?.tags).toEqual({ wanted: ['mellow', 'piano'], unwanted: ['jazz'] });
    const more = revisedVibe(null, aFrame({ intent: 'more', relativeTo: 'current' }), at());
    expect(more).toMatchObject({ like: { tracks: ['t1'] }, unlike: [] });
    expect(revisedVibe(more, aFrame({ intent: 'less', relativeTo: 'current' }), at())).toMatchObject({ like: { tracks: [] }, unlike: ['t1'] });
  });

  it('is for so many tracks when that is said, and without those that are named', () => {
    expect(revisedVibe(null, aFrame({ tags: wanted('folk'), count: 5 }), at())).toEqual(aVibe({ tags: wanted('folk'), tracksLeft: 5, since: NOW }));
    expect(revisedVibe(mellow, aFrame({ count: 2 }), at())).toEqual({ ...mellow, tracksLeft: 2, since: NOW });
    expect(revisedVibe(null, aFrame({ count: 2 }), at())).toBeNull();
    const without = revisedVibe(mellow, aFrame({ titles: unwanted('Glass') }), { ...at(), unwanted: ['t9'] });
    expect(without).toEqual({ ...mellow, without: ['t9'], since: NOW });
  });

  it('remembers what was said last, however much is said', () => {
    let vibe: Vibe | null = null;
    for (let n = 0; n < 1_000; n++) {
      const both = (name: string) => ({ wanted: [`${name} ${n}`], unwanted: [`no ${name} ${n}`] });
      vibe = revisedVibe(vibe, aFrame({ intent: n % 2 === 0 ? 'more' : 'less', tags: both('tag'), artists: both('artist'), titles: unwanted(`title ${n}`), relativeTo: 'current' }), { ...at(`t${n}`), unwanted: [`u${n}`] });
    }
    const lists = [vibe?.tags.wanted, vibe?.tags.unwanted, vibe?.artists.wanted, vibe?.artists.unwanted, vibe?.like.artists, vibe?.like.tracks, vibe?.unlike, vibe?.without];
    for (const list of lists) expect(list?.length).toBeLessThanOrEqual(12);
    expect([vibe?.tags.wanted.at(-1), vibe?.artists.unwanted.at(-1), vibe?.unlike.at(-1)]).toEqual(['tag 999', 'no artist 999', 't999']);
    const many = Array.from({ length: 100 }, (_, n) => `artist ${n}`);
    expect(revisedVibe(null, aFrame({ artists: wanted(...many), relativeTo: 'artist' }), at())?.like.artists).toHaveLength(12);
  });

  it('is none when nothing is asked, or what it would be like does not play', () => {
    expect(revisedVibe(null, aFrame(), at())).toBeNull();
    expect(revisedVibe(null, aFrame({ intent: 'more', relativeTo: 'current' }), at(null))).toBeNull();
  });
});

describe('a vibe in words', () => {
  const words = (given: Parameters<typeof aVibe>[0]) => vibeWords(aVibe(given), (id) => (id === 't1' ? aTrack(1, { title: 'Glass' }) : undefined));

  it.each([
    [{ tags: wanted('mellow', 'nocturnal'), like: { artists: ['Massive Attack'], tracks: [] } }, ['mellow, nocturnal', 'like Massive Attack']],
    [{ artists: { wanted: ['Low'], unwanted: ['ABBA'] }, tags: unwanted('metal') }, ['by Low', 'no metal, ABBA']],
    [{ like: { artists: [], tracks: ['t1', 'gone'] }, leanings: { energy: { by: -0.5, than: 't1' }, mood: { by: 1, than: null }, tempo: { by: 0.25, than: null } } }, ['like “Glass”', 'calmer', 'happier', 'faster']],
    [{ era: { from: 1990, to: 1999 }, unlike: ['t1'] }, ['the 1990s', 'less like “Glass”']],
    [{ era: { from: 1969, to: 1969 } }, ['of 1969']],
    [{ era: { from: null, to: 1975 } }, ['up to 1975']],
    [{ era: { from: 1997, to: 1999 } }, ['1997 to 1999']],
    [{ era: { from: 2020, to: null } }, ['from 2020 on']],
    [{ tags: wanted('mellow'), without: ['t1'], tracksLeft: 5 }, ['mellow', 'not “Glass”', 'for 5 tracks']],
    [{ tags: wanted('mellow'), tracksLeft: 1 }, ['mellow', 'for one track']],
  ])('%j', (given, said) => expect(words(given)).toEqual(said));
});
