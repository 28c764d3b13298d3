import type { MapOfSounds } from '../../models/acoustic/map/map-of-sounds.ts';
import type { ThreadLink } from '../analysis/thread-link.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import type { trainInBackground } from './background-training.ts';
import type { MapRequest } from './map-thread.ts';
import type { RecommenderNotice } from './protocol.ts';
import type { ReadArtists, ReadingPlan } from './read-artists.ts';
import type { SnapshotFolder } from './snapshot-folder.ts';
import type { LabelledTracks, SoundLabels } from './sound-labels.ts';

/** What the recommender's service works with. */
export interface ServiceParts {
  readonly storage: Storage;
  readonly folder: SnapshotFolder;
  readonly clock: Clock;
  readonly log: Logger;
  readonly notify: (notice: RecommenderNotice) => void;
  /** Takes together what was read about artists. */
  readonly read: (plan: ReadingPlan, signal: AbortSignal) => Promise<ReadArtists>;
  /** Learns from who hears what; on threads of its own when left out. */
  readonly train?: typeof trainInBackground;
  /** Lays out the map of sounds; without it there is none. */
  readonly drawMap?: (request: MapRequest, signal: AbortSignal) => Promise<MapOfSounds>;
  /** Learns how labels sound; without it only what is written is known of them. */
  readonly labels?: (tracks: LabelledTracks, signal: AbortSignal) => Promise<SoundLabels>;
  /** Evidence about somebody's taste counts half after this time. */
  readonly halfLifeMs?: number;
  /** Analyse how tracks sound; without them another process does, on the same database. */
  readonly threads?: readonly ThreadLink[];
  /** Of the network that hears tracks; null without one. */
  readonly networkVersion?: string | null;
}
