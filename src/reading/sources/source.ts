/** An artist of the library, with what tells namesakes apart. */
export interface LibraryArtist {
  /** `nameKey` of the name. */
  readonly key: string;
  readonly name: string;
  /** How many tracks of theirs the library has. */
  readonly tracks: number;
  /** Some of their tracks and albums, as the files name them. */
  readonly titles: readonly string[];
  readonly albums: readonly string[];
  /** MusicBrainz ids of some of their recordings, where files carry them. */
  readonly recordings: readonly string[];
}

/** What a source tells about one artist, or a page about music. */
export interface SourceDocument {
  readonly url: string;
  readonly title: string;
  readonly credit: string | null;
  readonly language: string | null;
  readonly tags: readonly { readonly tag: string; readonly weight: number }[];
  readonly similar: readonly { readonly name: string; readonly score: number }[];
  readonly aliases: readonly string[];
  /** Running text, digested and forgotten; null where there is none. */
  readonly text: string | null;
  /** A part of it could not be had this time. */
  readonly incomplete?: boolean;
}

/** What became of reading about an artist: null when the source knows nothing of them. */
export interface ArtistSource {
  /** As readings name it. */
  readonly name: string;
  /** How many artists may be read about at a time. */
  readonly atOnce: number;
  /** Without any of these nothing can be read at this source. */
  readonly hosts: readonly string[];
  /** @throws NotNow, Unreachable, Unreadable */
  read(artist: LibraryArtist): Promise<SourceDocument | null>;
}
