import { artistKey } from '../../models/language/without-guests.ts';
import { trackTags } from '../library/track-tags.ts';
import type { HeardListen, HeardLog } from './heard-log.ts';
import type { Scene } from './scene.ts';
import { isStyle, STYLES, stylesOf } from './styles.ts';

/** Tags of an artist that are looked at. */
const DESCRIBED_BY = 12;

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
    const track = trackId === null ? undefined : this.#scene.catalogue.indexOf.get(trackId);
    if (track !== undefined) return stylesOf(this.#scene, track);
    const gone = trackId === null ? undefined : this.#log.tracks.get(trackId);
    return [...(gone ? trackTags(gone) : []), ...this.#describedAs(gone?.artist ?? artist)].filter(isStyle).slice(0, STYLES);
  }

  #describedAs(artist: string | null): readonly string[] {
    return artist === null ? [] : (this.#scene.words.language?.tagsOf(artistKey(artist), DESCRIBED_BY) ?? []).map(({ tag }) => tag);
  }
}
