import { ambient } from './ambient.ts';
import { chiptune } from './chiptune.ts';
import { drumAndBass } from './drum-and-bass.ts';
import { folk } from './folk.ts';
import { house } from './house.ts';
import { jazz } from './jazz.ts';
import { loFi } from './lo-fi.ts';
import type { Style, StyleName } from './style.ts';
import { synthwave } from './synthwave.ts';

/** Every style by its name. */
export const STYLES: Readonly<Record<StyleName, Style>> = {
  house,
  'lo-fi': loFi,
  'drum and bass': drumAndBass,
  ambient,
  synthwave,
  folk,
  jazz,
  chiptune,
};
