/** Improvements that are tried over and over; far more than a list of a hundred needs. */
const MOST_ROUNDS = 100;

/**
 * An order in which a list can be listened through: the shortest path that begins at the first one, as far as it is found by
 * always going to the nearest and then turning stretches around as long as that helps (2-opt, Croes 1958).
 *
 * @param count how many there are; 0 begins
 * @param cost of one following another, the same both ways
 * @returns each of them once
 */
export function listeningOrder(count: number, cost: (a: number, b: number) => number): number[] {
  const order = nearestNext(count, cost);
  for (let round = 0; round < MOST_ROUNDS; round++) if (!turnedOne(order, cost)) break;
  return order;
}

function nearestNext(count: number, cost: (a: number, b: number) => number): number[] {
  const left = Array.from({ length: Math.max(0, count - 1) }, (_, i) => i + 1);
  const order = count > 0 ? [0] : [];
  while (left.length > 0) {
    const last = order[order.length - 1];
    const costs = left.map((one) => cost(last, one));
    const [next] = left.splice(costs.indexOf(Math.min(...costs)), 1);
    order.push(next);
  }
  return order;
}

/** Turns around the first stretch that makes the path shorter. */
function turnedOne(order: number[], cost: (a: number, b: number) => number): boolean {
  for (let from = 1; from < order.length - 1; from++) {
    for (let to = from + 1; to < order.length; to++) {
      const after = order.at(to + 1);
      const before = cost(order[from - 1], order[from]) + (after === undefined ? 0 : cost(order[to], after));
      const turned = cost(order[from - 1], order[to]) + (after === undefined ? 0 : cost(order[from], after));
      if (turned >= before - 1e-9) continue;
      order.splice(from, to - from + 1, ...order.slice(from, to + 1).reverse());
      return true;
    }
  }
  return false;
}
