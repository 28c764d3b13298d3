import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Destination, Origin } from '../../src/domain.ts';
import { begun, cued, forgotten, fromSaved, newMemory, startedOver, toSaved, type Memory } from '../../src/session/memory.ts';
import { positionOf } from '../../src/session/position.ts';
import { withRequest } from '../../src/session/queue.ts';
import { savedSession } from '../../src/session/saved-session.ts';
import { aTrack } from '../support/tracks.ts';

const tracks = Array.from({ length: 9 }, (_, n) => aTrack(n));
const members = ['room:ada', 'room:ben', 'room:cyd'];

const origin: fc.Arbitrary<Origin> = fc.oneof(
  fc.constantFrom(...members).map((id): Origin => ({ kind: 'request', by: { id, name: `Name of ${id}` } })),
  fc.subarray(members).map(
    (ids): Origin => ({
      kind: 'pick',
      pick: {
        id: 'p',
        trackId: 't1',
        modelVersion: '1',
        probability: 0.5,
        exploratory: false,
        madeAt: 5,
        scores: ids.map((listenerId) => ({
          listenerId,
          score: 0.4,
          relevance: 0.4,
          signals: {
            collaborative: { value: 0, weight: 0 },
            language: { value: 0, weight: 0 },
            acoustic: { value: 0.2, weight: 0.1 },
            tags: { value: 0.5, weight: 0.5 },
            popularity: { value: 0, weight: 0 },
            novelty: { value: 1, weight: 0.3 },
          },
          because: ['t2'],
          sounds: { like: 't2', reasons: ['same key'] },
        })),
      },
    }),
  ),
);
const entry = fc.record({ id: fc.uuid(), track: fc.constantFrom(...tracks), origin });

const destination: fc.Arbitrary<Destination> = fc.oneof(
  fc.constant({ kind: 'stream' } as const),
  fc.record({ kind: fc.constant('discord' as const), guildId: fc.string(), channelId: fc.string() }),
);

/** A session after some plays and requests, at time 1,000,000. */
const memory: fc.Arbitrary<Memory> = fc.record({ destination, plays: fc.array(entry, { maxLength: 6 }), requests: fc.array(entry, { maxLength: 4 }) }).map(({ destination, plays, requests }) => {
  let m = newMemory('s', destination);
  plays.forEach((played, i) => {
    const at = 900_000 + i * 10_000;
    m = begun(cued(m, played, `play ${i}`, at), played, { id: `play ${i}`, startedAt: at, at, positionMs: 0 });
  });
  requests.forEach((request) => {
    m = { ...m, queue: withRequest(m.queue, request) };
  });
  return m;
});
const trackOf = (id: string) => tracks.find((track) => track.id === id);
const NOW = 1_000_000;

describe('what a session remembers', () => {
  it('comes back from what is saved, as it was', () => {
    fc.assert(
      fc.property(memory, (m) => {
        const text = JSON.stringify(toSaved(m, NOW, { satisfaction: [], surplus: [], unlearnt: [] }, () => true));
        const back = fromSaved(savedSession.parse(JSON.parse(text)), trackOf, NOW);
        expect(back.destination).toEqual(m.destination);
        expect(back.history).toEqual(m.history);
        expect(back.queue.placed).toEqual(m.queue.placed);
        expect(back.played).toEqual(m.played);
        expect(positionOf(back, NOW)).toBe(positionOf(m, NOW));
      }),
    );
  });

  it('is taken up from a version that knew no vibe and fewer signals', () => {
    const signals = { tags: { value: 0.5, weight: 0.5 }, novelty: { value: 1, weight: 0.2 } };
    const pick = { id: 'p', trackId: 't1', modelVersion: '2-1', probability: 1, exploratory: false, madeAt: 5, scores: [{ listenerId: 'room:ada', score: 0.4, relevance: 0.4, signals, because: [] }] };
    const { vibe: _, unlearnt: __, surplus: ___, ...old } = toSaved(newMemory('s', { kind: 'stream' }), NOW, { satisfaction: [], surplus: [], unlearnt: [] }, () => true);
    const saved = savedSession.parse({ ...old, placed: [{ id: 'e', trackId: 't1', origin: { kind: 'pick', pick } }] });
    expect(saved.vibe).toBeNull();
    expect(saved.placed[0].origin).toMatchObject({ pick: { scores: [{ signals: { ...signals, language: { value: 0, weight: 0 } } }] } });
  });

  it('is saved without any member that may not be kept', () => {
    fc.assert(
      fc.property(memory, fc.constantFrom(...members), (m, id) => {
        const satisfaction = members.map((member) => [member, 1] as const);
        const text = JSON.stringify(toSaved(m, NOW, { satisfaction, surplus: members.map((member) => [member, 1, 1] as const), unlearnt: [...members] }, (member) => member !== id));
        expect(text).not.toContain(id);
        expect(savedSession.safeParse(JSON.parse(text)).success).toBe(true);
      }),
    );
  });

  it('forgets one member and keeps the others and the music', () => {
    fc.assert(
      fc.property(memory, fc.constantFrom(...members), (m, id) => {
        const after = forgotten(m, id);
        expect(JSON.stringify({ ...after, reactions: [...after.reactions] })).not.toContain(id);
        expect(after.queue.placed.map((e) => e.track.id)).toEqual(m.queue.placed.map((e) => e.track.id));
        expect(after.history.map((h) => h.track.id)).toEqual(m.history.map((h) => h.track.id));
      }),
    );
  });

  it('leaves out tracks that have gone from the library', () => {
    fc.assert(
      fc.property(memory, (m) => {
        const back = fromSaved(toSaved(m, NOW, { satisfaction: [], surplus: [], unlearnt: [] }, () => true), (id) => (id === 't1' ? undefined : trackOf(id)), NOW);
        expect([...back.queue.placed, ...back.history].map(({ track }) => track.id)).not.toContain('t1');
      }),
    );
  });

  it('starts over without the half last heard', () => {
    const m = { ...newMemory('s', { kind: 'stream' }), played: ['a', 'b', 'c', 'd', 'e'] };
    expect(startedOver(m, 'next')).toMatchObject({ id: 'next', played: ['d', 'e'] });
  });
});
