/** The same for every telling of a song, by whichever service, however it writes capitals and signs. */
export function songKey({ artist, title }: { readonly artist: string; readonly title: string }): string {
  return [artist, title].map((text) => text.normalize('NFKC').toLowerCase().trim()).join('\n');
}
