import { examplesOf } from '../../models/language/requests/example-grammar.ts';
import type { Intent } from '../../models/language/requests/frame.ts';
import { LinearClassifier } from '../../models/language/requests/linear-classifier.ts';
import { INTENT_TRAINING } from '../../models/language/requests/intent-reader.ts';
import type { Understood } from '../../models/language/requests/understood.ts';
import { isKnown } from '../../models/language/requests/parts.ts';
import type { RequestNames } from '../../models/language/requests/part-finder.ts';
import { requestFeatures } from '../../models/language/requests/request-features.ts';
import { RequestParser } from '../../models/language/requests/request-parser.ts';
import { phraseKey } from '../../models/language/requests/request-words.ts';
import { wordsOf } from '../../models/language/words.ts';
import { seeded } from '../../models/random.ts';
import { requestLanguage } from '../../src/understanding/request-language.ts';
import { type LinkedName, missingChat, type NameFold, readClinc, readNameFolds, type TaggedRequest } from './chat.ts';
import { missingFolder, readLastFm } from './lastfm.ts';

const MUSIC = ['play_music', 'next_song', 'what_song', 'update_playlist', 'change_volume'] as const;
const LABELS = [...MUSIC, 'other'] as const;
type Label = (typeof LABELS)[number];
/** What our own intents are called there. */
const MEANT: Readonly<Record<Intent, Label>> = { play: 'play_music', more: 'play_music', less: 'play_music', what: 'what_song', next: 'next_song', queue: 'update_playlist', volume: 'change_volume', other: 'other' };
/** There are more words to tell apart than in our own examples. */
const DIMENSIONS = 1 << 17;
const SEEDS = [1, 2, 3];
const YEAR = 2023;

type Say = (line: string) => void;

/** How requests in plain words are understood. */
export const requestProtocols: Readonly<Record<string, (say: Say) => void>> = {
  intents(say) {
    say('\nintents: CLINC150, five of music and all others with what is out of scope; trained on its own training part');
    if (!isThere(say)) return;
    const data = readClinc();
    for (const seed of SEEDS) judgeIntents(data, seed, say);
    judgeShipped(data, say);
  },
  names(say) {
    say('\nnames: artists and works in lower-case requests; words and kind both right, F1 over all folds');
    if (!isThere(say)) return;
    const folds = readNameFolds();
    judgeNames('with the articles of the names in the fold', folds, ({ article }) => (article === null ? [] : [article]), say);
    judgeNames('without any name of the fold', folds, () => [], say);
  },
};

function isThere(say: Say): boolean {
  const missing = missingChat();
  if (missing !== null) say(`  The requests are not there: ${missing}`);
  return missing === null;
}

type Clinc = ReturnType<typeof readClinc>;

function judgeIntents(data: Clinc, seed: number, say: Say): void {
  const labelled = (sentences: Clinc['test']) =>
    sentences.map(([text, intent]) => ({ features: requestFeatures(wordsOf(text.replace(/['’]/g, '')), DIMENSIONS), label: labelOf(intent) }));
  const classifier = LinearClassifier.train(LABELS, labelled([...data.train, ...data.oos_train]), { ...INTENT_TRAINING, dimensions: DIMENSIONS, weights: {} }, seeded(seed));
  const judged = labelled([...data.test, ...data.oos_test]).map(({ features, label }) => {
    const likely = classifier.probabilities(features);
    return { label, said: LABELS[likely.indexOf(Math.max(...likely))] };
  });
  say(`= seed ${seed}: ${figuresOf(judged)}`);
}

/** What ships has never seen these sentences, and learnt from examples that are none of them. */
function judgeShipped({ test, oos_test, ...others }: Clinc, say: Say): void {
  const sentences = [...test, ...oos_test];
  const language = requestLanguage();
  const theirs = new Set([...sentences, ...Object.values(others).flat()].map(([text]) => phraseKey(text)));
  const examples = [...Object.values(language.examples).flat(), ...examplesOf(language.grammar).map(({ text }) => text)];
  say(`  what ships, examples that are one of the sentences: ${examples.filter((text) => theirs.has(phraseKey(text))).length} of ${examples.length}`);
  const parser = RequestParser.train(language, seeded(1));
  const judge = (reader: RequestParser) => figuresOf(sentences.map(([text, intent]) => ({ label: labelOf(intent), said: MEANT[reader.parse(text, YEAR).intent] })));
  say(`= what ships, no names known: ${judge(parser)}`);
  if (missingFolder() !== null) return;
  const artists = Array.from(readLastFm().names, ([id, name]) => ({ id: String(id), name }));
  say(`= what ships, ${artists.length} artists known: ${judge(parser.knowing({ artists, titles: [] }))}`);
}

function labelOf(intent: string): Label {
  return MUSIC.find((one) => one === intent) ?? 'other';
}

function figuresOf(judged: readonly { readonly label: Label; readonly said: Label }[]): string {
  const right = judged.filter(({ label, said }) => label === said).length;
  const f1 = (intent: Label) => {
    const both = judged.filter(({ label, said }) => label === intent && said === intent).length;
    return (2 * both) / (judged.filter(({ label }) => label === intent).length + judged.filter(({ said }) => said === intent).length);
  };
  const macro = MUSIC.reduce((sum, intent) => sum + f1(intent), 0) / MUSIC.length;
  return `accuracy ${(right / judged.length).toFixed(4)}, macro-F1 of music ${macro.toFixed(4)}  (${MUSIC.map((intent) => `${intent} ${f1(intent).toFixed(2)}`).join(', ')})`;
}

/** @param own what is known of a name in the fold that is judged; of the others it is how they are written, too */
function judgeNames(about: string, folds: readonly NameFold[], own: (name: LinkedName) => readonly string[], say: Say): void {
  const parser = RequestParser.train(requestLanguage(), seeded(1));
  const sum = { right: 0, found: 0, there: 0 };
  folds.forEach((judged, i) => {
    const known = folds.flatMap((fold) => fold.names.map((name) => ({ kind: name.kind, names: fold === judged ? own(name) : [name.mention, name.article ?? name.mention] })));
    const reader = parser.knowing(namesOf(known));
    let [right, found, there] = [0, 0, 0];
    for (const request of judged.requests) {
      const truth = spansOf(request);
      const said = foundIn(request, reader.understand(request.words.join(' '), YEAR));
      right += said.filter((span) => truth.has(span)).length;
      found += said.length;
      there += truth.size;
    }
    say(`  ${about} · fold ${i + 1}: ${f1Of(right, found, there)}`);
    sum.right += right;
    sum.found += found;
    sum.there += there;
  });
  say(`= ${about}: ${f1Of(sum.right, sum.found, sum.there)}`);
}

function f1Of(right: number, found: number, there: number): string {
  return `F1 ${((2 * right) / (found + there)).toFixed(4)}  (precision ${(right / found).toFixed(3)}, recall ${(right / there).toFixed(3)})`;
}

function namesOf(known: readonly { readonly kind: LinkedName['kind']; readonly names: readonly string[] }[]): RequestNames {
  const of = (kind: LinkedName['kind']) => [...new Set(known.filter((name) => name.kind === kind).flatMap(({ names }) => names))];
  return { artists: of('Artist').map((name) => ({ id: name, name })), titles: of('WoA') };
}

/** `from-to-kind` in words. */
function spansOf({ labels }: TaggedRequest): ReadonlySet<string> {
  const spans = new Set<string>();
  labels.forEach((label, from) => {
    if (!label.startsWith('B-')) return;
    let to = from + 1;
    while (labels[to]?.startsWith('I-')) to++;
    spans.add(`${from}-${to}-${label.slice(2)}`);
  });
  return spans;
}

function foundIn({ words }: TaggedRequest, understood: Understood): readonly string[] {
  let end = -1;
  const ends = words.map((word) => (end += word.length + 1));
  const wordAt = (offset: number) => ends.findIndex((one) => offset < one);
  const span = ({ from, to }: { readonly from: number; readonly to: number }, kind: LinkedName['kind']) =>
    `${wordAt(understood.words[from].start)}-${wordAt(understood.words[to - 1].end - 1) + 1}-${kind}`;
  const known = understood.parts.filter((part) => isKnown(part, 'artist', 'title'));
  return [
    ...known.map((part) => span(part, part.found.known.kind === 'artist' ? 'Artist' : 'WoA')),
    ...understood.unknown.map((name) => span(name, name.kind === 'artist' ? 'Artist' : 'WoA')),
  ];
}
