import { ANALYSIS_VERSION } from '../../models/acoustic/track-analysis.ts';
import type { AnalysedFile, TrackSound } from '../storage/track-analyses.ts';

const HOUR_MS = 3_600_000;
const LONGEST_MS = 7 * 24 * HOUR_MS;

/** Whether an analysis is what would come out today. @param network the version of the network that ships; null without one */
export function isCurrent(sound: TrackSound, network: string | null): boolean {
  return sound.version === ANALYSIS_VERSION && (network === null || sound.networkVersion === network);
}

/**
 * What is to be done about a file that has not changed since: nothing, as it is analysed (`current`) or cannot be for now
 * (`faulty`), or to analyse it (`due`). What ended the thread or the process again and again is tried again later and later.
 */
export function verdictOn({ sound, fault, version, tries, triedAt }: AnalysedFile, network: string | null, now: number): 'current' | 'faulty' | 'due' {
  if (fault === null) return sound !== null && isCurrent(sound, network) ? 'current' : 'due';
  if (version !== ANALYSIS_VERSION) return 'due';
  return tries > 0 && now >= triedAt + pauseMs(tries) ? 'due' : 'faulty';
}

/** None after the first time: any end of the process breaks off two files. */
function pauseMs(tries: number): number {
  return tries < 2 ? 0 : Math.min(LONGEST_MS, HOUR_MS * 4 ** Math.min(tries - 2, 10));
}
