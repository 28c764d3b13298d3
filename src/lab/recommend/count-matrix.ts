/** Counts of rows in columns, compressed by rows (CSR), in increasing order of columns; a count may be 0. */
export interface CountMatrix {
  readonly rows: number;
  readonly columns: number;
  /** rows + 1 */
  readonly pointers: Int32Array;
  readonly indices: Int32Array;
  readonly counts: Float64Array;
  /** The latest of each entry, or null when none are known. */
  readonly times: Float64Array | null;
}

/** The entries of a matrix as they were read, in any order. */
export interface CountEntries {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly counts: Float64Array;
  readonly times: Float64Array | null;
}

/**
 * Compresses entries in O(entries); those of the same row and column become one, their counts added.
 *
 * @param rows how many there are
 * @param columns how many there are
 */
export function compressed({ rows: rowOf, columns: columnOf, counts, times }: CountEntries, rows: number, columns: number): CountMatrix {
  const order = orderByPair({ rows: rowOf, columns: columnOf }, rows, columns);
  const matrix = {
    rows,
    columns,
    pointers: new Int32Array(rows + 1),
    indices: new Int32Array(order.length),
    counts: new Float64Array(order.length),
    times: times === null ? null : new Float64Array(order.length),
  };
  let size = 0;
  order.forEach((entry, k) => {
    const before = order[k - 1];
    const again = k > 0 && rowOf[before] === rowOf[entry] && columnOf[before] === columnOf[entry];
    if (!again) {
      matrix.indices[size++] = columnOf[entry];
      matrix.pointers[rowOf[entry] + 1]++;
      if (matrix.times !== null) matrix.times[size - 1] = -Infinity;
    }
    matrix.counts[size - 1] += counts[entry];
    if (times !== null && matrix.times !== null) matrix.times[size - 1] = Math.max(matrix.times[size - 1], times[entry]);
  });
  for (let row = 0; row < rows; row++) matrix.pointers[row + 1] += matrix.pointers[row];
  return {
    ...matrix,
    indices: matrix.indices.slice(0, size),
    counts: matrix.counts.slice(0, size),
    times: matrix.times === null ? null : matrix.times.slice(0, size),
  };
}

/**
 * The first entry that says what an earlier one said: the same row, column and, where there are times, time.
 *
 * @returns the earlier and the later entry, or null
 */
export function firstRepeated({ rows, columns, times }: CountEntries, rowCount: number, columnCount: number): readonly [number, number] | null {
  const order = orderByPair({ rows, columns }, rowCount, columnCount);
  let found: readonly [number, number] | null = null;
  const look = (earlier: number, later: number) => {
    if (found === null || later < found[1]) found = [earlier, later];
  };
  for (let from = 0, to = 1; from < order.length; from = to++) {
    while (to < order.length && rows[order[to]] === rows[order[from]] && columns[order[to]] === columns[order[from]]) to++;
    if (to - from === 1) continue;
    const group = order.subarray(from, to);
    if (times !== null) group.sort((a, b) => times[a] - times[b] || a - b);
    for (let k = 1; k < group.length; k++) if (times === null || times[group[k - 1]] === times[group[k]]) look(group[k - 1], group[k]);
  }
  return found;
}

/** Entries by row, then by column, then as they came. */
function orderByPair(entries: { readonly rows: Int32Array; readonly columns: Int32Array }, rows: number, columns: number): Int32Array {
  const asRead = Int32Array.from(entries.rows, (_, entry) => entry);
  return orderedBy(entries.rows, rows, orderedBy(entries.columns, columns, asRead));
}

/** The entries in increasing order of their keys, else in the order given (counting sort). */
function orderedBy(keys: Int32Array, count: number, order: Int32Array): Int32Array {
  const next = new Int32Array(count + 1);
  for (const entry of order) next[keys[entry] + 1]++;
  for (let key = 0; key < count; key++) next[key + 1] += next[key];
  const sorted = new Int32Array(order.length);
  for (const entry of order) sorted[next[keys[entry]]++] = entry;
  return sorted;
}
