import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/library/demo/catalogue.ts';
import { compose, type Commission } from '../../../src/library/demo/compose.ts';
import { SCALES, modulo } from '../../../src/library/demo/composition/scale.ts';
import { STYLE_NAMES } from '../../../src/library/demo/styles/style.ts';

const COMPOSED = CATALOGUE.map((track) => ({ track, ...compose(track.commission) }));
const TUNES = new Set(['lead', 'tune', 'bell', 'mandolin']);
const PITCHED = new Set(['synth', 'fm', 'pluck', 'piano']);

const commissions = fc.record<Commission>({
  seed: fc.nat(),
  style: fc.constantFrom(...STYLE_NAMES),
  band: fc.constantFrom(0, 1),
  seconds: fc.integer({ min: 30, max: 110 }),
  loudness: fc.constant(null),
  genres: fc.constant([]),
  moods: fc.constant([]),
});

describe('the catalogue', () => {
  it('holds 48 tracks by 16 artists, two artists a style and three tracks an artist', () => {
    expect(CATALOGUE).toHaveLength(48);
    expect(new Set(CATALOGUE.map((t) => t.title)).size).toBe(48);
    const artists = Map.groupBy(CATALOGUE, (t) => t.artist);
    expect(artists.size).toBe(16);
    for (const tracks of artists.values()) expect(tracks).toHaveLength(3);
    for (const style of STYLE_NAMES) {
      expect(new Set(CATALOGUE.filter((t) => t.commission.style === style).map((t) => t.artist)).size).toBe(2);
    }
  });

  it('offers every style among its first eight tracks', () => {
    expect(new Set(CATALOGUE.slice(0, 8).map((t) => t.commission.style))).toEqual(new Set(STYLE_NAMES));
  });

  it('tags are lower case', () => {
    for (const { commission } of CATALOGUE) {
      for (const tag of [...commission.genres, ...commission.moods]) expect(tag).toBe(tag.toLowerCase());
      expect(commission.genres.length).toBeGreaterThan(0);
      expect(commission.moods.length).toBeGreaterThan(0);
    }
  });

  it('has some tracks quiet and some hot on purpose', () => {
    const asked = COMPOSED.map(({ score }) => score.master.loudness);
    expect(asked.filter((l) => l <= -25).length).toBeGreaterThanOrEqual(4);
    expect(asked.filter((l) => l >= -8.5).length).toBeGreaterThanOrEqual(4);
  });
});

describe('the composed tracks', () => {
  it('last 60 to 120 s', () => {
    for (const { score, track } of COMPOSED) {
      expect(score.musicSeconds, track.title).toBeGreaterThanOrEqual(60);
      expect(score.musicSeconds + 3.5, track.title).toBeLessThanOrEqual(120);
    }
  });

  it('no two share arrangement and chords, and no artist repeats a form with its lengths', () => {
    const plans = COMPOSED.map(({ truth }) => JSON.stringify([truth.sections.map((s) => [s.name, truth.downbeats.filter((d) => d >= s.start && d < s.end).length]), truth.chords.map((c) => c.numeral)]));
    expect(new Set(plans).size).toBe(48);
    const orders = new Set(COMPOSED.map(({ truth }) => truth.sections.map((s) => s.name).join()));
    expect(orders.size).toBeGreaterThanOrEqual(12);
    const tempi = new Set(COMPOSED.map(({ truth }) => truth.bpm));
    expect(tempi.size).toBeGreaterThanOrEqual(36);
    expect(new Set(COMPOSED.map(({ truth }) => truth.key.pitchClass)).size).toBeGreaterThanOrEqual(10);
    expect(new Set(COMPOSED.map(({ truth }) => truth.timeSignature))).toEqual(new Set(['4/4', '3/4', '6/8']));
  });

  it('tunes rest on chord tones: at least nine of ten notes on a beat', () => {
    for (const { score, truth, track } of COMPOSED) {
      let onBeat = 0;
      let consonant = 0;
      for (const part of score.parts.filter((p) => TUNES.has(p.name))) {
        for (const note of part.notes) {
          const beat = truth.beats.findLast((b) => b <= note.time + 0.04) ?? 0;
          if (Math.abs(beat - note.time) > 0.04) continue;
          const chord = truth.chords.findLast((c) => c.start <= beat + 0.001);
          onBeat++;
          if (chord?.pitchClasses.includes(modulo(note.pitches[0], 12))) consonant++;
        }
      }
      if (onBeat >= 8) expect(consonant / onBeat, track.title).toBeGreaterThan(0.9);
    }
  });

  it('most notes belong to the key', () => {
    for (const { score, truth, track } of COMPOSED) {
      const scale = SCALES[truth.key.mode].map((s) => (s + truth.key.pitchClass) % 12);
      const pitches = score.parts.filter((p) => PITCHED.has(p.patch.kind)).flatMap((p) => p.notes.flatMap((n) => n.pitches));
      const inside = pitches.filter((p) => scale.includes(modulo(p, 12))).length;
      expect(inside / pitches.length, track.title).toBeGreaterThan(0.75);
    }
  });

  it('tunes repeat: a phrase of a chorus comes again', () => {
    const repeating = COMPOSED.filter(({ score, truth }) => {
      const tune = score.parts.find((p) => TUNES.has(p.name) || p.name === 'piano');
      const rhythmOf = (bar: number): string =>
        (tune?.notes ?? [])
          .filter((n) => n.time > truth.downbeats[bar] - 0.04 && n.time < (truth.downbeats[bar + 1] ?? Infinity) - 0.04)
          .map((n) => Math.round((n.time - truth.downbeats[bar]) / (15 / truth.bpm)))
          .join();
      const rhythms = truth.downbeats.map((_, bar) => rhythmOf(bar)).filter((r) => r !== '');
      return rhythms.length > 2 * new Set(rhythms).size;
    });
    expect(repeating.length).toBeGreaterThanOrEqual(36);
  });
});

describe('composing', () => {
  it('is decided by the commission alone', () => {
    fc.assert(fc.property(commissions, (commission) => {
      expect(compose(commission)).toEqual(compose(commission));
    }), { numRuns: 16 });
  });

  it('another seed gives another piece', () => {
    fc.assert(fc.property(commissions, (commission) => {
      const other = compose({ ...commission, seed: commission.seed + 1 });
      expect(compose(commission).score.parts).not.toEqual(other.score.parts);
    }), { numRuns: 16 });
  });

  it('sections, chords and beats cover the track without gap, at one tempo', () => {
    fc.assert(fc.property(commissions, (commission) => {
      const { truth, score } = compose(commission);
      for (const spans of [truth.sections, truth.chords]) {
        expect(spans[0].start).toBeCloseTo(truth.beats[0], 5);
        expect(spans[spans.length - 1].end).toBeCloseTo(score.musicSeconds, 5);
        for (let i = 1; i < spans.length; i++) expect(spans[i].start).toBeCloseTo(spans[i - 1].end, 5);
      }
      for (let i = 1; i < truth.beats.length; i++) expect(truth.beats[i] - truth.beats[i - 1]).toBeCloseTo(60 / truth.bpm, 4);
      const perBar = { '4/4': 4, '3/4': 3, '6/8': 2 }[truth.timeSignature];
      expect(truth.downbeats).toEqual(truth.beats.filter((_, i) => i % perBar === 0));
    }), { numRuns: 40 });
  });

  it('every note lies in the track, can be heard and is in an instrument\'s reach', () => {
    fc.assert(fc.property(commissions, (commission) => {
      const { score } = compose(commission);
      for (const part of score.parts) {
        for (const [i, note] of part.notes.entries()) {
          expect(note.time).toBeGreaterThanOrEqual(0);
          expect(note.time).toBeLessThan(score.musicSeconds);
          expect(note.duration).toBeGreaterThan(0);
          expect(note.velocity).toBeGreaterThan(0);
          expect(note.velocity).toBeLessThanOrEqual(1);
          for (const pitch of note.pitches) expect(pitch >= 21 && pitch <= 108, `${part.name} ${pitch}`).toBe(true);
          if (i > 0) expect(note.time).toBeGreaterThanOrEqual(part.notes[i - 1].time);
        }
      }
    }), { numRuns: 30 });
  });
});
