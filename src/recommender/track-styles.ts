import { labelStrength } from '../../models/acoustic/learning/label-sound.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import { trackTags } from '../library/track-tags.ts';
import { tagVocabulary } from '../vocabulary.ts';
import type { HeardListen, HeardLog } from './heard-log.ts';
import type { Scene } from './scene.ts';

/** A track is of so many styles at most, each as much as the others. */
const STYLES = 3;
/** Tags of an artist that are looked at. */
const DESCRIBED_BY = 12;
/** From here on a style that can be heard is told. */
const SURE = 0.5;

/**
 * The styles of what was heard: genres that its file names, that its artist is described as or, where nobody says anything,
 * the one that can be heard. None where nobody knows.
 */
export class TrackStyles {
  readonly #scene: Scene;
  readonly #log: HeardLog;
  readonly #known = new Map<string, readonly string[]>();

  constructor(scene: Scene, log: HeardLog) {
    this.#scene = scene;
    this.#log = log;
  }

  of(listen: HeardListen): readonly string[] {
    const known = this.#known.get(listen.song) ?? this.#stylesOf(listen);
    this.#known.set(listen.song, known);
    return known;
  }

  #stylesOf({ trackId, artist }: HeardListen): readonly string[] {
    const { catalogue, words } = this.#scene;
    const track = trackId === null ? undefined : catalogue.indexOf.get(trackId);
    const gone = trackId === null ? undefined : this.#log.tracks.get(trackId);
    const said = track !== undefined ? words.tagsOf(track) : [...(gone ? trackTags(gone) : []), ...this.#describedAs(gone?.artist ?? artist)];
    const styles = said.filter(isStyle).slice(0, STYLES);
    return styles.length > 0 || track === undefined ? styles : this.#heardAs(track);
  }

  #describedAs(artist: string | null): readonly string[] {
    return artist === null ? [] : (this.#scene.words.language?.tagsOf(artistKey(artist), DESCRIBED_BY) ?? []).map(({ tag }) => tag);
  }

  #heardAs(track: number): readonly string[] {
    const { knowledge: { soundLabels: labels }, sounds } = this.#scene;
    const embedding = sounds.embedding(track);
    if (!labels || !embedding || embedding.length !== labels.dimensions) return [];
    const odds = labels.names.map((name, index) => (isStyle(name) ? (2 * labels.auc[index] - 1) * (2 * labelStrength(labels, index, embedding, 0) - 1) : 0));
    const most = odds.indexOf(Math.max(...odds));
    return most >= 0 && odds[most] >= SURE ? [labels.names[most]] : [];
  }
}

/** What the vocabulary does not know is a genre that a file names. */
function isStyle(tag: string): boolean {
  const family = tagVocabulary().get(tag)?.family;
  return family === undefined || family === 'genre';
}
