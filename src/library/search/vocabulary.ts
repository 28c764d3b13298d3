import { JaroWinklerDistance } from 'natural/lib/natural/distance/index.js';
import { Metaphone } from 'natural/lib/natural/phonetics/index.js';

/** Below this likeness (Jaro–Winkler, 0 to 1) two words are different words, not two spellings. */
const ALIKE = 0.84;
/** What sounding the same is worth beside spelling ("luv", "love"). */
const SOUNDS_ALIKE = 0.12;
const MOST_CORRECTIONS = 5;

const metaphone = new Metaphone();

/**
 * The words of everything indexed, to find what a mistyped word was meant to be: candidates share
 * trigrams or their sound (Metaphone, Philips 1990) and are ranked by Jaro–Winkler likeness
 * (Winkler 1990).
 */
export class Vocabulary {
  readonly #counts = new Map<string, number>();
  readonly #byTrigram = new Map<string, Set<string>>();
  readonly #bySound = new Map<string, Set<string>>();

  has(word: string): boolean {
    return this.#counts.has(word);
  }

  add(words: Iterable<string>): void {
    for (const word of words) {
      const count = this.#counts.get(word) ?? 0;
      this.#counts.set(word, count + 1);
      if (count > 0) continue;
      for (const trigram of trigramsOf(word)) put(this.#byTrigram, trigram, word);
      const sound = soundOf(word);
      if (sound !== null) put(this.#bySound, sound, word);
    }
  }

  remove(words: Iterable<string>): void {
    for (const word of words) {
      const count = this.#counts.get(word) ?? 0;
      if (count > 1) {
        this.#counts.set(word, count - 1);
        continue;
      }
      this.#counts.delete(word);
      for (const trigram of trigramsOf(word)) drop(this.#byTrigram, trigram, word);
      const sound = soundOf(word);
      if (sound !== null) drop(this.#bySound, sound, word);
    }
  }

  /** Known words that `word` may be a misspelling of, most alike first, with their likeness. */
  corrections(word: string): readonly { readonly word: string; readonly likeness: number }[] {
    const sound = soundOf(word);
    const sameSound = (sound === null ? undefined : this.#bySound.get(sound)) ?? new Set<string>();
    const shared = new Map<string, number>();
    for (const trigram of trigramsOf(word)) {
      for (const other of this.#byTrigram.get(trigram) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    const enough = word.length >= 6 ? 2 : 1;
    const candidates = new Set(sameSound);
    for (const [other, count] of shared) {
      if (count >= enough && Math.abs(other.length - word.length) <= 3) candidates.add(other);
    }
    candidates.delete(word);
    return Array.from(candidates, (other) => ({
      word: other,
      likeness: Math.min(0.99, JaroWinklerDistance(word, other) + (sameSound.has(other) ? SOUNDS_ALIKE : 0)),
    }))
      .filter(({ likeness }) => likeness >= ALIKE)
      .sort((a, b) => b.likeness - a.likeness || (a.word < b.word ? -1 : 1))
      .slice(0, MOST_CORRECTIONS);
  }
}

function trigramsOf(word: string): Set<string> {
  const padded = `^${word}$`;
  const trigrams = new Set<string>();
  for (let i = 0; i + 3 <= padded.length; i++) trigrams.add(padded.slice(i, i + 3));
  return trigrams;
}

/** Metaphone knows Latin letters only. */
function soundOf(word: string): string | null {
  return /^[a-z]{3,}$/.test(word) ? metaphone.process(word) : null;
}

function put(index: Map<string, Set<string>>, key: string, word: string): void {
  const words = index.get(key);
  if (words) words.add(word);
  else index.set(key, new Set([word]));
}

function drop(index: Map<string, Set<string>>, key: string, word: string): void {
  const words = index.get(key);
  words?.delete(word);
  if (words?.size === 0) index.delete(key);
}
