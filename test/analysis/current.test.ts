import { describe, expect, it } from 'vitest';
import { verdictOn } from '../../src/analysis/current.ts';
import type { AnalysedFile, TrackSound } from '../../src/storage/track-analyses.ts';
import { ANALYSIS_VERSION } from '../../models/acoustic/track-analysis.ts';
import { anAnalysis } from './analyses.ts';

const NOW = 1_795_000_000_000;
const HOUR_MS = 3_600_000;
const SOUND: TrackSound = { ...anAnalysis(), embedding: Float32Array.from([1]), networkVersion: 'n1' };

function verdict(given: Partial<AnalysedFile>, network: string | null = 'n1') {
  return verdictOn({ path: '/a', size: 1, mtimeMs: 1, contentHash: 'aa', version: ANALYSIS_VERSION, tries: 0, triedAt: NOW, fault: null, sound: SOUND, ...given }, network, NOW);
}

describe('what is to be done about a file', () => {
  it('is nothing when its analysis is what would come out today', () => {
    expect(verdict({})).toBe('current');
    expect(verdict({ sound: { ...SOUND, embedding: null } })).toBe('current');
  });

  it('is to analyse it anew when the analysis or the network is another', () => {
    expect(verdict({ sound: null })).toBe('due');
    expect(verdict({ sound: { ...SOUND, version: ANALYSIS_VERSION - 1 } })).toBe('due');
    expect(verdict({}, 'n2')).toBe('due');
    expect(verdict({ sound: { ...SOUND, networkVersion: null } })).toBe('due');
    // What an older network said is better than nothing where there is none.
    expect(verdict({}, null)).toBe('current');
  });

  it('is to leave it alone when it cannot be decoded, until the analysis is another', () => {
    const fault = 'it is damaged beyond reading';
    expect(verdict({ fault, sound: null, triedAt: 0 })).toBe('faulty');
    expect(verdict({ fault, sound: null, version: ANALYSIS_VERSION - 1 })).toBe('due');
  });

  it.each([[1, 0], [2, 1], [3, 4], [4, 16], [9, 168], [1_000, 168]])('after %i tries that never came to an end it rests for %i hours', (tries, hours) => {
    const broken = { fault: 'its analysis never came to an end', sound: null, tries };
    expect(verdict({ ...broken, triedAt: NOW - hours * HOUR_MS })).toBe('due');
    if (hours > 0) expect(verdict({ ...broken, triedAt: NOW - hours * HOUR_MS + 1 })).toBe('faulty');
  });
});
