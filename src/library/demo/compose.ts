import { arrange, type SectionName } from './composition/arrangement.ts';
import { between, choose, stream } from './composition/chance.ts';
import { Grid } from './composition/grid.ts';
import { isMinor, pitchClassName } from './composition/scale.ts';
import { Song } from './composition/song.ts';
import { Studio } from './composition/studio.ts';
import type { GroundTruth } from './ground-truth.ts';
import type { Score } from './score.ts';
import { STYLES } from './styles/styles.ts';
import type { Band, Mix, Progressions, Style, StyleName } from './styles/style.ts';

/** What a track is to be; everything else follows from the seed. */
export interface Commission {
  readonly seed: number;
  readonly style: StyleName;
  readonly band: Band;
  /** About how long. */
  readonly seconds: number;
  /** LUFS, or null for what the style usually has. */
  readonly loudness: number | null;
  readonly genres: readonly string[];
  readonly moods: readonly string[];
}

export interface Composition {
  readonly score: Score;
  readonly truth: GroundTruth;
}

/** Seconds over which a track without a written ending fades. */
const FADE_SECONDS = 7;

/** Composes a track. Equal commissions give equal compositions. */
export function compose(commission: Commission): Composition {
  const style = STYLES[commission.style];
  const song = sketch(style, commission);
  const studio = new Studio(song);
  const mix = style.write(song, studio, commission.band);
  return { score: score(song, studio, mix, style, commission), truth: truth(song, commission) };
}

function sketch(style: Style, { seed, band, seconds }: Commission): Song {
  const random = stream(seed, 'sketch');
  const [slow, fast] = style.tempo[band];
  const bpm = Math.round(between(random, slow, fast) * 2) / 2;
  const swing = { unit: style.swing.unit, ratio: between(random, style.swing.from, style.swing.to) };
  const grid = new Grid(bpm, choose(random, style.timeSignatures), swing);
  const mode = choose(random, style.modes);
  const key = { tonic: Math.floor(random() * 12), mode };
  const form = choose(random, style.forms);
  const sections = arrange(stream(seed, 'form'), form, style.phraseBars, grid.barSeconds, seconds);
  const progressions = isMinor(mode) ? style.minor : style.major;
  if (!progressions) throw new Error(`${style.name} has no progressions in ${mode}`);
  const home = random() < style.writtenEndings ? progressions.home : null;
  return new Song(seed, grid, key, sections, assign(seed, progressions), home);
}

function assign(seed: number, progressions: Progressions): Record<SectionName, string> {
  const random = stream(seed, 'progressions');
  const verse = choose(random, progressions.verse);
  const chorus = choose(random, progressions.chorus);
  return {
    verse,
    chorus,
    break: choose(random, progressions.break),
    intro: random() < 0.6 ? verse : chorus,
    outro: random() < 0.6 ? chorus : verse,
  };
}

function score(song: Song, studio: Studio, mix: Mix, style: Style, { seed, loudness }: Commission): Score {
  const [quiet, loud] = style.loudness;
  const parts = studio.parts();
  const ducking = parts.find((part) => part.name === mix.duckedBy);
  return {
    musicSeconds: song.grid.seconds(song.beats),
    parts,
    duckAt: ducking ? ducking.notes.map((note) => note.time) : [],
    room: mix.room,
    echo: mix.echo,
    master: {
      ...mix.master,
      loudness: loudness ?? Math.round(between(stream(seed, 'loudness'), quiet, loud) * 10) / 10,
      fade: song.writtenEnding ? 0 : FADE_SECONDS,
    },
  };
}

function truth(song: Song, { seed, style, genres, moods }: Commission): GroundTruth {
  const { grid, key } = song;
  const at = (beat: number): number => Math.round(grid.seconds(beat) * 1e6) / 1e6;
  const beats = Array.from({ length: song.beats }, (_, i) => at(i));
  return {
    seed,
    style,
    bpm: grid.bpm,
    timeSignature: grid.timeSignature,
    key: { tonic: pitchClassName(key.tonic), pitchClass: key.tonic, mode: key.mode },
    beats,
    downbeats: beats.filter((_, i) => i % grid.beatsPerBar === 0),
    sections: song.sections.map(({ name, startBar, bars }) => ({
      name,
      start: at(startBar * grid.beatsPerBar),
      end: at((startBar + bars) * grid.beatsPerBar),
    })),
    chords: song.spans.map(({ start, beats: length, chord }) => ({
      start: at(start),
      end: at(start + length),
      numeral: chord.numeral,
      pitchClasses: chord.pitchClasses,
    })),
    genres,
    moods,
  };
}
