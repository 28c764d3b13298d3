/** What a spectrum's peaks say of one tone: between the bins, not on one. */
export type TakePeak = (bin: number, magnitude: number) => void;

/** A peak lower than this is no sound: −120 dB of a full-scale sine. */
const LEAST = 1e-6;

/**
 * Finds the local maxima of a spectrum, by a parabola through the logarithms of three bins (Smith & Serra 1987).
 * @param magnitudes of all bins
 * @param from the first bin that may be a peak, at least 1
 * @param to the bin after the last, less than there are
 */
export function eachPeak(magnitudes: Float64Array, from: number, to: number, take: TakePeak): void {
  for (let bin = from; bin < to; bin++) {
    const middle = magnitudes[bin];
    if (middle < LEAST || middle <= magnitudes[bin - 1] || middle < magnitudes[bin + 1]) continue;
    const below = Math.log(magnitudes[bin - 1] + 1e-12);
    const peak = Math.log(middle);
    const above = Math.log(magnitudes[bin + 1] + 1e-12);
    const offset = (below - above) / (2 * (below - 2 * peak + above));
    take(bin + offset, Math.exp(peak - ((below - above) * offset) / 4));
  }
}
