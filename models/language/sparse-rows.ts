/** A sparse matrix compressed by rows (CSR): row `i` has the entries from `pointers[i]` up to `pointers[i + 1]`. */
export interface SparseRows {
  readonly columns: number;
  /** rows + 1 */
  readonly pointers: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** Rows from their entries; entries of the same row and column must have been added up. */
export function sparseRows(columns: number, rows: readonly (readonly (readonly [column: number, value: number])[])[]): SparseRows {
  const pointers = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => (pointers[i + 1] = pointers[i] + row.length));
  const indices = new Int32Array(pointers[rows.length]);
  const values = new Float32Array(pointers[rows.length]);
  rows.forEach((row, i) =>
    row.forEach(([column, value], k) => {
      indices[pointers[i] + k] = column;
      values[pointers[i] + k] = value;
    }),
  );
  return { columns, pointers, indices, values };
}

/** The matrix by columns: for an index of terms, the documents of each term, in their order. O(entries). */
export function transposed({ columns, pointers, indices, values }: SparseRows): SparseRows {
  const rows = pointers.length - 1;
  const turned = { columns: rows, pointers: new Int32Array(columns + 1), indices: new Int32Array(indices.length), values: new Float32Array(indices.length) };
  for (const column of indices) turned.pointers[column + 1]++;
  for (let column = 0; column < columns; column++) turned.pointers[column + 1] += turned.pointers[column];
  const next = turned.pointers.slice();
  for (let row = 0; row < rows; row++) {
    for (let k = pointers[row]; k < pointers[row + 1]; k++) {
      const at = next[indices[k]]++;
      turned.indices[at] = row;
      turned.values[at] = values[k];
    }
  }
  return turned;
}

/** The rows of one matrix below those of another over the same columns. */
export function stacked(above: SparseRows, below: SparseRows): SparseRows {
  const pointers = new Int32Array(above.pointers.length + below.pointers.length - 1);
  pointers.set(above.pointers);
  below.pointers.forEach((pointer, i) => (pointers[above.pointers.length - 1 + i] = above.indices.length + pointer));
  const indices = new Int32Array(above.indices.length + below.indices.length);
  const values = new Float32Array(indices.length);
  indices.set(above.indices);
  indices.set(below.indices, above.indices.length);
  values.set(above.values);
  values.set(below.values, above.indices.length);
  return { columns: above.columns, pointers, indices, values };
}

/** Adds `weight` · row to `out`, which is dense over columns. */
export function addRow({ pointers, indices, values }: SparseRows, row: number, weight: number, out: Float32Array): void {
  for (let k = pointers[row]; k < pointers[row + 1]; k++) out[indices[k]] += weight * values[k];
}

/** The products of a row with all rows of a matrix that is given by its columns, as {@link transposed} makes it. */
export function rowProducts({ pointers, indices, values }: SparseRows, row: number, index: SparseRows, out: Float32Array): void {
  out.fill(0);
  for (let k = pointers[row]; k < pointers[row + 1]; k++) addRow(index, indices[k], values[k], out);
}

/** Σ of the rows of each group; the columns of a sum increase. O(entries · log of the entries of a group). */
export function merged({ columns, pointers, indices, values }: SparseRows, groupOf: Int32Array, groups: number): SparseRows {
  const members = transposed({ columns: groups, pointers: Int32Array.from({ length: groupOf.length + 1 }, (_, i) => i), indices: groupOf, values: new Float32Array(groupOf.length) });
  const sums = new Float32Array(columns);
  const result = { columns, pointers: new Int32Array(groups + 1), indices: new Int32Array(indices.length), values: new Float32Array(indices.length) };
  let at = 0;
  for (let group = 0; group < groups; group++) {
    const from = at;
    for (let m = members.pointers[group]; m < members.pointers[group + 1]; m++) {
      const row = members.indices[m];
      for (let k = pointers[row]; k < pointers[row + 1]; k++) {
        if (sums[indices[k]] === 0) result.indices[at++] = indices[k];
        sums[indices[k]] += values[k];
      }
    }
    result.indices.subarray(from, at).sort();
    for (let k = from; k < at; k++) {
      result.values[k] = sums[result.indices[k]];
      sums[result.indices[k]] = 0;
    }
    result.pointers[group + 1] = at;
  }
  return at === indices.length ? result : { ...result, indices: result.indices.slice(0, at), values: result.values.slice(0, at) };
}

/** Where the `count` largest numbers greater than 0 are, the largest first; of equal ones the first. */
export function largest(numbers: Float32Array, count: number): readonly number[] {
  // A heap of the best so far, the worst at its root.
  const heap = new Int32Array(Math.min(count, numbers.length));
  let size = 0;
  let least = 0;
  for (let i = 0; i < numbers.length; i++) {
    if (!(numbers[i] > least)) continue;
    if (size < heap.length) {
      heap[size++] = i;
      if (size < heap.length) continue;
      for (let at = (size >> 1) - 1; at >= 0; at--) sink(numbers, heap, at);
    } else {
      heap[0] = i;
      sink(numbers, heap, 0);
    }
    least = size > 0 ? numbers[heap[0]] : Infinity;
  }
  return Array.from(heap.subarray(0, size)).sort((a, b) => numbers[b] - numbers[a] || a - b);
}

/** Lets the entry at a place of a full heap sink to where it belongs. */
function sink(numbers: Float32Array, heap: Int32Array, from: number): void {
  const entry = heap[from];
  const worse = (a: number, b: number) => numbers[a] < numbers[b] || (numbers[a] === numbers[b] && a > b);
  let at = from;
  for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && worse(heap[child + 1], heap[child])) child++;
    if (!worse(heap[child], entry)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = entry;
}
