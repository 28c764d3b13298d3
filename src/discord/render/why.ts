import type { Why } from '../../view.ts';
import { SIGNALS, type ListenerScore, type Signal } from '../../domain.ts';
import { line, text } from './message.ts';
import type { Say } from './say.ts';
import { clip, fitted, plain, short } from './text.ts';
import { named } from './track.ts';

const SIGNAL_WORDS: Readonly<Record<Signal, string>> = {
  collaborative: 'people with similar taste',
  language: 'what is written about the artist',
  acoustic: 'how it sounds',
  tags: 'genre and artist',
  popularity: 'popular here',
  novelty: 'not heard yet',
};

/** A signal below this share of all that spoke for or against goes without saying. */
const WORTH_A_WORD = 0.05;
const SOMEWHAT = 0.2;
const MUCH = 0.5;

/** Of the text of a message: for the sentence, before it is escaped, for one of the shorter ones, for the evidence of one signal, and, escaped, of all. */
const ROOM = { sentence: 700, note: 190, signal: 220, evidence: 800 } as const;

/** The sentence, then what the reader's own signals said, in words. */
export function renderWhy({ track, sentence, own, chance }: Why, say: Say) {
  const drawn = chance === null ? '' : `\n-# ${plain(clip(say(chance), ROOM.note))}`;
  return [text(`${named(track)}\n${plain(clip(say(sentence), ROOM.sentence))}${drawn}`), ...(own === null ? [] : [line(), text(ownWords(own, say))])];
}

function ownWords({ scores, because, evidence, sure }: NonNullable<Why['own']>, say: Say): string {
  const close = because.map(({ title }) => say(`“${short(title)}”`)).join(', ');
  const shown = evidence.map(({ signal, phrases }) => `${say(SIGNAL_WORDS[signal])}: ${plain(clip(phrases.map(say).join(' · '), ROOM.signal))}`);
  return [
    `**${say('For you')}** · ${spoken(scores, say)}`,
    ...(shown.length === 0 ? [] : [fitted(shown, ROOM.evidence, (count) => say(`… and ${count} more`)).replaceAll('\n', '\n-# ')]),
    ...(close === '' ? [] : [`${say('Close to what you listen to')}: ${close}`]),
    ...(sure === null ? [] : [plain(clip(say(sure), ROOM.note))]),
  ].join('\n-# ');
}

function spoken({ signals }: ListenerScore, say: Say): string {
  const parts = SIGNALS.map((signal) => ({ signal, part: signals[signal].value * signals[signal].weight }));
  const total = parts.reduce((sum, { part }) => sum + Math.abs(part), 0);
  const words = parts
    .map(({ signal, part }) => ({ signal, share: total > 0 ? part / total : 0 }))
    .filter(({ share }) => Math.abs(share) >= WORTH_A_WORD)
    .toSorted((a, b) => Math.abs(b.share) - Math.abs(a.share))
    .map(({ signal, share }) => `${say(SIGNAL_WORDS[signal])}: ${say(strength(share))}`);
  return words.length > 0 ? words.join(' · ') : say('nothing known yet');
}

function strength(share: number): string {
  const size = Math.abs(share);
  if (size >= MUCH) return share > 0 ? 'strongly for it' : 'strongly against it';
  if (size >= SOMEWHAT) return share > 0 ? 'for it' : 'against it';
  return share > 0 ? 'a little for it' : 'a little against it';
}
