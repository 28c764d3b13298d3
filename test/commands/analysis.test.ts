import { describe, expect, it } from 'vitest';
import type { TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import { NOTHING_ANALYSED } from '../../src/analysis/progress.ts';
import { isTranslated } from '../../src/translate.ts';
import { aHeardSong } from '../support/heard-song.ts';
import { ADA, CRAZY, House, NIGHT, refusal, SLOW, viewOf } from './support.ts';

const SILENCE = aHeardSong({ tempo: null, beats: new Float32Array(), downbeats: new Uint32Array(), beatsPerBar: 0, key: null, loudness: { integratedLufs: -70, rangeLu: 0, truePeakDbtp: -100 }, sections: [{ start: 0, end: 180, label: 'A', energy: 0 }], cues: { start: 0, introEnd: 0, outroStart: 180, end: 180 } });

function hearing(analysis: TrackAnalysis): House {
  const house = new House();
  house.heard.set(CRAZY.file.path, analysis);
  return house;
}

async function shown(analysis: TrackAnalysis) {
  return viewOf(await hearing(analysis).say(ADA, '/analysis track crazy'), 'analysis');
}

async function told(analysis: TrackAnalysis): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await shown(analysis)).facts.map(({ name, phrases }) => [name, phrases.join(', ')]));
}

describe('/analysis track', () => {
  it('says in words what was measured', async () => {
    expect(await told(aHeardSong())).toEqual({
      Tempo: '120 bpm, sure, 4 beats to the bar',
      Key: 'A minor, Camelot 8A',
      Loudness: '-14.3 LUFS, range 6.0 LU, true peak 0.0 dBTP',
      Character: 'electric, lively, warm, dense, danceable',
      Form: '3 sections: A B A, intro until 0:18, outro from 2:42',
    });
  });

  it('says how sure a tempo is, and both that it may be', async () => {
    const tempo = (confidence: number, steadiness = 1) => aHeardSong({ tempo: { bpm: 174.2, alternative: 87.1, confidence, steadiness } });
    expect((await told(tempo(0.9))).Tempo).toContain('174 bpm, sure');
    expect((await told(tempo(0.7))).Tempo).toContain('about 174 bpm');
    expect((await told(tempo(0.4))).Tempo).toContain('about 87 or 174 bpm');
    expect((await told(tempo(0.4, 0.1))).Tempo).toBe('varying, mostly about 174 bpm');
    expect((await told(aHeardSong({ key: { tonic: 3, mode: 'major', confidence: 0.1 } }))).Key).toBe('perhaps Eb major, Camelot 5B');
  });

  it('says where nothing is heard, and claims nothing of it', async () => {
    expect(await told(SILENCE)).toEqual({ Tempo: 'no pulse is heard', Key: 'no key is heard', Loudness: 'as good as silent', Form: 'the same throughout' });
  });

  it('describes the picture to whoever does not see it', async () => {
    expect((await shown(aHeardSong())).alt).toMatch(/^How “Crazy in Love” goes over 3:00, section by section: 120 bpm, sure; .*; 3 sections: A B A; intro until 0:18; outro from 2:42$/);
  });

  it('lists what sounds like it, with what can be heard that both have', async () => {
    const house = hearing(aHeardSong());
    house.sounding = [{ trackId: NIGHT.id, score: 0.8, together: true, artists: null, sound: ['same tempo'] }, { trackId: 'gone', score: 0.7, together: false, artists: null, sound: [] }];
    expect(viewOf(await house.say(ADA, '/analysis track crazy'), 'analysis').like).toEqual([{ track: NIGHT, reasons: ['same tempo'] }]);
  });

  it('is about what plays when nothing is named, and for everybody', async () => {
    const house = hearing(aHeardSong());
    expect(refusal(await house.say(ADA, '/analysis track'))).toMatch(/\/dj start/);
    house.playing(CRAZY);
    const reply = await house.say(ADA, '/analysis');
    expect(viewOf(reply, 'analysis').track).toBe(CRAZY);
    expect(reply.private).toBe(false);
  });

  it('says when a track was not heard yet, and when its file could not be', async () => {
    const house = hearing(aHeardSong());
    const reply = await house.say(ADA, '/analysis track slow');
    expect(reply.private).toBe(true);
    expect(viewOf(reply, 'notice').text).toBe('“Slow Water” was not heard yet: it is analysed soon, before the others.');
    house.analysis = { ...NOTHING_ANALYSED, faults: 1, faulty: [{ path: SLOW.file.path, reason: 'it is damaged' }] };
    expect(viewOf(await house.say(ADA, '/analysis track slow'), 'notice').text).toMatch(/could not be analysed/);
  });

  it('says that nobody can tell while the recommender is away', async () => {
    const house = hearing(aHeardSong());
    house.recommenderIsUp = false;
    house.sounding = null;
    for (const line of ['/analysis track slow', '/similar slow by:sound']) {
      expect(viewOf(await house.say(ADA, line), 'notice').text).toMatch(/cannot be told just now/);
    }
  });

  it('can be read in German, whatever was measured', async () => {
    const keys = Array.from({ length: 24 }, (_, i) => aHeardSong({ key: { tonic: i % 12, mode: i < 12 ? 'major' : 'minor', confidence: i / 24 } }));
    const tempos = [0.2, 0.7, 0.9].flatMap((confidence) => [0, 1].map((steadiness) => aHeardSong({ tempo: { bpm: 100, alternative: 50, confidence, steadiness } })));
    const calm = aHeardSong({ character: { ...aHeardSong().character, onsetsPerSecond: 0.5, energy: 0.1, brightness: 0.9, acousticness: 0.9 } });
    const long = aHeardSong({ seconds: 10_800, sections: Array.from({ length: 60 }, (_, i) => ({ start: 180 * i, end: 180 * (i + 1), label: 'ABC'.charAt(i % 3), energy: 1 })) });
    const views = await Promise.all([SILENCE, calm, long, ...keys, ...tempos].map(shown));
    const said = views.flatMap(({ facts, alt }) => [alt, ...facts.flatMap(({ name, phrases }) => [name, ...phrases])]);
    expect([...new Set(said)].filter((words) => !isTranslated(words, 'de'))).toEqual([]);
  });
});
