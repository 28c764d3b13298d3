import { strToU8, zipSync } from 'fflate';
import type { GivenFile } from '../../src/given-file.ts';

/** One stream of an invented account, as Spotify's extended streaming history has it. */
export function spotifyStream(change: Readonly<Record<string, unknown>> = {}): object {
  return {
    ts: '2025-05-01T18:20:00Z', platform: 'android', ms_played: 201_000, conn_country: 'DE', ip_addr: '192.0.2.7', master_metadata_track_name: 'Harbour Static',
    master_metadata_album_artist_name: 'Vesper Lanes', master_metadata_album_album_name: 'Tidal Rooms', spotify_track_uri: 'spotify:track:000', episode_name: null, episode_show_name: null,
    spotify_episode_uri: null, reason_start: 'trackdone', reason_end: 'trackdone', shuffle: false, skipped: false, offline: false, offline_timestamp: null, incognito_mode: false, ...change,
  };
}

export function spotifyZip(...streams: readonly object[]): Uint8Array {
  return zipSync({
    'Spotify Extended Streaming History/ReadMeFirst_ExtendedStreamingHistory.pdf': strToU8('%PDF'),
    'Spotify Extended Streaming History/Streaming_History_Audio_2025_0.json': strToU8(JSON.stringify(streams)),
  });
}

/** A listen as ListenBrainz exports it. */
export function listen(artist: string, title: string, at: number, change: Readonly<Record<string, unknown>> = {}): object {
  return {
    listened_at: at, inserted_at: at + 1.5, recording_msid: '0',
    track_metadata: { artist_name: artist, track_name: title, release_name: 'Tidal Rooms', additional_info: { duration_ms: 180_000 }, mbid_mapping: { recording_name: title, artists: [{ artist_credit_name: artist, join_phrase: '' }] }, ...change },
  };
}

export function file(bytes: Uint8Array | string, name = 'history.zip'): GivenFile {
  const all = typeof bytes === 'string' ? strToU8(bytes) : bytes;
  return {
    name,
    size: all.length,
    async *open() {
      for (let at = 0; at < all.length; at += 10_000) yield all.subarray(at, at + 10_000);
    },
  };
}
