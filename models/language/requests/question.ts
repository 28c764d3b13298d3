import type { Intent, Question, RequestFrame } from './frame.ts';
import type { Understood } from './understood.ts';
import type { KnownName } from './known-names.ts';
import { isKnown, type Part } from './parts.ts';
import type { Stretch } from './request-words.ts';

/** Between that and nothing the intent is asked for. */
const UNSURE = 0.5;
const MOST_OPTIONS = 4;
const MOST_LABEL = 80;
const SHOWN = 60;

/** What each intent is called, and the plainest words for it. */
const PLAINLY: Readonly<Record<Exclude<Intent, 'other' | 'queue' | 'volume'>, { readonly label: string; readonly words: string }>> = {
  play: { label: 'Play something', words: 'play something' },
  more: { label: 'More like this', words: 'more of this' },
  less: { label: 'Less of this', words: 'less of this' },
  what: { label: 'What is playing?', words: 'what is playing' },
  next: { label: 'Next track', words: 'next track' },
};

/** The one thing to ask before doing what a request says; null when it is clear. */
export function questionAbout(understood: Understood, frame: RequestFrame): Question | null {
  if (frame.intent === 'play' || frame.intent === 'queue') {
    return whichName(understood) ?? unknownName(understood, frame);
  }
  return whichIntent(understood);
}

/** “Kiss” may be a band, a song or a mood. */
function whichName(understood: Understood): Question | null {
  for (const part of understood.parts) {
    const others = understood.alternatives.get(part) ?? [];
    if (!isKnown(part, 'artist', 'title', 'tag') || others.length === 0) continue;
    const options = [part, ...others].slice(0, MOST_OPTIONS).map(({ found: { known } }) => ({
      label: labelOf(known),
      words: replaced(understood, part, plainlyNamed(known)),
    }));
    const said = shortened(wordsOf(understood, part), SHOWN);
    return { text: `What do you mean by “${said}”?`, options };
  }
  return null;
}

function unknownName(understood: Understood, frame: RequestFrame): Question | null {
  const [stretch] = understood.unknown;
  if (!stretch || frame.unknown.length === 0) return null;
  const name = shortened(wordsOf(understood, stretch), SHOWN);
  return { text: `I know nobody called “${name}”. What shall I play instead?`, options: [{ label: 'Something like what plays', words: PLAINLY.more.words }, PLAINLY.play] };
}

function whichIntent({ intent: { intent, second, sure } }: Understood): Question | null {
  if (sure >= UNSURE) return null;
  const options = [intent, second].flatMap((one) => (one === 'other' || one === 'queue' || one === 'volume' ? [] : [PLAINLY[one]]));
  return options.length === 0 ? null : { text: 'What shall I do?', options };
}

function labelOf({ kind, name, id }: KnownName): string {
  const kinds = { artist: 'the artist', title: 'the track', tag: 'music that is' } as const;
  return shortened(`${kinds[kind]} ${kind === 'tag' ? id : name}`.replace(/^./, (letter) => letter.toUpperCase()), MOST_LABEL);
}

/** A name so that it can be nothing else. */
function plainlyNamed({ kind, name, id }: KnownName): string {
  if (kind === 'artist') return `the band "${name}"`;
  return kind === 'title' ? `the song "${name}"` : `${id} music`;
}

function replaced({ text, words }: Understood, { from, to }: Part, by: string): string {
  return `${text.slice(0, words[from].start)}${by}${text.slice(words[to - 1].end)}`;
}

function wordsOf({ text, words }: Understood, { from, to }: Stretch): string {
  return text.slice(words[from].start, words[to - 1].end);
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
