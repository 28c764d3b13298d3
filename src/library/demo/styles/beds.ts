import type { Song } from '../composition/song.ts';
import type { Player } from '../composition/studio.ts';

/** Length of one stretch of a noise bed before the next is laid over its end. */
const STRETCH_SECONDS = 8;

/** Lays a continuous bed of noise under the whole song, stretch by cross-fading stretch. */
export function layBed(song: Song, player: Player, velocity = 1): void {
  const beats = STRETCH_SECONDS / song.grid.beatSeconds;
  const stretches = Math.ceil(song.beats / beats - 0.1);
  for (let i = 0; i < stretches; i++) player.play(i * beats, beats, 60, velocity);
}
