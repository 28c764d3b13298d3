/** What is wrong with a recording at 48 kHz, as far as it can be measured. */

const RATE = 48_000;
const INAUDIBLE = 1e-4;

/** The longest stretch without sound, ms. */
export function longestSilenceMs(samples: Float32Array): number {
  let silent = 0;
  let longest = 0;
  for (const sample of samples) {
    silent = Math.abs(sample) < INAUDIBLE ? silent + 1 : 0;
    longest = Math.max(longest, silent);
  }
  return (longest / RATE) * 1_000;
}

/**
 * The loudest click relative to the loudest sound, dB. A sweep below a kilohertz has next to nothing above 8 kHz;
 * a click has as much there as anywhere.
 */
export function worstClickDb(samples: Float32Array): number {
  const peak = (of: Float32Array) => of.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return 20 * Math.log10(peak(highPassed(samples).subarray(RATE / 10)) / peak(samples));
}

/** How far the power of any half second lies from the median, dB. */
export function powerSwingDb(samples: Float32Array): number {
  const power = Array.from({ length: Math.floor(samples.length / 24_000) }, (_, i) => {
    const part = samples.subarray(i * 24_000, (i + 1) * 24_000);
    return 10 * Math.log10(part.reduce((sum, x) => sum + x * x, 0) / part.length);
  });
  const median = power.toSorted((a, b) => a - b)[Math.floor(power.length / 2)] ?? 0;
  return Math.max(...power.map((level) => Math.abs(level - median)));
}

/** What lies above about 8 kHz: four first-order high passes after one another. */
function highPassed(samples: Float32Array): Float32Array {
  const a = Math.exp((-2 * Math.PI * 8_000) / RATE);
  let signal = samples;
  for (let pass = 0; pass < 4; pass++) {
    const out = new Float32Array(signal.length);
    for (let i = 1; i < signal.length; i++) out[i] = a * (out[i - 1] + signal[i] - signal[i - 1]);
    signal = out;
  }
  return signal;
}
