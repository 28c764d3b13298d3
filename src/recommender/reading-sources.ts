import type { TasteModel } from '../../models/collaborative/taste-model.ts';

const PREFIX = 'words:';
/** The files' tags as a content of the mixture. */
export const TAGS = 'tags';
/** How tracks sound as a content of the mixture. */
export const SOUND = 'sound';
/** Less in a mixture changes next to nothing. */
const LEAST_WEIGHT = 0.01;

/** The name of what a source says among the contents of a mixture. */
export function contentName(source: string): string {
  return PREFIX + source;
}

/** The source that a content of the mixture is the words of; null when it is none. */
export function sourceOf(name: string): string | null {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : null;
}

/**
 * What a source's words weigh in a mixture before anything was measured. Those of encyclopaedias and of listeners' tags have
 * been seen to help; feeds and pages, reviews above all, may do harm and must first show here that they help.
 */
const PRIORS: Readonly<Record<string, number>> = { wikipedia: 0.3, musicbrainz: 0.2, listenbrainz: 0.3, lastfm: 0.3, feeds: 0, pages: 0 };

/** What a source that came to be used weighs where it was not trusted beforehand. */
const EARNED = 0.1;

/**
 * The weight that a source's words have in a mixture before they are measured again. One in use keeps it while it is seen to
 * help, or while there are too few listens to tell; one that is not must show beyond doubt that it helps: else sources would
 * come and go by chance.
 */
export function priorOf(source: string, used: readonly string[]): number {
  return used.includes(source) ? PRIORS[source] || EARNED : 0;
}

/** The sources whose words have a say: those that did in most mixtures, on listens that were hidden from them; where that was not measured, those trusted beforehand. */
export function usedSources(model: TasteModel | null): readonly string[] {
  return Object.entries(PRIORS).flatMap(([source, trust]) => ((measuredShare(model, contentName(source)) ?? (trust > 0 ? 1 : 0)) > 0.5 ? [source] : []));
}

/** In how many of the measured mixtures of the model, of those that know it, a content has a weight, 0 to 1; null when nothing was measured. */
function measuredShare(model: TasteModel | null, name: string): number | null {
  const weights = (model?.regimes ?? []).flatMap(({ quality, weights: all }) => (quality === null || all[name] === undefined ? [] : [all[name]]));
  return weights.length === 0 ? null : weights.filter((weight) => weight >= LEAST_WEIGHT).length / weights.length;
}
