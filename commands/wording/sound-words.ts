import { characterWords } from '../../models/acoustic/sounds-alike.ts';
import { camelotOf, nameOfKey } from '../../models/acoustic/tonal/camelot.ts';
import type { Key, Tempo, TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import { clockTime } from '../pictures/time-axis.ts';

/** What is known of a track under one heading, in phrases. */
export interface SoundFact {
  readonly name: string;
  readonly phrases: readonly string[];
}

/** From here on a tempo is told as a fact … */
const SURE = 0.85;
/** … and below this together with what else it may be. */
const DOUBTFUL = 0.6;
/** A pulse that stays less the same than this has no one tempo. */
const VARYING = 0.3;
const DOUBTFUL_KEY = 0.3;
const DANCEABLE = 0.6;
/** LUFS: what is measured of nothing (`loudness.ts`). */
const SILENT = -70;
/** Letters in a row; more of them tell nobody anything. */
const MOST_SECTIONS = 16;
/** A cue at the very edge of the music says nothing. Of its length. */
const WORTH_A_CUE = 0.02;

/** What a track sounds like, for people. */
export function soundFacts(analysis: TrackAnalysis): readonly SoundFact[] {
  return [
    { name: 'Tempo', phrases: tempoWords(analysis) },
    { name: 'Key', phrases: keyWords(analysis.key) },
    { name: 'Loudness', phrases: loudnessWords(analysis.loudness) },
    ...(character(analysis).length > 0 ? [{ name: 'Character', phrases: character(analysis) }] : []),
    { name: 'Form', phrases: form(analysis) },
  ];
}

/** What a tempo is said to be: one number, or the two that it may be, the lower first. */
export function tempoGuess({ bpm, alternative, confidence, steadiness }: Tempo): { readonly bpms: readonly number[]; readonly sure: boolean } {
  const bpms = confidence < DOUBTFUL && steadiness >= VARYING ? [bpm, alternative].toSorted((a, b) => a - b) : [bpm];
  return { bpms: [...new Set(bpms.map(Math.round))], sure: confidence >= SURE && steadiness >= VARYING };
}

/** Seconds from and to which a track is fully there; null where it is at once, or to the end. */
export function bodyOf({ cues: { start, introEnd, outroStart, end }, seconds }: TrackAnalysis): { readonly from: number | null; readonly to: number | null } {
  const worth = WORTH_A_CUE * seconds;
  return { from: introEnd - start > worth ? introEnd : null, to: end - outroStart > worth ? outroStart : null };
}

function tempoWords({ tempo, beatsPerBar }: TrackAnalysis): readonly string[] {
  if (tempo === null) return ['no pulse is heard'];
  const { bpms: [one, other], sure } = tempoGuess(tempo);
  if (tempo.steadiness < VARYING) return [`varying, mostly about ${one} bpm`];
  const said = other === undefined ? (sure ? `${one} bpm, sure` : `about ${one} bpm`) : `about ${one} or ${other} bpm`;
  return [said, ...(beatsPerBar > 1 ? [`${beatsPerBar} beats to the bar`] : [])];
}

function keyWords(key: Key | null): readonly string[] {
  if (key === null) return ['no key is heard'];
  return [key.confidence < DOUBTFUL_KEY ? `perhaps ${nameOfKey(key)}` : nameOfKey(key), `Camelot ${camelotOf(key)}`];
}

function loudnessWords({ integratedLufs, rangeLu, truePeakDbtp }: TrackAnalysis['loudness']): readonly string[] {
  if (integratedLufs <= SILENT) return ['as good as silent'];
  return [`${tenths(integratedLufs)} LUFS`, `range ${tenths(rangeLu)} LU`, `true peak ${tenths(truePeakDbtp)} dBTP`];
}

/** Without a minus before nothing. */
function tenths(value: number): string {
  return (Math.round(value * 10) / 10 + 0).toFixed(1);
}

function character({ tempo, key, character: heard, loudness }: TrackAnalysis): readonly string[] {
  if (loudness.integratedLufs <= SILENT) return [];
  const words = characterWords({ ...heard, bpm: tempo?.bpm ?? NaN, tonic: key?.tonic ?? NaN, major: key === null ? NaN : Number(key.mode === 'major') });
  return [...words, ...(heard.danceability >= DANCEABLE ? ['danceable'] : [])];
}

function form(analysis: TrackAnalysis): readonly string[] {
  const letters = analysis.sections.map(({ label }) => label);
  const kinds = new Set(letters).size;
  const { from, to } = bodyOf(analysis);
  return [
    letters.length === 1 ? 'the same throughout' : letters.length > MOST_SECTIONS ? `${letters.length} sections of ${kinds} kinds` : `${letters.length} sections: ${letters.join(' ')}`,
    ...(from === null ? [] : [`intro until ${clockTime(from)}`]),
    ...(to === null ? [] : [`outro from ${clockTime(to)}`]),
  ];
}
