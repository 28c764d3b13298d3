import { OggOpusDecoder } from 'ogg-opus-decoder';
import { afterEach, describe, expect, it } from 'vitest';
import { RoomMember } from '../support/room-member.ts';
import { House } from './house.ts';
import { TONE_HZ } from './tone-voice.ts';

let house: House;
afterEach(() => house.close());

async function withMusic(): Promise<RoomMember> {
  house = await House.open();
  const ada = await RoomMember.enter(house.url, 'Ada');
  await ada.command('/dj start');
  await ada.until(() => ada.now !== null);
  return ada;
}

/** How much of a sound's power lies at one frequency, 0 to 1 (Goertzel 1958). */
function shareAt(samples: Float32Array, hz: number): number {
  const turn = (2 * Math.PI * hz) / 48_000;
  const sums = samples.reduce(([re, im], sample, i) => [re + sample * Math.cos(turn * i), im + sample * Math.sin(turn * i)], [0, 0]);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0);
  return (2 * (sums[0] ** 2 + sums[1] ** 2)) / (samples.length * power);
}

describe('the live stream', () => {
  it('lets a late joiner hear what plays, at once', async () => {
    const ada = await withMusic();
    await ada.listen(2);
    const late = await ada.listen(2);
    expect(late.firstSoundMs).toBeLessThan(1_000);
    const [left] = await late.decode();
    // 80 ms are the decoder's to settle in.
    const heard = left.subarray(4_800, 4_800 + 48_000);
    expect(shareAt(heard, TONE_HZ)).toBeGreaterThan(0.98);
    expect(Math.max(...heard)).toBeCloseTo(0.25, 1);
    ada.leave();
  });

  it('ends, as a whole file, when the session ends', async () => {
    const ada = await withMusic();
    const answer = await fetch(`${house.url}/live/lounge.ogg`);
    expect(answer.headers.get('content-type')).toBe('audio/ogg; codecs=opus');
    const bytes = answer.arrayBuffer();
    await ada.listen(2);
    await ada.command('/dj stop');
    const decoder = new OggOpusDecoder();
    await decoder.ready;
    const { samplesDecoded, errors } = await decoder.decodeFile(new Uint8Array(await bytes));
    decoder.free();
    expect(errors).toEqual([]);
    expect(samplesDecoded).toBeGreaterThan(48_000);
    ada.leave();
  });

  it('is not there while nothing plays', async () => {
    house = await House.open();
    const answer = await fetch(`${house.url}/live/lounge.ogg`);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({ error: 'Nothing plays here: start the DJ first.' });
    expect((await fetch(`${house.url}/live/..%2Flounge.ogg`)).status).toBe(404);
  });
});
