import { seeded } from '../../models/random.ts';
import { policyValue } from '../../models/ranking/off-policy.ts';
import { familiarWorld, onceWorld, rareWorld } from '../support/policy-worlds.ts';

const WORLDS = 300;
const ESTIMATORS = ['ips', 'snips', 'dr'] as const;
const KINDS = { 'six contexts, five actions': familiarWorld, 'three positions, eighty items, rare clicks': rareWorld, 'every context once': onceWorld };

/** How far `lab evaluate` is from what policies are worth in worlds where that is known, and how often its intervals hold it. */
export const policyValueProtocols: Readonly<Record<string, (say: (line: string) => void) => Promise<void>>> = {
  evaluate: async (say) => {
    say(`\nevaluate: ${WORLDS} worlds of each kind; error (root of the mean square) and width of the 95 % interval as shares of the truth, and how often that holds it`);
    for (const [kind, worldOf] of Object.entries(KINDS)) {
      const found = new Map(ESTIMATORS.map((name) => [name, { squares: 0, width: 0, held: 0 }]));
      for (let seed = 1; seed <= WORLDS; seed++) {
        const { log, policy, truth } = worldOf(seeded(seed));
        const value = policyValue(log, policy, seeded(seed));
        for (const [name, sums] of found) {
          const { value: told, low, high } = value[name];
          sums.squares += (told / truth - 1) ** 2;
          sums.width += (high - low) / truth;
          sums.held += low <= truth && truth <= high ? 1 : 0;
        }
      }
      for (const [name, { squares, width, held }] of found) {
        say(`= ${kind} · ${name}: ${Math.sqrt(squares / WORLDS).toFixed(4)}, ${(width / WORLDS).toFixed(4)}, ${(held / WORLDS).toFixed(3)}`);
      }
    }
  },
};
