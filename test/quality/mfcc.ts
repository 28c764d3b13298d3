import { hannWindow, RealFft } from '../../models/acoustic/fft.ts';
import { MelBank } from '../../models/acoustic/mel-bank.ts';
import { ANALYSIS_RATE } from '../../models/acoustic/track-analysis.ts';

const FRAME = 2048;
const HOP = 512;
const BANDS = 128;
const COEFFICIENTS = 20;
/** Power below which nothing is heard. */
const LEAST = 1e-10;

/**
 * What music was compared by before networks: means and standard deviations of 20 mel-frequency cepstral coefficients
 * (Davis & Mermelstein 1980), over all frames.
 * @param samples mono at {@link ANALYSIS_RATE}
 */
export function mfccStatistics(samples: Float32Array): Float32Array {
  const fft = new RealFft(FRAME);
  const window = hannWindow(FRAME);
  const bank = new MelBank(BANDS, 0, ANALYSIS_RATE / 2, fft.bins, ANALYSIS_RATE);
  const power = new Float64Array(fft.bins);
  const bands = new Float32Array(BANDS);
  const sums = new Float64Array(COEFFICIENTS);
  const squares = new Float64Array(COEFFICIENTS);
  let frames = 0;
  for (let at = 0; at + FRAME <= samples.length; at += HOP, frames++) {
    fft.power(samples, at, window, power);
    bank.apply(power, bands, 0, 1);
    for (let c = 0; c < COEFFICIENTS; c++) {
      let sum = 0;
      for (let band = 0; band < BANDS; band++) sum += 10 * Math.log10(Math.max(LEAST, bands[band])) * COSINES[c * BANDS + band];
      sums[c] += sum;
      squares[c] += sum * sum;
    }
  }
  const means = sums.map((sum) => sum / frames);
  const deviations = squares.map((square, c) => Math.sqrt(Math.max(0, square / frames - means[c] ** 2)));
  return Float32Array.of(...means, ...deviations);
}

const COSINES = Float64Array.from({ length: COEFFICIENTS * BANDS }, (_, i) => {
  const [c, band] = [Math.floor(i / BANDS), i % BANDS];
  return Math.sqrt((c === 0 ? 1 : 2) / BANDS) * Math.cos((Math.PI * c * (2 * band + 1)) / (2 * BANDS));
});
