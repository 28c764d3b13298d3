import { labelStrength } from '../../models/acoustic/learning/label-sound.ts';
import { mixOf, type StyleMix } from '../../models/ranking/calibration.ts';
import { tagVocabulary } from '../vocabulary.ts';
import type { LibraryLanguage } from './library-language.ts';
import type { Scene } from './scene.ts';
import type { Taste } from './taste.ts';

/** A track is of so many styles at most, each as much as the others. */
export const STYLES = 3;
/** From here on a style that can be heard is told. */
const SURE = 0.5;

/** What the vocabulary does not know is a genre that a file names. */
export function isStyle(tag: string): boolean {
  const family = tagVocabulary().get(tag)?.family;
  return family === undefined || family === 'genre';
}

/**
 * The styles of a track: genres that its file names, that its artist is described as or, where nobody says anything, the one
 * that can be heard. None where nobody knows.
 */
export function stylesOf({ words, sounds, knowledge: { soundLabels: labels } }: Pick<Scene, 'words' | 'sounds' | 'knowledge'>, track: number): readonly string[] {
  const said = words.tagsOf(track).filter(isStyle).slice(0, STYLES);
  const embedding = sounds.embedding(track);
  if (said.length > 0 || !labels || embedding?.length !== labels.dimensions) return said;
  const odds = labels.names.map((name, index) => (isStyle(name) ? (2 * labels.auc[index] - 1) * (2 * labelStrength(labels, index, embedding, 0) - 1) : 0));
  const most = odds.indexOf(Math.max(...odds));
  return most >= 0 && odds[most] >= SURE ? [labels.names[most]] : [];
}

const mixes = new WeakMap<LibraryLanguage, { readonly version: number; readonly byTrack: Map<number, StyleMix> }>();

/** A track as its styles, in equal parts; kept until something else is read or heard. */
export function styleMix(scene: Scene, track: number): StyleMix {
  const { words } = scene;
  let kept = mixes.get(words);
  if (kept?.version !== words.version) mixes.set(words, (kept = { version: words.version, byTrack: new Map() }));
  const known = kept.byTrack.get(track) ?? mixOf(stylesOf(scene, track).map((style) => ({ mix: new Map([[style, 1]]), weight: 1 })));
  kept.byTrack.set(track, known);
  return known;
}

/** The styles of what a listener likes, as much as they like each. */
export function tasteMix(scene: Scene, { signals }: Taste): StyleMix {
  return mixOf(signals.evidence.map(({ track, positive, negative }) => ({ mix: styleMix(scene, track), weight: positive - negative })));
}
