import { seedOf } from '../../models/random.ts';
import type { Motif } from './list.ts';

export interface StyleLook {
  /** Degrees in OKLCH. */
  readonly hue: number;
  readonly motif: Motif;
}

/** Styles as people picture them, by words that their names hold: of several families the first one counts. */
const FAMILIES: readonly (readonly [words: RegExp, look: StyleLook])[] = [
  [/ambient|drone|new age|meditat|minimalis/, { hue: 205, motif: 'streams' }],
  [/lo-?fi|chill|downtempo|trip.?hop|dream|shoegaze/, { hue: 270, motif: 'streams' }],
  [/classic|orchestr|piano|baroque|opera|score|soundtrack/, { hue: 248, motif: 'streams' }],
  [/drum (and|&|n) bass|dnb|jungle|dubstep|break|garage/, { hue: 138, motif: 'ridges' }],
  [/synthwave|retrowave|new wave|synth|80s/, { hue: 335, motif: 'ridges' }],
  [/metal|hardcore|industrial|noise|doom/, { hue: 14, motif: 'ridges' }],
  [/rock|punk|indie|grunge|alternative|emo/, { hue: 32, motif: 'ridges' }],
  [/chiptune|8.?bit|game/, { hue: 165, motif: 'rings' }],
  [/house|disco|funk|dance|club/, { hue: 352, motif: 'rings' }],
  [/techno|trance|electr|edm|idm/, { hue: 298, motif: 'rings' }],
  [/hip.?hop|rap|trap|grime|r&b|rnb/, { hue: 78, motif: 'rings' }],
  [/jazz|bossa|swing|blues|bebop/, { hue: 62, motif: 'petals' }],
  [/soul|gospel|motown|reggae|dub|ska/, { hue: 46, motif: 'petals' }],
  [/folk|country|americana|acoustic|singer|bluegrass/, { hue: 118, motif: 'petals' }],
  [/latin|salsa|afro|samba|tango|cumbia|world|flamenco/, { hue: 28, motif: 'petals' }],
  [/pop/, { hue: 318, motif: 'petals' }],
];

const ANY: readonly Motif[] = ['rings', 'ridges', 'petals', 'streams'];

/** What a style looks like; one that nobody has pictured looks like its name, whatever that gives. */
export function lookOf(style: string): StyleLook {
  const known = FAMILIES.find(([words]) => words.test(style));
  if (known) return known[1];
  const seed = seedOf(`style ${style}`);
  return { hue: seed % 360, motif: ANY[(seed >>> 9) % ANY.length] ?? 'rings' };
}
