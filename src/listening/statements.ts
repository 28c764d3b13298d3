/** Rows one insert carries: enough to be fast, far below the parameter limits of both databases. */
const ROWS = 500;

/** Cuts rows into the portions that one statement each writes. */
export function* statements<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += ROWS) yield rows.slice(i, i + ROWS);
}
