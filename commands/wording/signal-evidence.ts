import type { Affinity, ListenerScore, Reaction, Signal, Track } from '../../src/domain.ts';
import type { PickRecord } from '../../src/recommender/pick-record.ts';
import { visible } from '../../src/visible.ts';
import { listed, named, quoted } from './label.ts';
import type { Evidence } from './why-sentence.ts';

/** What a signal goes by, in phrases. */
export interface SignalEvidence {
  readonly signal: Signal;
  readonly phrases: readonly string[];
}

/** What is known of the caller and the track, to tell evidence from. */
export interface EvidenceParts extends Evidence {
  readonly scores: ListenerScore;
  /** Of the caller's own tracks, those that go together with it by who listens to what. */
  readonly together: readonly Track[];
  /** What the caller did with them, and with the track itself. */
  readonly affinities: readonly Affinity[];
}

const TAGS = 4;
const REACTIONS: Readonly<Record<Reaction, string>> = { like: '👍', love: '❤️', dislike: '👎' };
/** From here on novelty means that the listener never heard the track. */
const UNHEARD = 0.99;

/** By signal, what of the caller's own listening it goes by; a signal that has nothing to show is left out. */
export function signalEvidence({ track, scores, because, together, affinities, described, sounds }: EvidenceParts): readonly SignalEvidence[] {
  const done = new Map(affinities.map((affinity) => [affinity.trackId, affinity]));
  const own = (one: Track) => `${quoted(one)}${deeds(done.get(one.id))}`;
  const shared = tagsOf(track).filter((tag) => because.some((one) => tagsOf(one).includes(tag))).slice(0, TAGS);
  const sameArtist = because.filter(({ artist }) => artist === track.artist);
  const found: readonly SignalEvidence[] = [
    { signal: 'collaborative', phrases: together.length > 0 ? [`who listens to ${listed(together.map(own))} listens to it, too`] : [] },
    {
      signal: 'language',
      phrases: [
        ...(described.tags.length > 0 ? [`described as ${described.tags.map(visible).join(', ')}`] : []),
        ...(described.like === null ? [] : [`most like ${named(described.like)}, whom you like`]),
      ],
    },
    { signal: 'acoustic', phrases: sounds ? [`sounds most like ${own(sounds.like)}`, ...sounds.reasons] : [] },
    {
      signal: 'tags',
      phrases: [...(sameArtist.length > 0 ? [`by the artist of ${listed(sameArtist.map(quoted))}`] : []), ...(shared.length > 0 ? [`${listed(shared.map(visible))}, as what you listen to`] : [])],
    },
    { signal: 'novelty', phrases: [scores.signals.novelty.value >= UNHEARD ? 'you have not heard it here yet' : `you know it already${deeds(done.get(track.id))}`] },
  ];
  // What did not count, or spoke against it, has no evidence for it.
  return found.filter(({ signal, phrases }) => phrases.length > 0 && (signal === 'novelty' || scores.signals[signal].value * scores.signals[signal].weight > 0));
}

/** How sure a pick is, by what became of earlier ones; null where nobody can tell. */
export function sureness(record: PickRecord | undefined): string | null {
  if (record === undefined) return null;
  const { judged, alike } = record;
  if (alike === null) {
    if (judged === 0) return 'How sure: a guess, as none of your earlier picks can be judged yet.';
    return judged === 1 ? 'How sure: a guess, as only one of your earlier picks can be judged yet.' : `How sure: a guess, as only ${judged} of your earlier picks can be judged yet.`;
  }
  const well = Math.round(alike.share * alike.of);
  return `How sure: of your ${alike.of} earlier picks that scored most like it, ${well} went well, so the next does with ${percent(alike.low)} to ${percent(alike.high)} %.`;
}

/** With which probability a pick was drawn, and whether to learn from it. */
export function chance({ probability, exploratory }: { readonly probability: number; readonly exploratory: boolean }): string {
  const odds = probability >= 0.01 ? `${percent(probability)} %` : `less than 1 %, 1 in ${Math.round(1 / probability)}`;
  return exploratory
    ? `This slot was for exploring: what little is known of was drawn, and this track had a chance of ${odds}.`
    : `This slot was not for exploring: what suits best was drawn, and this track had a chance of ${odds}.`;
}

/** How often they heard it and what they said of it, in no language. */
function deeds(affinity: Affinity | undefined): string {
  if (affinity === undefined) return '';
  const words = [...(affinity.plays > 0 ? [`${affinity.plays}×`] : []), ...(affinity.reaction === null ? [] : [REACTIONS[affinity.reaction]])];
  return words.length > 0 ? ` (${words.join(', ')})` : '';
}

function tagsOf({ genres, tags }: Track): readonly string[] {
  return [...new Set([...genres, ...tags])];
}

function percent(share: number): string {
  return `${Math.round(100 * share)}`;
}
