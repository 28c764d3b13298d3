/**
 * A name as names are compared: one spelling of accents, case, quotation marks and “&”, without punctuation.
 * Empty for names of nothing but signs, which are then compared as they are.
 */
export function nameKey(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’‘`´]/g, '')
    .replace(/&|\+/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return plain === '' ? name.normalize('NFKC').trim().toLowerCase() : plain;
}
