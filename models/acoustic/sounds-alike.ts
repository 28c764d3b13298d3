/** What two tracks can be compared by; NaN where it is not known. As in `track-analysis.ts`. */
export interface Audible {
  readonly bpm: number;
  /** Pitch class, 0 is C … */
  readonly tonic: number;
  /** … and 1 for major, 0 for minor. */
  readonly major: number;
  readonly onsetsPerSecond: number;
  readonly energy: number;
  readonly brightness: number;
  readonly acousticness: number;
}

/** As far as a fader of a turntable goes without anybody noticing. */
const SAME_TEMPO = 0.04;
/** What is neither clearly one nor the other is not worth a word. */
const CHARACTERS: readonly { readonly of: (track: Audible) => number; readonly low: number; readonly high: number; readonly lowWord: string; readonly highWord: string }[] = [
  { of: ({ onsetsPerSecond }) => onsetsPerSecond / 10, low: 0.2, high: 0.55, lowWord: 'sparse', highWord: 'dense' },
  { of: ({ brightness }) => brightness, low: 0.4, high: 0.6, lowWord: 'warm', highWord: 'bright' },
  { of: ({ energy }) => energy, low: 0.5, high: 0.75, lowWord: 'calm', highWord: 'lively' },
  { of: ({ acousticness }) => acousticness, low: 0.1, high: 0.7, lowWord: 'electric', highWord: 'acoustic' },
];
/** Alike are tracks that are no further apart … */
const NEAR = 0.15;
/** … and so many words are enough. */
const WORDS = 2;

/** By how their keys and tempos go together. */
const MEASURED = {
  same: { same: 'same tempo and key', beside: 'same tempo and neighbouring keys', other: 'same tempo' },
  double: { same: 'same key at half or double the tempo', beside: 'neighbouring keys at half or double the tempo', other: 'half or double the tempo' },
  other: { same: 'same key', beside: 'neighbouring keys', other: null },
} as const;

/**
 * What two tracks have in common that can be heard and was measured, as phrases: “same tempo and key”, “similarly sparse and
 * warm”. Empty when nothing is worth a word.
 */
export function soundsAlike(a: Audible, b: Audible): readonly string[] {
  const measured = MEASURED[tempos(a, b)][keys(a, b)];
  const words = sharedCharacter(a, b).slice(0, WORDS);
  return [...(measured === null ? [] : [measured]), ...(words.length > 0 ? [`similarly ${words.join(' and ')}`] : [])];
}

function tempos(a: Audible, b: Audible): keyof typeof MEASURED {
  const near = (ratio: number) => Math.abs(ratio - 1) <= SAME_TEMPO;
  const ratio = Math.max(a.bpm, b.bpm) / Math.min(a.bpm, b.bpm);
  return near(ratio) ? 'same' : near(ratio / 2) ? 'double' : 'other';
}

/** Keys that lie side by side on the Camelot wheel (Davis) mix: the relative one, and those a fifth away. */
function keys(a: Audible, b: Audible): 'same' | 'beside' | 'other' {
  const fifths = (((7 * (relativeMajor(a) - relativeMajor(b))) % 12) + 12) % 12;
  if (a.major === b.major) return fifths === 0 ? 'same' : fifths === 1 || fifths === 11 ? 'beside' : 'other';
  return fifths === 0 ? 'beside' : 'other';
}

function relativeMajor({ tonic, major }: Audible): number {
  return major === 1 ? tonic : tonic + 3;
}

/** What a track is clearly, in single words, the clearest first. */
export function characterWords(track: Audible): readonly string[] {
  return sharedCharacter(track, track);
}

/** What both are clearly, the clearest first. */
function sharedCharacter(a: Audible, b: Audible): readonly string[] {
  return CHARACTERS.flatMap(({ of, low, high, lowWord, highWord }) => {
    const [x, y] = [of(a), of(b)];
    if (!(Math.abs(x - y) <= NEAR)) return [];
    if (Math.max(x, y) <= low) return [{ word: lowWord, by: (low - Math.max(x, y)) / low }];
    return Math.min(x, y) >= high ? [{ word: highWord, by: (Math.min(x, y) - high) / (1 - high) }] : [];
  })
    .sort((one, other) => other.by - one.by)
    .map(({ word }) => word);
}
