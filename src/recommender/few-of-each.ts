/** A list of one artist would be no discovery. */
const MOST_OF_ARTIST = 2;

/** The first ones of a list, of an artist two at most; nobody knows who is behind ''. */
export function fewOfEach<T>(list: readonly T[], artistOf: (one: T) => string, count: number): readonly T[] {
  const ofArtist = new Map<string, number>();
  const chosen: T[] = [];
  for (const one of list) {
    if (chosen.length >= count) break;
    const artist = artistOf(one);
    const before = ofArtist.get(artist) ?? 0;
    ofArtist.set(artist, before + 1);
    if (artist === '' || before < MOST_OF_ARTIST) chosen.push(one);
  }
  return chosen;
}
