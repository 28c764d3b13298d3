import type { Services } from '../../src/command.ts';
import { visible } from '../../src/visible.ts';
import { MAX_LABEL } from './label.ts';

const SHOWN = 9;
/** Fewer are no choice. */
const FEWEST = 3;

/** Artists of the library that a newcomer may choose from, by name; none where there are too few. */
export async function artistsToChoose({ recommender, library }: Pick<Services, 'recommender' | 'library'>): Promise<readonly string[]> {
  const tracks = await recommender.onboardingArtists(SHOWN);
  const names = tracks.map((id) => visible(library.get(id)?.artist ?? '')).filter((name) => name !== '' && name.length <= MAX_LABEL);
  const artists = [...new Set(names)];
  return artists.length >= FEWEST ? artists : [];
}
