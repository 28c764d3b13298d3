import { openSoundNetwork } from '../../src/sound-network.ts';
import { composedSounds, placeUnheard } from '../support/style-server.ts';

const TRACKS = 208;
const SECONDS = 20;
const LISTENERS = 60;
const SERVERS = 5;

/** How well tracks that nobody has played find who will like them, from their sound alone. */
export const soundTasteProtocols: Readonly<Record<string, (say: (line: string) => void) => Promise<void>>> = {
  'sound-taste': async (say) => {
    say(`\nsound-taste: ${SERVERS} servers of ${LISTENERS} listeners whose tastes follow style, ${TRACKS} composed tracks, of which nobody has played a fifth; AUC`);
    const tracks = composedSounds(await openSoundNetwork(), TRACKS, SECONDS);
    for (let seed = 1; seed <= SERVERS; seed++) {
      const { placed, sound, score, head } = await placeUnheard(tracks, LISTENERS, seed);
      const said = head ? `placed by the head ${placed.toFixed(3)} (it expected ${head.auc.toFixed(3)} of whole artists, ${head.soundAuc.toFixed(3)} without it)` : 'no head was kept';
      say(`= server ${seed}: ${said}; sound alone ${sound.toFixed(3)}; whole score ${score.toFixed(3)}`);
    }
  },
};
