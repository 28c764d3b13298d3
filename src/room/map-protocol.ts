/** The library on a map by sound, small enough for 20,000 tracks in half a megabyte: bytes are little-endian, in base64. */
export interface RoomMap {
  /** With spaces between. */
  readonly ids: string;
  /** x and y by track as 16-bit integers; {@link MAP_STEPS} is 1, the border of the square. */
  readonly places: string;
  /** By track a 16-bit number: the same for tracks of the same artist. */
  readonly artists: string;
  /** By track the number of its style, a byte; {@link NO_STYLE} where nobody knows, or it is too rare. */
  readonly styleOf: string;
  /** Those of most tracks first. */
  readonly styles: readonly string[];
  /** How many tracks are not on it, as they were not heard yet, or it was drawn before. */
  readonly unheard: number;
}

export const MAP_STEPS = 32_767;
export const NO_STYLE = 255;
