/** Where the services are asked; others only in tests. */
export interface ServiceAddresses {
  readonly musicbrainz: string;
  readonly wikidata: string;
  /** With `{language}` in it. */
  readonly wikipedia: string;
  readonly listenbrainz: string;
  readonly listenbrainzLabs: string;
  readonly lastfm: string;
}

export const PUBLIC_SERVICES: ServiceAddresses = {
  musicbrainz: 'https://musicbrainz.org/ws/2/',
  wikidata: 'https://www.wikidata.org/w/api.php',
  wikipedia: 'https://{language}.wikipedia.org/w/api.php',
  listenbrainz: 'https://api.listenbrainz.org/1/',
  listenbrainzLabs: 'https://labs.api.listenbrainz.org/',
  lastfm: 'https://ws.audioscrobbler.com/2.0/',
};
