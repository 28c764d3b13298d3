import type { Recommender } from './recommender.ts';

/** What can be asked of the recommender that changes nothing. */
export type Question =
  | 'pick'
  | 'list'
  | 'explain'
  | 'similar'
  | 'similarSounding'
  | 'analysisOf'
  | 'similarArtists'
  | 'labelled'
  | 'wordsAbout'
  | 'libraryTags'
  | 'soundMap'
  | 'tasteMatch'
  | 'tasteOf'
  | 'tasteProfile'
  | 'placeStats'
  | 'pickRecord'
  | 'onboardingArtists'
  | 'bestTracksOf';

/** Who can be asked: the recommender's process, from everything it knows, or the last snapshot while that is away. */
export type Answers = Pick<Recommender, Question>;
