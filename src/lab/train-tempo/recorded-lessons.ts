import type { TempoLesson } from '../../../models/acoustic/rhythm/train-tempo-network.ts';
import { labelledExcerpts } from '../labelled-excerpts.ts';
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
  for await (const { mono, labels } of labelledExcerpts(folder)) lessons.push(...lessonsOf(mono, EXCERPT_WEIGHT, near(Number(labels.bpm))));
  return lessons;
}

/** From recordings whose labels say the genre. */
export async function danceLessons(folder: string): Promise<TempoLesson[]> {
  const lessons: TempoLesson[] = [];
  for await (const { mono, labels } of labelledExcerpts(folder)) {
    if (!(labels.genre in GENRES)) continue;
    const [slowest, fastest] = GENRES[labels.genre];
    lessons.push(...lessonsOf(mono, DANCE_WEIGHT, (bpm) => bpm >= slowest && bpm <= fastest));
  }
  return lessons;
}
