import type { SimilarityEvidence } from '../../models/language/artist-language.ts';
import { visible } from '../../src/visible.ts';
import { listed } from './label.ts';

const TAGS = 3;

/** What is written about two artists, in phrases. */
export function saidOfBoth({ tags, together }: SimilarityEvidence): readonly string[] {
  return [
    ...(tags.length > 0 ? [`both described as ${listed(tags.slice(0, TAGS).map(visible))}`] : []),
    ...(together > 0 ? [together === 1 ? 'named together in one article' : `named together in ${together} articles`] : []),
  ];
}
