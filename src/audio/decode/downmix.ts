import type { Pcm } from '../pcm.ts';

/** −3 dB: a loudspeaker that sounds from both sides, or from behind (ITU-R BS.775). */
const HALF_POWER = Math.SQRT1_2;

/** What a channel gives to the left and to the right. */
type Gains = readonly [left: number, right: number];

const LEFT: Gains = [1, 0];
const RIGHT: Gains = [0, 1];
const CENTRE: Gains = [HALF_POWER, HALF_POWER];
const BACK_LEFT: Gains = [HALF_POWER, 0];
const BACK_RIGHT: Gains = [0, HALF_POWER];
const BACK: Gains = [0.5, 0.5];
/** Low-frequency effects are left out of stereo, as every mixing desk does. */
const LOW: Gains = [0, 0];

/** The order of channels in WAV and FLAC, by how many there are. */
const WAVE_ORDER: readonly (readonly Gains[])[] = [
  [LEFT, RIGHT, CENTRE],
  [LEFT, RIGHT, BACK_LEFT, BACK_RIGHT],
  [LEFT, RIGHT, CENTRE, BACK_LEFT, BACK_RIGHT],
  [LEFT, RIGHT, CENTRE, LOW, BACK_LEFT, BACK_RIGHT],
  [LEFT, RIGHT, CENTRE, LOW, BACK, BACK_LEFT, BACK_RIGHT],
  [LEFT, RIGHT, CENTRE, LOW, BACK_LEFT, BACK_RIGHT, BACK_LEFT, BACK_RIGHT],
];

/** The order of channels in Vorbis and Opus (Vorbis I specification §4.3.9). */
const VORBIS_ORDER: readonly (readonly Gains[])[] = [
  [LEFT, CENTRE, RIGHT],
  [LEFT, RIGHT, BACK_LEFT, BACK_RIGHT],
  [LEFT, CENTRE, RIGHT, BACK_LEFT, BACK_RIGHT],
  [LEFT, CENTRE, RIGHT, BACK_LEFT, BACK_RIGHT, LOW],
  [LEFT, CENTRE, RIGHT, BACK_LEFT, BACK_RIGHT, BACK, LOW],
  [LEFT, CENTRE, RIGHT, BACK_LEFT, BACK_RIGHT, BACK_LEFT, BACK_RIGHT, LOW],
];

/** Brings any number of channels to two. Mono goes to both; channels beyond 7.1 are ignored. */
export function toStereo(channels: readonly Float32Array[], order: 'wave' | 'vorbis'): Pcm {
  if (channels.length === 1) return { left: channels[0], right: channels[0] };
  if (channels.length === 2) return { left: channels[0], right: channels[1] };
  const layouts = order === 'wave' ? WAVE_ORDER : VORBIS_ORDER;
  const layout = layouts[Math.min(channels.length, 8) - 3];
  const left = new Float32Array(channels[0].length);
  const right = new Float32Array(channels[0].length);
  layout.forEach(([toLeft, toRight], index) => {
    const channel = channels[index];
    for (let i = 0; i < channel.length; i++) {
      left[i] += toLeft * channel[i];
      right[i] += toRight * channel[i];
    }
  });
  return { left, right };
}
