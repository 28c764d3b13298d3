/** How far “more” and “less” reach: levels are −1 to 1. */
const REACH = 0.8;
/** A level that falls short by so much fits e⁻¹ as well. */
const TOLERANCE = 0.35;
/** Of what nobody knows how it is. */
const UNKNOWN = 0.3;
/** No single wish that is not met leaves nothing of the others. */
const LEAST = 0.02;
/** Relative to the best there is: what fits less well does not count as fitting … */
const PARTLY = 0.5;
/** … and what fits better fits as well as anything. */
const WHOLLY = 0.85;
/** Beats a minute. */
const SLOW = 60;
const FAST = 180;
/** Measured of 28 recordings, from a solo trumpet to dance music: energies from .5 to .83. */
const USUAL_ENERGY = 0.7;
const ENERGY_DEVIATION = 0.09;
/** The usual ones count like so many tracks. */
const USUAL_TRACKS = 20;
/** Deviations from the mean to the ends of the levels. */
const WIDTH = 1.5;
/** Cosines below say nothing. */
const ALIKE_FROM = 0.5;
/** Of utility, whose other parts are about 0 to 1: what fits comes before what is liked. */
export const VIBE_UTILITY = 2;
/** What fits less than this does not fit at all: a library may have nothing of the kind. */
export const FITS_AT_ALL = 0.05;

/** How well a level, −1 to 1, meets the wish for more (`by` above 0) or less than `than` has; NaN is not known. 0 to 1. */
export function leaningFit(level: number, than: number, by: number): number {
  if (Number.isNaN(level)) return UNKNOWN;
  const from = Number.isNaN(than) ? 0 : than;
  // What goes beyond the usual already is not to be fallen behind.
  const wanted = Math.min(Math.max(1, from), Math.max(Math.min(-1, from), from + REACH * by));
  const short = Math.max(0, by > 0 ? wanted - level : level - wanted);
  return Math.exp(-((short / TOLERANCE) ** 2));
}

/** Beats a minute as a level: 60 is −1, 180 is 1, what is beyond goes on. Tempo is heard in ratios. */
export function tempoLevel(bpm: number): number {
  return (2 * Math.log(bpm / SLOW)) / Math.log(FAST / SLOW) - 1;
}

/**
 * Measured energies as levels among those of a library, so that all of −1 to 1 is used: recordings lie close together, as
 * they are mastered alike. A small library is compared with usual recordings as well. NaN stays.
 */
export function energyLevels(energies: Float32Array): Float32Array {
  const known = energies.filter((energy) => !Number.isNaN(energy));
  const mean = (USUAL_TRACKS * USUAL_ENERGY + known.reduce((sum, energy) => sum + energy, 0)) / (USUAL_TRACKS + known.length);
  const squares = known.reduce((sum, energy) => sum + (energy - mean) ** 2, USUAL_TRACKS * ENERGY_DEVIATION ** 2);
  const deviation = Math.sqrt(squares / (USUAL_TRACKS + known.length));
  return energies.map((energy) => Math.min(1, Math.max(-1, (energy - mean) / (WIDTH * deviation))));
}

/**
 * What the cosine of two sounds says of their likeness, 0 to 1. Of pairs of a recording that the network had not learnt from
 * (197 of ten styles) and one that it had (443), those of one style have cosines from .04 to .90 (10 to 90 %), others from −.46 to
 * .40; from .5 on half are of one style, from .7 on three of four, from .9 on nearly all.
 */
export function alikeInSound(cosine: number): number {
  return cosine > ALIKE_FROM ? Math.min(1, (cosine - ALIKE_FROM) / (1 - ALIKE_FROM)) : 0;
}

/** How alike two moods are, by the levels of energy, mood and tempo that both say something of; 0 when there is none, up to 1. */
export function levelLikeness(a: readonly number[], b: readonly number[]): number {
  let squares = 0;
  let known = 0;
  a.forEach((level, i) => {
    if (Number.isNaN(level) || Number.isNaN(b[i])) return;
    squares += (level - b[i]) ** 2;
    known++;
  });
  return known === 0 ? 0 : Math.exp(-squares / known / TOLERANCE ** 2);
}

/**
 * Several wishes together: their geometric mean, as each of them counts. 1 for none.
 * @param wishes of each, how well every track meets it
 * @param tracks how many there are
 */
export function combinedFits(wishes: readonly Float32Array[], tracks: number): Float32Array {
  const fits = new Float32Array(tracks).fill(1);
  if (wishes.length === 0) return fits;
  for (let track = 0; track < tracks; track++) {
    let product = 1;
    for (const wish of wishes) product *= Math.max(LEAST, wish[track]);
    fits[track] = product ** (1 / wishes.length);
  }
  return fits;
}

/**
 * Which candidates count as fitting, 0 to 1: relative to the best of them and flat where they fit well, so that a clear
 * vibe decides which styles play, and taste which of their tracks.
 */
export function fitting(fits: Float64Array): Float64Array {
  const best = fits.reduce((most, fit) => Math.max(most, fit), 0);
  if (best < FITS_AT_ALL) return new Float64Array(fits.length);
  return fits.map((fit) => {
    const x = Math.min(1, Math.max(0, (fit / best - PARTLY) / (WHOLLY - PARTLY)));
    return x * x * (3 - 2 * x);
  });
}
