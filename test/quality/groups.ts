import { groupList } from '../../models/group/group-list.ts';
import { GROUP_MODES, type GroupMode } from '../../models/group/group-worth.ts';
import { type Random, seeded, shuffled } from '../../models/random.ts';
import { ndcg } from '../../models/ranking/ndcg.ts';
import type { FittingPool } from '../../src/training/fitting-pool.ts';
import type { LastFm } from './lastfm.ts';
import { learnServer } from './learnt-server.ts';
import { unseen } from './protocols.ts';

const FOLDS = 5;
const GROUPS = 100;
const SIZES = [4, 8];
const DEPTH = 20;

/** Somebody unseen in training. */
interface Member {
  readonly known: ReadonlySet<number>;
  readonly held: ReadonlySet<number>;
  /** By item, as the model scores them for the known ones, and as the bot does. */
  readonly model: Float32Array;
  readonly scores: Float64Array;
}

/** Sums over members. */
interface Tally {
  members: number;
  ndcg: number;
  withoutHit: number;
}

/**
 * Lists for groups of listeners who were unseen in training, each by the bot's scores from four fifths of what they play.
 * Nothing that any of them is known to play may be in the list; what is held back of each, but for that, is what they want.
 */
export async function groupsProtocol(data: LastFm, pool: FittingPool, say: (line: string) => void): Promise<void> {
  say(`\ngroups: 5-core, unseen listeners, 80 % of whose plays are known, ${GROUPS} groups a fold; held-out NDCG@${DEPTH}, mean over members (share of them with no hit)`);
  const tallies = new Map<string, Tally>();
  for (let fold = 0; fold < FOLDS; fold++) {
    const members = await membersOf(data, fold, pool);
    const likeness = likenessOf(members);
    const random = seeded(fold + 1);
    for (const kind of ['random', 'divergent'] as const) {
      for (const size of SIZES) {
        for (let count = 0; count < GROUPS; count++) {
          const group = (kind === 'random' ? shuffled([...members.keys()], random).slice(0, size) : divergent(likeness, size, random)).map((i) => members[i]);
          for (const mode of GROUP_MODES) judge(group, mode, tallyOf(`${kind} ${size} · ${mode}`));
        }
      }
    }
    say(`  fold ${fold + 1}: ${['random 4', 'random 8', 'divergent 4', 'divergent 8'].map((kind) => `${kind} · fair ${shown(tallyOf(`${kind} · fair`))}`).join(', ')} so far`);
  }
  for (const [name, tally] of tallies) say(`= ${name}: ${shown(tally)}`);

  function tallyOf(name: string): Tally {
    const tally = tallies.get(name) ?? { members: 0, ndcg: 0, withoutHit: 0 };
    tallies.set(name, tally);
    return tally;
  }
}

async function membersOf(data: LastFm, fold: number, pool: FittingPool): Promise<readonly Member[]> {
  const server = await learnServer(unseen(data, fold, () => null), { seed: fold + 1, depth: DEPTH }, pool);
  return server.asked(server.taste).map((one) => ({
    known: new Set(one.history.map(({ column }) => column)),
    held: one.held,
    model: one.collaborative,
    scores: server.scores(server.read(one)),
  }));
}

/** Cosines of what the model scores for each. */
function likenessOf(members: readonly Member[]): readonly Float64Array[] {
  const lengths = members.map(({ model }) => Math.sqrt(model.reduce((sum, score) => sum + score * score, 0)));
  const likeness = members.map(() => new Float64Array(members.length));
  for (let a = 0; a < members.length; a++) {
    for (let b = 0; b < a; b++) {
      let product = 0;
      for (let item = 0; item < members[a].model.length; item++) product += members[a].model[item] * members[b].model[item];
      likeness[a][b] = likeness[b][a] = product / lengths[a] / lengths[b];
    }
  }
  return likeness;
}

/** Somebody, and one after another whoever is least like any of those who are in. */
function divergent(likeness: readonly Float64Array[], size: number, random: Random): number[] {
  const group = [Math.floor(random() * likeness.length)];
  while (group.length < size) {
    let least = -1;
    let nearest = Infinity;
    for (let one = 0; one < likeness.length; one++) {
      if (group.includes(one)) continue;
      const near = group.reduce((most, other) => Math.max(most, likeness[one][other]), -Infinity);
      if (near < nearest) [least, nearest] = [one, near];
    }
    group.push(least);
  }
  return group;
}

function judge(group: readonly Member[], mode: GroupMode, tally: Tally): void {
  const candidates = [...group[0].scores.keys()].filter((item) => group.every(({ known }) => !known.has(item)));
  const list = groupList(group.map(({ scores }) => ({ scores, satisfaction: 0 })), candidates, DEPTH, mode);
  const ranked = new Float32Array(group[0].scores.length).fill(-Infinity);
  list.forEach((item, place) => (ranked[item] = -place));
  for (const { held } of group) {
    const wanted = new Set([...held].filter((item) => group.every(({ known }) => !known.has(item))));
    if (wanted.size === 0) continue;
    const found = ndcg(ranked, wanted, DEPTH);
    tally.members++;
    tally.ndcg += found;
    if (found === 0) tally.withoutHit++;
  }
}

function shown({ members, ndcg: sum, withoutHit }: Tally): string {
  return `${(sum / members).toFixed(4)} (${(withoutHit / members).toFixed(2)})`;
}
