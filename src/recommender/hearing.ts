import { labelStrength } from '../../models/acoustic/learning/label-sound.ts';
import { predicted } from '../../models/acoustic/learning/ridge.ts';
import { alikeInSound, energyLevels, tempoLevel } from '../../models/ranking/vibe.ts';
import { LEANINGS, type LeaningName } from '../vibe.ts';
import type { SoundNumber } from './library-sound.ts';
import type { SoundLabels } from './sound-labels.ts';
import type { TagKinship } from './tag-kinship.ts';
import type { TrackSounds } from './track-sounds.ts';

/** What is heard goes for less than what a file or writers say: their word stands above it. */
const HEARD = 0.6;
/** Of labels that bear on a tag that is none itself, the best so many are asked. */
const MOST_KIN = 3;
/** A mood that labels suggest is a guess beside one that somebody names. */
const MOOD_BY_LABELS = 0.5;

/** What can be heard of the tracks of a catalogue, in the terms of words: labels that fit, and how lively, happy and fast they are. */
export class Hearing {
  readonly #sounds: TrackSounds;
  readonly #labels: SoundLabels | null;
  readonly #kinship: TagKinship;
  /** By track, in the order of `LEANINGS`. */
  #levels: Readonly<Record<LeaningName, Float32Array>> | null = null;

  constructor(sounds: TrackSounds, labels: SoundLabels | null, kinship: TagKinship) {
    this.#sounds = sounds;
    this.#labels = labels;
    this.#kinship = kinship;
  }

  /** Whether this is still how things are. */
  isOf(sounds: TrackSounds, labels: SoundLabels | null): boolean {
    return sounds === this.#sounds && labels === this.#labels;
  }

  /** By track: how much it sounds like what is called so, 0 to 1; 0 where nothing tells. */
  fit(tag: string): Float32Array {
    const labels = this.#labels;
    const fits = new Float32Array(this.#sounds.catalogue.ids.length);
    if (!labels) return fits;
    const kin = labels.names
      .map((name, index) => ({ index, weight: HEARD * trust(labels.auc[index]) * this.#kinship.fits(name, tag), is: name === tag }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => Number(b.is) - Number(a.is) || b.weight - a.weight);
    // How a label sounds was learnt from all of its kinds already.
    for (const { index, weight } of kin.slice(0, kin[0]?.is ? 1 : MOST_KIN)) {
      this.#eachHeard((track, embedding) => {
        const odds = 2 * labelStrength(labels, index, embedding, 0) - 1;
        if (weight * odds > fits[track]) fits[track] = weight * odds;
      });
    }
    return fits;
  }

  /** Energy, mood or tempo of a track as it was measured, −1 to 1, a tempo beyond what is usual also further; NaN where it was not. */
  level(track: number, name: LeaningName): number {
    return (this.#levels ??= this.#measured())[name][track];
  }

  /** How sure that is beside what words say, whose weight is 1; 0 where nothing was measured. */
  sureness(track: number, name: LeaningName): number {
    if (Number.isNaN(this.level(track, name))) return 0;
    // Nobody tags a track with a number: a tempo that was measured well says more.
    if (name === 'tempo') return 4 * Math.max(0.1, this.#sounds.number(track, 'tempoConfidence'));
    return name === 'mood' && Number.isNaN(this.#sounds.number(track, 'valence')) ? MOOD_BY_LABELS : 1;
  }

  /** By track: how much it sounds like this one, 0 to 1; 0 where nothing tells. */
  likenessTo(track: number): Float32Array {
    return this.#sounds.products([{ track, positive: 1, negative: 0 }]).map(alikeInSound);
  }

  #measured(): Readonly<Record<LeaningName, Float32Array>> {
    const sounds = this.#sounds;
    const of = (name: SoundNumber) => {
      const values = new Float32Array(sounds.catalogue.ids.length);
      for (let track = 0; track < values.length; track++) values[track] = sounds.number(track, name);
      return values;
    };
    const mood = this.#moodByLabels();
    of('valence').forEach((valence, track) => {
      if (!Number.isNaN(valence)) mood[track] = 2 * valence - 1;
    });
    return { energy: energyLevels(of('energy')), mood, tempo: of('bpm').map(tempoLevel) };
  }

  /** How happy the labels are that a track sounds like: the mean of their odds, as one direction in the space of sounds. */
  #moodByLabels(): Float32Array {
    const mood = new Float32Array(this.#sounds.catalogue.ids.length).fill(NaN);
    const labels = this.#labels;
    if (!labels) return mood;
    const d = labels.dimensions;
    const valences = labels.names.map((name) => this.#kinship.meanLevels([{ tag: name, weight: 1 }])[LEANINGS.indexOf('mood')]);
    const direction = new Float32Array(d + 1);
    let all = 0;
    valences.forEach((valence, index) => {
      if (!valence) return;
      const weight = trust(labels.auc[index]) * valence;
      all += Math.abs(weight);
      for (let i = 0; i <= d; i++) direction[i] += weight * labels.coefficients[index * (d + 1) + i];
    });
    if (all === 0) return mood;
    this.#eachHeard((track, embedding) => (mood[track] = Math.tanh(predicted(direction, 0, d, embedding, 0) / all)));
    return mood;
  }

  #eachHeard(use: (track: number, embedding: Float32Array) => void): void {
    for (let track = 0; track < this.#sounds.catalogue.ids.length; track++) {
      const embedding = this.#sounds.embedding(track);
      if (embedding && embedding.length === this.#labels?.dimensions) use(track, embedding);
    }
  }
}

/** How far a label that is told so well may be trusted, 0 to 1: half is luck. */
function trust(auc: number): number {
  return 2 * auc - 1;
}
