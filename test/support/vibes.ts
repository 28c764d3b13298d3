import type { RequestFrame } from '../../models/language/requests/frame.ts';
import type { Vibe } from '../../src/vibe.ts';

/** A request that asks for nothing but what is given. */
export function aFrame(given: Partial<RequestFrame> = {}): RequestFrame {
  const none = { wanted: [], unwanted: [] };
  return {
    intent: 'play', artists: none, titles: none, tags: none, era: null, energy: 0, tempo: 0, mood: 0,
    relativeTo: null, count: null, skips: false, volume: null, unknown: [], sure: 1, question: null, ...given,
  };
}

export function aVibe(given: Partial<Vibe> = {}): Vibe {
  const none = { wanted: [], unwanted: [] };
  return { tags: none, artists: none, like: { artists: [], tracks: [] }, unlike: [], without: [], era: null, leanings: { energy: null, mood: null, tempo: null }, tracksLeft: null, since: 0, ...given };
}
