import { describe, expect, it } from 'vitest';
import { BATCH, StreamPlace } from '../../src/audio/stream-place.ts';
import { keepsPlaceContract } from './place-contract.ts';

describe('StreamPlace', () => {
  keepsPlaceContract(async () => {
    const packets: Uint8Array[] = [];
    return { place: new StreamPlace((batch) => packets.push(...batch)), arrived: async () => packets };
  });

  it('hands packets on in batches of 100 ms', async () => {
    const sizes: number[] = [];
    const place = new StreamPlace((batch) => sizes.push(batch.length));
    for (let i = 0; i < 12; i++) place.send(Uint8Array.of(i));
    expect(sizes).toEqual([BATCH, BATCH]);
    await place.close();
    expect(sizes).toEqual([BATCH, BATCH, 2]);
  });
});
