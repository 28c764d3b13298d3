import type { Identities } from './identities.ts';
import type { ArtistSource } from './source.ts';

/** Names, tags and relations of artists from MusicBrainz. */
export function musicbrainz(identities: Identities): ArtistSource {
  return {
    name: 'musicbrainz',
    atOnce: 1,
    hosts: [identities.host],
    async read(artist) {
      const identity = await identities.of(artist, true);
      return (
        identity && {
          url: `https://musicbrainz.org/artist/${identity.mbid}`,
          title: identity.name,
          credit: 'MusicBrainz; its tags are under CC BY-NC-SA 3.0',
          language: null,
          tags: identity.tags,
          similar: identity.related.map((name) => ({ name, score: 1 })),
          aliases: identity.aliases,
          text: null,
        }
      );
    },
  };
}
