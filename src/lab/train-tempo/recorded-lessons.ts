import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TempoLesson } from '../../../models/acoustic/rhythm/train-tempo-network.ts';
import { ANALYSIS_RATE } from '../../../models/acoustic/track-analysis.ts';
import { openSource } from '../../audio/decode/open.ts';
import { Resampler } from '../../audio/resampler.ts';
import { lessonsOf, near } from './lesson.ts';

const EXCERPT_WEIGHT = 3;
const DANCE_WEIGHT = 1.5;

/** Beats a minute that music of a genre has: within an octave, so that the genre says which. */
const GENRES: Readonly<Record<string, readonly [number, number]>> = {
  house: [118, 130],
  'tech-house': [118, 130],
  'deep-house': [115, 128],
  techno: [118, 145],
  'progressive-house': [120, 132],
  trance: [125, 145],
  'psy-trance': [135, 150],
  'drum-and-bass': [165, 180],
  dubstep: [135, 148],
  'electro-house': [122, 132],
  minimal: [118, 130],
  breaks: [120, 145],
  'indie-dance nu-disco': [100, 130],
  'hardcore hard-techno': [140, 190],
};

/** From recordings whose labels say the tempo. */
export async function excerptLessons(folder: string): Promise<TempoLesson[]> {
  const lessons: TempoLesson[] = [];
  for (const { file, bpm } of await labelsOf(folder)) lessons.push(...lessonsOf(await monoOf(join(folder, file)), EXCERPT_WEIGHT, near(Number(bpm))));
  return lessons;
}

/** From recordings whose labels say the genre. */
export async function danceLessons(folder: string): Promise<TempoLesson[]> {
  const lessons: TempoLesson[] = [];
  for (const { file, genre } of await labelsOf(folder)) {
    if (!(genre in GENRES)) continue;
    const [slowest, fastest] = GENRES[genre];
    lessons.push(...lessonsOf(await monoOf(join(folder, file)), DANCE_WEIGHT, (bpm) => bpm >= slowest && bpm <= fastest));
  }
  return lessons;
}

async function labelsOf(folder: string): Promise<Record<string, string>[]> {
  const [header, ...lines] = (await readFile(join(folder, 'labels.csv'), 'utf8')).trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])));
}

async function monoOf(path: string): Promise<Float32Array> {
  const source = await openSource({ path, format: 'opus' });
  try {
    const resampler = new Resampler(source.sampleRate, ANALYSIS_RATE);
    const parts: Float32Array[] = [];
    for (let block = await source.read(); block !== null; block = await source.read()) {
      const { left, right } = block;
      const mixed = left.map((sample, i) => (sample + right[i]) / 2);
      parts.push(resampler.process({ left: mixed, right: mixed }).left);
    }
    const mono = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      mono.set(part, at);
      at += part.length;
    }
    return mono;
  } finally {
    source.close();
  }
}
