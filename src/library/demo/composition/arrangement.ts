import type { Random } from '../../../../models/random.ts';
import { choose } from './chance.ts';

export type SectionName = 'intro' | 'verse' | 'chorus' | 'break' | 'outro';

export interface Section {
  readonly name: SectionName;
  /** 0 for the first verse, 1 for the second … */
  readonly occurrence: number;
  readonly startBar: number;
  readonly bars: number;
  /** How full it is, 0 to 1. */
  readonly energy: number;
  /** The section that follows, or null at the end. */
  readonly next: SectionName | null;
}

const ENERGY: Readonly<Record<SectionName, number>> = { intro: 0.3, verse: 0.55, chorus: 0.88, break: 0.32, outro: 0.4 };

/** How many phrases a section may grow to. */
const MAX_PHRASES: Readonly<Record<SectionName, number>> = { intro: 2, verse: 4, chorus: 4, break: 2, outro: 2 };

/** Sections likelier to grow are listed more often. */
const GROWTH: readonly SectionName[] = ['verse', 'verse', 'verse', 'chorus', 'chorus', 'chorus', 'break', 'intro', 'outro'];

/**
 * Lays out a form so that it lasts about `targetSeconds`: every section begins as one phrase (intro and
 * outro as half of one when time is short), then sections chosen by the generator double until the track
 * is long enough. Sections of one name may differ in length, as they do in real songs.
 * @param form section names separated by spaces
 */
export function arrange(
  random: Random,
  form: string,
  phraseBars: number,
  barSeconds: number,
  targetSeconds: number,
): Section[] {
  const names = form.split(' ') as SectionName[];
  const lengths = names.map((name) => (name === 'intro' || name === 'outro' ? Math.max(2, phraseBars / 2) : phraseBars));
  const targetBars = targetSeconds / barSeconds;
  for (let attempt = 0; attempt < 200; attempt++) {
    const name = choose(random, GROWTH);
    const candidates = lengths
      .map((bars, i) => ({ bars, i }))
      .filter(({ bars, i }) => names[i] === name && bars * 2 <= MAX_PHRASES[name] * phraseBars);
    if (candidates.length === 0) continue;
    const { bars, i } = choose(random, candidates);
    const total = lengths.reduce((a, b) => a + b, 0);
    if (total + bars / 2 > targetBars) continue;
    lengths[i] = bars * 2;
  }
  const seen = new Map<SectionName, number>();
  let startBar = 0;
  return names.map((name, i) => {
    const occurrence = seen.get(name) ?? 0;
    seen.set(name, occurrence + 1);
    const section: Section = {
      name,
      occurrence,
      startBar,
      bars: lengths[i],
      energy: Math.min(1, ENERGY[name] + 0.08 * occurrence),
      next: names[i + 1] ?? null,
    };
    startBar += lengths[i];
    return section;
  });
}
