/** An artist of a world in which everything is invented, as the services know them. */
export interface InventedArtist {
  readonly mbid: string;
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly recordings: readonly { readonly mbid: string; readonly title: string }[];
  readonly albums: readonly string[];
  readonly tags: Readonly<Record<string, number>>;
  readonly members?: readonly string[];
  /** Item of Wikidata. */
  readonly item?: string;
  /** Title and text of their article by language. */
  readonly articles?: Readonly<Record<string, readonly [title: string, text: string]>>;
  readonly similar?: Readonly<Record<string, number>>;
  /** What listeners wrote at Last.fm. */
  readonly biography?: string;
}

const mbid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const recordings = (from: number, ...titles: readonly string[]) => titles.map((title, i) => ({ mbid: mbid(from + i), title }));

export const INVENTED: readonly InventedArtist[] = [
  {
    mbid: mbid(1),
    name: 'Vesper Lanes',
    aliases: ['Vesperlanes', 'The Vesper Lanes'],
    recordings: recordings(101, 'Harbour Static', 'Slow Meridian', 'Paper Lighthouse'),
    albums: ['Tidal Rooms'],
    tags: { 'dream pop': 7, shoegaze: 3, 'seen live': 0 },
    members: ['Ilsa Marrow'],
    item: 'Q9000001',
    articles: {
      en: ['Vesper Lanes', 'Vesper Lanes are a dream pop band. Their record Tidal Rooms was mellow and nocturnal.\n\n\n== History ==\nThey toured with Quillhaven, and later with Quillhaven again.'],
      de: ['Vesper Lanes', 'Vesper Lanes sind eine Band aus dem Norden.'],
    },
    similar: { Quillhaven: 8123, 'Ashgrove Signal': 411 },
    biography: 'Vesper Lanes make music for rainy harbours.',
  },
  // A namesake who made other music.
  { mbid: mbid(2), name: 'Vesper Lanes', recordings: recordings(201, 'Boots on Fire'), albums: ['Boots'], tags: { country: 9 } },
  {
    mbid: mbid(3),
    name: 'Quillhaven',
    recordings: recordings(301, 'Copper Orchard', 'Winter Ledger'),
    albums: ['Almanac of Smoke'],
    tags: { folk: 4 },
    // Nobody linked their article.
    articles: { en: ['Quillhaven (band)', 'Quillhaven is a folk duo known for the album Almanac of Smoke. Critics compared them with Vesper Lanes.'] },
    similar: { 'Vesper Lanes': 8123 },
  },
  {
    mbid: mbid(4),
    name: 'Ashgrove Signal',
    recordings: recordings(401, 'Telemetry'),
    albums: ['Beacons'],
    tags: {},
    item: 'Q9000004',
    // No article in English.
    articles: { de: ['Ashgrove Signal', 'Ashgrove Signal ist ein Trio.'] },
  },
];

/** Articles about other things by the same names. */
export const OTHER_ARTICLES: Readonly<Record<string, { readonly text: string; readonly disambiguation?: boolean }>> = {
  Quillhaven: { text: 'Quillhaven is a village by the sea with a lighthouse.' },
  'Ashgrove Signal': { text: 'Ashgrove Signal may refer to:', disambiguation: true },
};
