import { camelotOf, nameOfKey } from '../../../models/acoustic/tonal/camelot.ts';
import type { TrackAnalysis } from '../../../models/acoustic/track-analysis.ts';

/** Columns of the table, with what stands in them; where nothing can be said, nothing does. */
const COLUMNS: Readonly<Record<string, (analysis: TrackAnalysis) => string>> = {
  seconds: ({ seconds }) => seconds.toFixed(3),
  bpm: ({ tempo }) => tempo?.bpm.toFixed(2) ?? '',
  bpm_confidence: ({ tempo }) => tempo?.confidence.toFixed(3) ?? '',
  bpm_alternative: ({ tempo }) => tempo?.alternative.toFixed(2) ?? '',
  key: ({ key }) => (key ? nameOfKey(key) : ''),
  key_confidence: ({ key }) => key?.confidence.toFixed(3) ?? '',
  camelot: ({ key }) => (key ? camelotOf(key) : ''),
  loudness_lufs: ({ loudness }) => loudness.integratedLufs.toFixed(2),
  loudness_range_lu: ({ loudness }) => loudness.rangeLu.toFixed(2),
  true_peak_db: ({ loudness }) => loudness.truePeakDbtp.toFixed(2),
  energy: ({ character }) => character.energy.toFixed(3),
  brightness: ({ character }) => character.brightness.toFixed(3),
  danceability: ({ character }) => character.danceability.toFixed(3),
  acousticness: ({ character }) => character.acousticness.toFixed(3),
  onsets_per_second: ({ character }) => character.onsetsPerSecond.toFixed(2),
  beats: ({ beats }) => String(beats.length),
  downbeats: ({ downbeats }) => String(downbeats.length),
  sections: ({ sections }) => sections.map(({ start, label }) => `${label}@${start.toFixed(2)}`).join(' '),
  start: ({ cues }) => cues.start.toFixed(2),
  intro_end: ({ cues }) => cues.introEnd.toFixed(2),
  outro_start: ({ cues }) => cues.outroStart.toFixed(2),
  end: ({ cues }) => cues.end.toFixed(2),
};

export type NamedAnalysis = readonly [name: string, analysis: TrackAnalysis];

/** A line a file. */
export function* analysisLines(analyses: readonly NamedAnalysis[]): Iterable<string> {
  yield `${['file', ...Object.keys(COLUMNS)].join('\t')}\n`;
  for (const [name, analysis] of analyses) {
    yield `${[cellOf(name), ...Object.values(COLUMNS).map((cell) => cell(analysis))].join('\t')}\n`;
  }
}

/** A line a beat: its number from 1, its time, and its place in the bar from 1 where bars are known. */
export function* beatLines(analyses: readonly NamedAnalysis[]): Iterable<string> {
  yield 'file\tbeat\ttime\tbar\n';
  for (const [name, { beats, downbeats }] of analyses) {
    const begins = new Set(downbeats);
    let bar = 0;
    for (const [i, time] of beats.entries()) {
      if (begins.has(i)) bar++;
      yield `${cellOf(name)}\t${i + 1}\t${time.toFixed(3)}\t${bar}\n`;
    }
  }
}

/** A name as it is, but for what would break the table. */
export function cellOf(name: string): string {
  return name.replaceAll(/[\t\r\n]/g, ' ');
}
