import { brightnessOf, loudnessOf } from './timbre/character.ts';
import { TimbreAnalyser, STEP } from './timbre/timbre-analyser.ts';
import { TonalAnalyser } from './tonal/tonal-analyser.ts';
import { curveOf } from './timeline.ts';
import { ANALYSIS_RATE, ANALYSIS_VERSION, type TrackAnalysis } from './track-analysis.ts';

/** What only the sound at its own rate and in stereo tells. */
export type MeasuredLoudness = TrackAnalysis['loudness'];

/** All that is said of a track’s sound, as it streams by: memory does not grow with its length. */
export class TrackAnalyser {
  readonly #timbre = new TimbreAnalyser();
  readonly #tonal = new TonalAnalyser();
  #samples = 0;

  /** @param mono samples at {@link ANALYSIS_RATE}, −1 to 1, blocks of any length */
  push(mono: Float32Array): void {
    this.#samples += mono.length;
    this.#timbre.push(mono);
    this.#tonal.push(mono);
  }

  finish(loudness: MeasuredLoudness): TrackAnalysis {
    const seconds = this.#samples / ANALYSIS_RATE;
    const { timeline, sounding } = this.#timbre.finish();
    const energyOf = (step: Float64Array) => 0.7 * loudnessOf(step) + 0.15 * brightnessOf(step) + 0.15 * Math.min(1, step[STEP.flux]);
    const energy = curveOf(timeline, energyOf);
    const brightness = curveOf(timeline, brightnessOf);
    const whole = timeline.mean(0, seconds);
    const { from: start, to: end } = sounding ?? { from: 0, to: seconds };
    return {
      version: ANALYSIS_VERSION,
      seconds,
      loudness,
      tempo: null,
      beats: new Float32Array(),
      downbeats: new Uint32Array(),
      beatsPerBar: 0,
      key: this.#tonal.finish().key,
      character: {
        onsetsPerSecond: 0,
        energy: energyOf(whole),
        brightness: brightnessOf(whole),
        danceability: 0,
        acousticness: 0,
        vocalness: null,
        valence: null,
        arousal: null,
      },
      curves: { stepSeconds: energy.stepSeconds, energy: bytesOf(energy.curve), brightness: bytesOf(brightness.curve) },
      sections: [{ start: 0, end: seconds, label: 'A', energy: energyOf(whole) }],
      cues: { start, introEnd: start, outroStart: end, end },
    };
  }
}

function bytesOf(curve: Float64Array): Uint8Array {
  return Uint8Array.from(curve, (value) => Math.round(255 * value));
}
