import type { CommandContext } from '../../src/command.ts';
import type { ReasonedTrack } from '../../src/view.ts';
import type { Pick, Track } from '../../src/domain.ts';
import { visible } from '../../src/visible.ts';
import type { CoverPlan } from '../../src/weekly/list.ts';
import type { DiscoveryList } from '../../src/weekly/weekly.ts';
import { listed } from './label.ts';
import { evidenceIn } from './evidence.ts';
import { spoken } from './why-sentence.ts';

/** Phrases that one track is given. */
const REASONS = 2;
const TAGS = 2;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const UNHEARD = 'you have not heard it here yet';

/** What a list is, in a phrase. */
export function titleOf({ kind, listenerId, week, content }: DiscoveryList, mine: boolean): string {
  if (kind === 'discover' && content.together !== undefined) return 'A blend';
  if (kind === 'discover') return mine ? 'A list for you' : 'A list for somebody';
  if (kind === 'kept') return 'A list that you keep';
  const [year, number] = week.split('-W');
  if (listenerId === null) return `The list for everybody here, week ${Number(number)} of ${year}`;
  return mine ? `Your list, week ${Number(number)} of ${year}` : `A list for somebody, week ${Number(number)} of ${year}`;
}

/** How much there is on it, and what of. */
export function aboutList({ content, listenerId }: DiscoveryList, tracks: readonly Track[], mine: boolean): readonly string[] {
  const length = tracks.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return [
    tracks.length === 1 ? 'one track' : `${tracks.length} tracks`,
    spokenLength(length),
    ...(content.together !== undefined ? [`for ${content.together} people`] : listenerId === null ? ['nobody here has heard any of them here'] : mine ? ['you had heard none of them here'] : []),
    ...(content.asked ?? []),
  ];
}

function spokenLength(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  return ms < HOUR_MS ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What speaks for a track of a list, in phrases. @param mine whether the scores are the caller's: those of others are theirs */
export function reasonedPick(context: CommandContext, pick: Pick, track: Track, mine: boolean): ReasonedTrack {
  const scores = mine ? pick.scores.find(({ listenerId }) => listenerId === context.caller.id) : undefined;
  const said = scores ? spoken({ track, ...evidenceIn(context, scores) }, [scores], true).filter((phrase) => phrase !== UNHEARD) : [];
  const tries = scores && pick.exploratory ? ['a try, to learn more'] : [];
  return { track, reasons: [...tries, ...(said.length > 0 ? said : tagsOf(track))].slice(0, REASONS) };
}

/** Of which nobody need know anything. */
function tagsOf({ genres }: Track): readonly string[] {
  const tags = genres.slice(0, TAGS).map(visible);
  return tags.length > 0 ? [`tags ${tags.join(', ')}`] : [];
}

/** What a cover shows, for whoever does not see it. */
export function coverWords({ motif, variant, styles, curves, measured }: CoverPlan): string {
  const ground = { night: 'on a dark ground', paper: 'on light paper', bloom: 'on a glowing ground' }[variant];
  const shapes = {
    rings: `Cover: ${curves.length} rings around one centre, ${ground}`,
    ridges: `Cover: ${curves.length} ridges one behind the other, ${ground}`,
    petals: `Cover: a flower of ${curves.length} petals, ${ground}`,
    streams: `Cover: ${curves.length} streams that flow across, ${ground}`,
  }[motif];
  const drawn = measured > 0 ? 'each as the energy of one of the tracks goes' : 'each for one of the tracks';
  return styles.length > 0 ? `${shapes}, ${drawn}; colours of ${listed(styles.map(visible))}.` : `${shapes}, ${drawn}.`;
}
