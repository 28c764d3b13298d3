import type { ListenerId } from '../domain.ts';

/**
 * Who heard how much of one play: pure arithmetic over the intervals in which a member is present, not
 * deafened and the music runs. Immutable; every change gives a new value. Times that come out of order
 * (simultaneous events, a clock set back) count as the latest time known.
 */
export interface Attribution {
  /** The latest time known, epoch ms. */
  readonly at: number;
  readonly running: boolean;
  /** How long the music ran until `at`. */
  readonly ranMs: number;
  readonly hearers: ReadonlyMap<ListenerId, Hearer>;
}

export interface Hearer {
  readonly present: boolean;
  readonly deafened: boolean;
  /** Whether what they hear is counted: consent. */
  readonly counted: boolean;
  /** Heard until `heardFrom`, or in all while they hear nothing. */
  readonly heardMs: number;
  /** `ranMs` when the current stretch of hearing began; null while they hear nothing. */
  readonly heardFrom: number | null;
  /** When they first heard it, and when they last stopped; null when never. */
  readonly startedAt: number | null;
  readonly stoppedAt: number | null;
  /** Whether the music had already run when they first heard it. */
  readonly joinedMidway: boolean;
}

export type AttributionChange =
  | { readonly kind: 'joined'; readonly id: ListenerId; readonly deafened: boolean; readonly counted: boolean }
  | { readonly kind: 'left'; readonly id: ListenerId }
  | { readonly kind: 'deafened'; readonly id: ListenerId; readonly deafened: boolean }
  /** From now on what the member hears counts. */
  | { readonly kind: 'counted'; readonly id: ListenerId }
  /** It no longer counts, and what they heard so far is forgotten. */
  | { readonly kind: 'uncounted'; readonly id: ListenerId }
  | { readonly kind: 'paused' }
  | { readonly kind: 'continued' };

/** What one member heard so far. */
export interface Tally {
  readonly heardMs: number;
  readonly startedAt: number;
  /** When they stopped hearing it; the time of asking while they hear it. */
  readonly endedAt: number;
  readonly joinedMidway: boolean;
  readonly hearing: boolean;
}

const ABSENT: Hearer = {
  present: false,
  deafened: false,
  counted: false,
  heardMs: 0,
  heardFrom: null,
  startedAt: null,
  stoppedAt: null,
  joinedMidway: false,
};

/** A play that begins at `at` with nobody there. */
export function begin(at: number): Attribution {
  return { at, running: true, ranMs: 0, hearers: new Map() };
}

/** A play that goes on at `at` from what a checkpoint kept; the time between counts for nobody. */
export function resume(at: number, ranMs: number, kept: Iterable<readonly [ListenerId, Omit<Tally, 'hearing'>]>): Attribution {
  const hearers = new Map<ListenerId, Hearer>();
  for (const [id, { heardMs, startedAt, endedAt, joinedMidway }] of kept) {
    hearers.set(id, { ...ABSENT, counted: true, heardMs, startedAt, stoppedAt: endedAt, joinedMidway });
  }
  return { at, running: true, ranMs, hearers };
}

export function change(before: Attribution, what: AttributionChange, at: number): Attribution {
  const now = advance(before, at);
  switch (what.kind) {
    case 'paused':
      return { ...now, running: false };
    case 'continued':
      return { ...now, running: true };
    case 'joined':
      return withHearer(now, what.id, { present: true, deafened: what.deafened, counted: what.counted });
    case 'left':
      return now.hearers.has(what.id) ? withHearer(now, what.id, { present: false }) : now;
    case 'deafened':
      return now.hearers.has(what.id) ? withHearer(now, what.id, { deafened: what.deafened }) : now;
    case 'counted':
      return now.hearers.has(what.id) ? withHearer(now, what.id, { counted: true }) : now;
    case 'uncounted': {
      const hearer = now.hearers.get(what.id);
      if (!hearer) return now;
      return { ...now, hearers: new Map(now.hearers).set(what.id, { ...ABSENT, present: hearer.present, deafened: hearer.deafened }) };
    }
  }
}

/** What every counted member heard until `at`; those who heard nothing are left out. */
export function tallies(attribution: Attribution, at: number): Map<ListenerId, Tally> {
  const now = advance(attribution, at);
  const heard = new Map<ListenerId, Tally>();
  for (const [id, hearer] of now.hearers) {
    const hearing = hearer.heardFrom !== null;
    const heardMs = heardUntil(hearer, now.ranMs);
    if (!hearer.counted || hearer.startedAt === null || heardMs === 0) continue;
    const endedAt = hearing ? now.at : (hearer.stoppedAt ?? now.at);
    heard.set(id, { heardMs, startedAt: hearer.startedAt, endedAt, joinedMidway: hearer.joinedMidway, hearing });
  }
  return heard;
}

function advance(before: Attribution, at: number): Attribution {
  if (at <= before.at) return before;
  return { ...before, at, ranMs: before.ranMs + (before.running ? at - before.at : 0) };
}

function withHearer(now: Attribution, id: ListenerId, changed: Partial<Pick<Hearer, 'present' | 'deafened' | 'counted'>>): Attribution {
  const before = now.hearers.get(id) ?? ABSENT;
  const state = { ...before, ...changed };
  const hears = state.present && !state.deafened && state.counted;
  const first = hears && before.startedAt === null;
  const stops = !hears && before.heardFrom !== null;
  const after: Hearer = {
    ...state,
    heardMs: heardUntil(before, now.ranMs),
    heardFrom: hears ? now.ranMs : null,
    startedAt: first ? now.at : before.startedAt,
    stoppedAt: stops ? now.at : before.stoppedAt,
    joinedMidway: first ? now.ranMs > 0 : before.joinedMidway,
  };
  return { ...now, hearers: new Map(now.hearers).set(id, after) };
}

function heardUntil(hearer: Hearer, ranMs: number): number {
  return hearer.heardMs + (hearer.heardFrom === null ? 0 : ranMs - hearer.heardFrom);
}
