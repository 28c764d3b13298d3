import type { ImportedSong } from '../domain.ts';

/** How often one song was heard, and how that went. */
export type SongCounts = Pick<ImportedSong, 'plays' | 'completions' | 'skips' | 'earlySkips' | 'heardMs'>;

/** What one service tells of a song: how often it was heard from the first time to the last. */
export type Telling = SongCounts & Pick<ImportedSong, 'firstAt' | 'lastAt'>;

/** Services tell a play by its start or its end, some by the day alone. */
const SLACK_MS = 24 * 3_600_000;
export const NOT_HEARD: SongCounts = { plays: 0, completions: 0, skips: 0, earlySkips: 0, heardMs: 0 };

/**
 * Of what several services tell of one song, what earlier ones in the list have told already. Whoever lets one service know
 * what they hear at another has a song's plays in both: tellings whose times meet are of the same plays, of which the most that
 * one of them tells is true; others add up, as when somebody went from one service to another.
 * @returns by telling: how much of its counts is told again
 */
export function toldAgain(tellings: readonly Telling[]): readonly SongCounts[] {
  const again = tellings.map(() => NOT_HEARD);
  const byTime = tellings.map((_, i) => i).sort((a, b) => tellings[a].firstAt - tellings[b].firstAt);
  let together: number[] = [];
  let until = -Infinity;
  const close = () => {
    let told = NOT_HEARD;
    for (const i of together.sort((a, b) => a - b)) {
      const telling = tellings[i];
      const most = told;
      again[i] = counts((name) => Math.min(telling[name], most[name]));
      told = counts((name) => Math.max(telling[name], most[name]));
    }
  };
  for (const i of byTime) {
    if (tellings[i].firstAt > until + SLACK_MS) {
      close();
      together = [];
    }
    together.push(i);
    until = Math.max(until, tellings[i].lastAt);
  }
  close();
  return again;
}

/** Tellings of different plays as one; none of none. */
export function asOne(tellings: readonly Telling[]): readonly Telling[] {
  if (tellings.length === 0) return [];
  const sum = counts((name) => tellings.reduce((all, telling) => all + telling[name], 0));
  return [{ ...sum, firstAt: Math.min(...tellings.map(({ firstAt }) => firstAt)), lastAt: Math.max(...tellings.map(({ lastAt }) => lastAt)) }];
}

/** What is left of counts when that is taken away which is told elsewhere as well. */
export function lessAgain(told: SongCounts, again: SongCounts): SongCounts {
  return counts((name) => told[name] - again[name]);
}

function counts(of: (name: keyof SongCounts) => number): SongCounts {
  return { plays: of('plays'), completions: of('completions'), skips: of('skips'), earlySkips: of('earlySkips'), heardMs: of('heardMs') };
}
