/** One rendered note or chord; the channels are the same array where it is mono. */
export interface Sound {
  readonly left: Float32Array;
  readonly right: Float32Array;
}
