import type { ServerResponse } from 'node:http';
import type { ServiceAddresses } from '../../../src/reading/sources/service-addresses.ts';
import { INVENTED, OTHER_ARTICLES, type InventedArtist } from './invented-artists.ts';
import { openTestSite, type Page, type TestSite } from './test-site.ts';

/** The services that are asked about artists, as their documentation says that they answer, each on a host of its own. */
export interface MusicServices {
  readonly addresses: ServiceAddresses;
  readonly musicbrainz: TestSite;
  readonly wikimedia: TestSite;
  readonly listenbrainz: TestSite;
  /** The laboratory of ListenBrainz. */
  readonly labs: TestSite;
  readonly lastfm: TestSite;
  close(): Promise<void>;
}

/** The key that Last.fm accepts. */
export const LASTFM_KEY = '0123456789abcdef0123456789abcdef';

export async function openMusicServices(): Promise<MusicServices> {
  const site = (answer: (url: URL, response: ServerResponse) => void): Promise<TestSite> => {
    const page: Page = (request, response) => answer(new URL(request.url ?? '/', 'http://service'), response);
    return openTestSite({ '*': page });
  };
  const sites = await Promise.all([site(musicbrainz), site(wikimedia), site(listenbrainz), site(laboratory), site(lastfm)]);
  const [mb, wiki, lb, labs, fm] = sites;
  return {
    addresses: {
      musicbrainz: `${mb.url}/ws/2/`,
      wikidata: `${wiki.url}/wikidata/w/api.php`,
      wikipedia: `${wiki.url}/{language}/w/api.php`,
      listenbrainz: `${lb.url}/1/`,
      listenbrainzLabs: `${labs.url}/`,
      lastfm: `${fm.url}/2.0/`,
    },
    musicbrainz: mb,
    wikimedia: wiki,
    listenbrainz: lb,
    labs,
    lastfm: fm,
    close: async () => void (await Promise.all(sites.map((one) => one.close()))),
  };
}

export function json(response: ServerResponse, body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body));
}

const bySearch = (text: string) => text.toLowerCase();

/** musicbrainz.org/doc/MusicBrainz_API and …/Search. */
function musicbrainz(url: URL, response: ServerResponse): void {
  const [kind, id] = url.pathname.split('/').slice(3);
  if (url.searchParams.get('fmt') !== 'json') return void response.writeHead(200, { 'content-type': 'application/xml' }).end('<metadata/>');
  if (id !== undefined) return entity(kind ?? '', id, url, response);
  const query = url.searchParams.get('query') ?? '';
  const phrases = (field: string) => Array.from(query.matchAll(new RegExp(`\\b${field}:"((?:[^"\\\\]|\\\\.)*)"`, 'g')), ([, text]) => bySearch((text ?? '').replace(/\\(.)/g, '$1')));
  const ids = Array.from(query.matchAll(/arid:([0-9a-f-]{36})/g), ([, mbid]) => mbid);
  if (kind === 'artist') {
    const names = [...phrases('artist'), ...phrases('alias')];
    // A search is loose: it also finds whose names only contain the words.
    const artists = INVENTED.filter(({ name, aliases = [] }) => [name, ...aliases].some((one) => names.some((asked) => bySearch(one).includes(asked))));
    return json(response, {
      created: '2026-01-05T20:00:00.000Z', count: artists.length, offset: 0,
      artists: artists.map(({ mbid: artistId, name, aliases = [] }, i) => ({ id: artistId, type: 'Group', score: 100 - i, name, 'sort-name': name, aliases: aliases.map((alias) => ({ 'sort-name': alias, name: alias, locale: null, type: null, primary: null })) })),
    });
  }
  const recordings = kind === 'recording';
  const titles = phrases(recordings ? 'recording' : 'releasegroup');
  const works = INVENTED.filter(({ mbid: artistId }) => ids.includes(artistId)).flatMap((artist) =>
    (recordings ? artist.recordings.map(({ title }) => title) : artist.albums).filter((title) => titles.includes(bySearch(title))).map((title) => ({ id: artist.mbid, score: 100, title, 'artist-credit': credit(artist) })),
  );
  json(response, { created: '2026-01-05T20:00:00.000Z', count: works.length, offset: 0, [recordings ? 'recordings' : 'release-groups']: works });
}

function credit({ mbid: id, name }: InventedArtist) {
  return [{ name, artist: { id, name, 'sort-name': name } }];
}

function entity(kind: string, id: string, url: URL, response: ServerResponse): void {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return json(response, { error: 'Invalid mbid.', help: 'For usage, please see: https://musicbrainz.org/development/mmd' }, 400);
  const notFound = () => json(response, { error: 'Not Found', help: 'For usage, please see: https://musicbrainz.org/development/mmd' }, 404);
  const inc = (url.searchParams.get('inc') ?? '').split(/[+ ]/);
  if (kind === 'recording') {
    const artist = INVENTED.find(({ recordings }) => recordings.some(({ mbid: recordingId }) => recordingId === id));
    return artist ? json(response, { id, title: artist.recordings.find((one) => one.mbid === id)?.title, ...(inc.includes('artists') ? { 'artist-credit': credit(artist) } : {}) }) : notFound();
  }
  const artist = INVENTED.find(({ mbid: artistId }) => artistId === id);
  if (!artist) return notFound();
  const { name, aliases = [], tags, members = [], item } = artist;
  json(response, {
    id, name, 'sort-name': name, type: 'Group', 'type-id': id, country: null, disambiguation: '', 'life-span': { begin: '2001', end: null, ended: false },
    ...(inc.includes('aliases') ? { aliases: aliases.map((alias) => ({ name: alias, 'sort-name': alias, locale: null, type: null })) } : {}),
    ...(inc.includes('tags') ? { tags: Object.entries(tags).map(([tag, count]) => ({ name: tag, count })) } : {}),
    relations: [
      ...(inc.includes('artist-rels') ? [
        ...members.map((member) => ({ type: 'member of band', 'target-type': 'artist', direction: 'backward', artist: { id, name: member } })),
        { type: 'tribute', 'target-type': 'artist', direction: 'backward', artist: { id, name: `${name} Tribute Night` } },
      ] : []),
      ...(inc.includes('url-rels') && item !== undefined ? [{ type: 'wikidata', 'target-type': 'url', direction: 'forward', url: { id, resource: `https://www.wikidata.org/wiki/${item}` } }] : []),
    ],
  });
}

/** The action API of MediaWiki with Wikibase and TextExtracts. */
function wikimedia(url: URL, response: ServerResponse): void {
  const [site] = url.pathname.split('/').slice(1);
  const ask = (name: string) => url.searchParams.get(name);
  if (ask('format') !== 'json') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>MediaWiki API result</html>');
  const failed = (code: string, info: string) => json(response, { error: { code, info, docref: 'See the API for usage.' } }, 200, { 'mediawiki-api-error': code });
  if (site === 'wikidata') {
    const [id = ''] = (ask('ids') ?? '').split('|');
    if (!/^Q\d+$/.test(id)) return failed('no-such-entity', `Could not find an entity with the ID "${id}".`);
    const { articles } = INVENTED.find(({ item }) => item === id) ?? {};
    const wanted = ask('sitefilter') ?? '';
    const title = articles?.[wanted.replace(/wiki$/, '')]?.[0];
    return json(response, { entities: { [id]: { type: 'item', id, sitelinks: title === undefined ? {} : { [wanted]: { site: wanted, title, badges: [] } } } }, success: 1 });
  }
  const language = site ?? '';
  const articles = new Map<string, { readonly text: string; readonly disambiguation?: boolean }>([
    ...INVENTED.flatMap(({ articles: known }) => (known?.[language] ? [[known[language][0], { text: known[language][1] }] as const] : [])),
    ...(language === 'en' ? Object.entries(OTHER_ARTICLES).filter(([title]) => !INVENTED.some(({ articles: known }) => known?.['en']?.[0] === title)) : []),
  ]);
  if (ask('list') === 'search') {
    const words = bySearch(ask('srsearch') ?? '');
    const found = [...articles.keys()].filter((title) => bySearch(title).includes(words));
    return json(response, { batchcomplete: true, query: { searchinfo: { totalhits: found.length }, search: found.map((title, i) => ({ ns: 0, title, pageid: i + 1 })) } });
  }
  if (ask('explaintext') === null || !(ask('prop') ?? '').includes('extracts')) return failed('badvalue', 'Unrecognized value for parameter "prop".');
  const title = ask('titles') ?? '';
  const article = articles.get(title);
  json(response, {
    batchcomplete: true,
    query: {
      pages: [
        article
          ? { pageid: 7, ns: 0, title, extract: article.text, canonicalurl: `https://${language}.wikipedia.org/wiki/${encodeURIComponent(title.replaceAll(' ', '_'))}`, ...(article.disambiguation === true ? { pageprops: { disambiguation: '' } } : {}) }
          : { ns: 0, title, missing: true },
      ],
    },
  });
}

/** listenbrainz.readthedocs.io, metadata. */
function listenbrainz(url: URL, response: ServerResponse): void {
  const artist = INVENTED.find(({ mbid: id }) => id === url.searchParams.get('artist_mbids'));
  const limits = { 'x-ratelimit-limit': '30', 'x-ratelimit-remaining': '29', 'x-ratelimit-reset-in': '10', 'x-ratelimit-reset': '1767643210' };
  if (url.pathname === '/1/metadata/artist/') {
    if (!artist) return json(response, [], 200, limits);
    const tag = Object.entries(artist.tags).map(([name, count]) => ({ tag: name, count, artist_mbid: artist.mbid }));
    return json(response, [{ artist_mbid: artist.mbid, mbid: artist.mbid, name: artist.name, begin_year: 2001, type: 'Group', rels: {}, ...(url.searchParams.get('inc') === 'tag' ? { tag: { artist: tag } } : {}) }], 200, limits);
  }
  json(response, { code: 400, error: 'Bad request' }, 400, limits);
}

/** The data sets of ListenBrainz's laboratory. */
function laboratory(url: URL, response: ServerResponse): void {
  if (url.pathname !== '/similar-artists/json' || !url.searchParams.has('algorithm')) return json(response, { code: 400, error: 'Bad request' }, 400);
  const artist = INVENTED.find(({ mbid: id }) => id === url.searchParams.get('artist_mbids'));
  json(response, Object.entries(artist?.similar ?? {}).map(([name, score]) => ({ artist_mbid: artist?.mbid, name, comment: '', type: 'Group', gender: null, score, reference_mbid: artist?.mbid })));
}

/** last.fm/api: errors come with status 200 or 403, lists of one without their list. */
function lastfm(url: URL, response: ServerResponse): void {
  const ask = (name: string) => url.searchParams.get(name);
  if (ask('api_key') !== LASTFM_KEY) return json(response, { message: 'Invalid API key - You must be granted a valid key by last.fm', error: 10 }, 403);
  const artist = INVENTED.find(({ name, biography }) => name === ask('artist') && biography !== undefined);
  if (!artist) return json(response, { message: 'The artist you supplied could not be found', error: 6, links: [] });
  const address = `https://www.last.fm/music/${encodeURIComponent(artist.name)}`;
  const oneOrMany = <T>(list: readonly T[]) => (list.length === 1 ? list[0] : list);
  if (ask('method') === 'artist.getInfo') {
    const content = `${artist.biography} <a href="${address}">Read more on Last.fm</a>. User-contributed text is available under the Creative Commons By-SA License; additional terms may apply.`;
    return json(response, { artist: { name: artist.name, mbid: artist.mbid, url: address, streamable: '0', ontour: '0', stats: { listeners: '1', playcount: '1' }, bio: { published: '', summary: content, content } } });
  }
  if (ask('method') === 'artist.getTopTags') {
    return json(response, { toptags: { tag: oneOrMany(Object.entries(artist.tags).map(([name, count]) => ({ count, name, url: `https://www.last.fm/tag/${name}` }))), '@attr': { artist: artist.name } } });
  }
  if (ask('method') === 'artist.getSimilar') {
    return json(response, { similarartists: { artist: oneOrMany(Object.keys(artist.similar ?? {}).map((name, i) => ({ name, match: String(1 / (i + 1)), url: address }))), '@attr': { artist: artist.name } } });
  }
  json(response, { message: 'Invalid Method - No method with that name in this package', error: 3 });
}
