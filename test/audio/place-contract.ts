import { expect, it } from 'vitest';
import type { ListeningPlace } from '../../src/audio/place.ts';

/** A place under test, and what arrives at its far end. */
export interface PlaceUnderTest {
  readonly place: ListeningPlace;
  /** Packets that have arrived, in order; waits for what is on its way. */
  readonly arrived: () => Promise<readonly Uint8Array[]>;
}

const packet = (number: number) => Uint8Array.of(0xfc, number & 0xff, number >> 8);

/** What every kind of listening place keeps to. */
export function keepsPlaceContract(create: () => Promise<PlaceUnderTest>): void {
  async function ready(): Promise<PlaceUnderTest> {
    const under = await create();
    await expect.poll(() => under.place.ready, { timeout: 10_000 }).toBe(true);
    return under;
  }

  it('becomes ready by itself', async () => {
    const { place } = await ready();
    await place.close();
  });

  it('hands every packet on, whole and in order, the last ones when it closes', async () => {
    const { place, arrived } = await ready();
    const packets = Array.from({ length: 53 }, (_, i) => packet(i));
    for (const sent of packets) place.send(sent.slice());
    await place.close();
    expect(await arrived()).toEqual(packets);
  });

  it('takes nothing more once it is closed, and says so without throwing', async () => {
    const { place, arrived } = await ready();
    place.send(packet(1));
    await place.close();
    expect(place.ready).toBe(false);
    expect(() => place.send(packet(2))).not.toThrow();
    await place.close();
    expect(await arrived()).toEqual([packet(1)]);
  });
}
