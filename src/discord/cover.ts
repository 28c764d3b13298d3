import type { Guild } from 'discord.js';
import type { Track, TrackId } from '../domain.ts';
import { drawCover } from './cover-picture.ts';
import type { Door } from './door.ts';
import type { AttachedFile } from './render/message.ts';

/** A picture for a thumbnail need not be larger; many larger ones would fill the connection. */
const MAX_BYTES = 4_000_000;
/** A card, and those of a few other guilds with the same music. */
const KEPT = 16;

const drawn = new Map<string, Promise<Buffer>>();
/** What lies with Discord on the card of a guild, and where. */
const onCards = new WeakMap<Guild, { readonly of: TrackId; readonly url: string }>();

/** The card of the guild shows the track's cover, which may be shown elsewhere from there. */
export function coverIsOnCard(guild: Guild, of: TrackId, url: string): void {
  onCards.set(guild, { of, url });
}

/** Address of the track's cover on the card of the guild; null when it is not there. */
export function coverOnCard(guild: Guild | undefined, of: TrackId): string | null {
  const known = guild && onCards.get(guild);
  return known?.of === of ? known.url : null;
}

/** The cover of a track as a file to attach: its own, else one that is drawn. */
export async function coverOf(track: Track, { services, log }: Pick<Door, 'services' | 'log'>): Promise<AttachedFile> {
  const own = await services.library.cover(track.id).catch((error: unknown) => {
    log.warn({ err: error, track: track.id }, 'A cover could not be read; one is drawn instead.');
    return null;
  });
  if (own && own.bytes.length <= MAX_BYTES) return { attachment: Buffer.from(own.bytes), name: nameOf(track, own.type.replace('image/', '')) };
  return { attachment: await drawnOnce(track), name: nameOf(track, 'png') };
}

/** Tells one track's cover from another's. */
function nameOf({ id }: Track, extension: string): string {
  return `cover-${id.replace(/\W/g, '')}.${extension}`;
}

function drawnOnce(track: Track): Promise<Buffer> {
  const picture = drawn.get(track.id) ?? drawCover(track);
  drawn.delete(track.id);
  drawn.set(track.id, picture);
  const [oldest] = drawn.keys();
  if (drawn.size > KEPT && oldest !== undefined) drawn.delete(oldest);
  return picture;
}
