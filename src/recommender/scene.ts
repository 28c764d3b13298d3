import type { Catalogue } from './catalogue.ts';
import { trackKind } from '../../models/ranking/blend.ts';
import { ARTIST_BACKING } from './hidden-likes.ts';
import type { Knowledge } from './knowledge.ts';
import { LibrarySound } from './library-sound.ts';
import { LibraryLanguage } from './library-language.ts';
import { TrackSounds } from './track-sounds.ts';

/** What is the same for every listener while one request is answered. */
export interface Scene {
  readonly knowledge: Knowledge;
  readonly catalogue: Catalogue;
  /** Epoch ms. */
  readonly now: number;
  /** How many listeners anything is known of. */
  readonly listeners: number;
  /** What words say of the tracks. */
  readonly words: LibraryLanguage;
  /** How they sound. */
  readonly sounds: TrackSounds;
  /** By track: what there is to know it by, see `trackKind`. */
  readonly kinds: Uint8Array;
  /** By track of the catalogue: its column in the trained model, or −1. */
  readonly columns: Int32Array;
  /** By track: how often it was listened to. */
  readonly listens: Float64Array;
  /** By track: its listens, and a part of those of its artist's other tracks, through which it is known as well. */
  readonly backing: Float64Array;
  /** By track: 0 … 1, logarithmic, relative to the most appealing track. */
  readonly popularity: Float64Array;
}

const known = new WeakMap<Catalogue, LibraryLanguage>();

/** Made once for a catalogue and what is read; what is heard comes anew. */
function wordsOf(catalogue: Catalogue, { read, soundLabels }: Knowledge, sounds: TrackSounds): LibraryLanguage {
  const before = known.get(catalogue);
  if (before?.read === read) return before.hear(sounds, soundLabels);
  const words = new LibraryLanguage(catalogue, read);
  known.set(catalogue, words);
  return words.hear(sounds, soundLabels);
}

const hearings = new WeakMap<Catalogue, TrackSounds>();
const SILENCE = new LibrarySound(null);
/** What was heard since joins later when it is little in a large library: a hundredth of it, or as much as comes in ten seconds. */
const LITTLE = 0.01;
const LATER_MS = 10_000;

/** Made once for a catalogue and what is heard of it. */
function soundsOf(catalogue: Catalogue, sound: LibrarySound, now: number): TrackSounds {
  const before = hearings.get(catalogue);
  if (before?.isOf(sound, { missing: Math.floor(LITTLE * sound.size), since: now - LATER_MS })) return before;
  const sounds = new TrackSounds(catalogue, sound, now);
  hearings.set(catalogue, sounds);
  return sounds;
}

type Reception = Pick<Scene, 'columns' | 'listens' | 'backing' | 'popularity'>;

const received = new WeakMap<Catalogue, { readonly knowledge: Knowledge; readonly revision: number; readonly reception: Reception }>();

/** Made once for a catalogue and what listeners did. */
function receptionOf(catalogue: Catalogue, knowledge: Knowledge): Reception {
  const before = received.get(catalogue);
  if (before?.knowledge === knowledge && before.revision === knowledge.revision) return before.reception;
  const reception = countReception(catalogue, knowledge);
  received.set(catalogue, { knowledge, revision: knowledge.revision, reception });
  return reception;
}

function countReception(catalogue: Catalogue, knowledge: Knowledge): Reception {
  const tracks = catalogue.ids.length;
  const columns = new Int32Array(tracks);
  const listens = new Float64Array(tracks);
  const popularity = new Float64Array(tracks);
  const listensOfArtist = new Map<string, number>();
  let most = 0;
  catalogue.ids.forEach((id, track) => {
    columns[track] = knowledge.taste?.column(id) ?? -1;
    listens[track] = knowledge.listensOf(id);
    const artist = catalogue.artists[track];
    listensOfArtist.set(artist, (listensOfArtist.get(artist) ?? 0) + listens[track]);
    popularity[track] = Math.log1p(Math.max(0, knowledge.appealOf(id)));
    most = Math.max(most, popularity[track]);
  });
  if (most > 0) for (let track = 0; track < tracks; track++) popularity[track] /= most;
  listensOfArtist.delete('');
  const backing = listens.map((own, track) => own + ARTIST_BACKING * ((listensOfArtist.get(catalogue.artists[track]) ?? own) - own));
  return { columns, listens, backing, popularity };
}

function kindsOf({ writtenAbout, catalogue: { labelsOf: { pointers } } }: LibraryLanguage, { heard }: TrackSounds): Uint8Array {
  const kinds = new Uint8Array(heard.length);
  for (let track = 0; track < kinds.length; track++) {
    kinds[track] = trackKind({ written: writtenAbout[track] === 1, heard: heard[track] === 1, tagged: pointers[track + 1] > pointers[track] });
  }
  return kinds;
}

/** @param sound where nothing was heard, nothing is known of it */
export function sceneOf(knowledge: Knowledge, catalogue: Catalogue, now: number, sound: LibrarySound = SILENCE): Scene {
  const sounds = soundsOf(catalogue, sound, now);
  const words = wordsOf(catalogue, knowledge, sounds);
  return {
    ...receptionOf(catalogue, knowledge),
    knowledge,
    catalogue,
    now,
    listeners: knowledge.listeners,
    words,
    sounds,
    kinds: kindsOf(words, sounds),
  };
}
