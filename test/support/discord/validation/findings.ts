/** What is wrong with a body. */
export class Findings {
  /** What Discord refuses. */
  readonly refused: string[] = [];
  /** What Discord lets pass although it does nothing, or nothing good. */
  readonly noted: string[] = [];

  refuse(fault: boolean, what: string): void {
    if (fault) this.refused.push(what);
  }

  note(fault: boolean, what: string): void {
    if (fault) this.noted.push(what);
  }

  /** @param value something with a length: it must lie within the bounds; undefined and null are not judged */
  length(value: { readonly length: number } | null | undefined, min: number, max: number, what: string): void {
    if (value == null) return;
    this.refuse(value.length < min || value.length > max, `${what} has a length of ${value.length}, not ${min} to ${max}`);
  }

  /** Keys the documentation does not know. */
  keys(body: object, known: readonly string[], what: string): void {
    const unknown = Object.keys(body).filter((key) => !known.includes(key));
    this.note(unknown.length > 0, `${what} has the unknown keys ${unknown.join(', ')}`);
  }

  unique(values: readonly (string | number)[], what: string): void {
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    this.refuse(twice !== undefined, `${what} ${String(twice)} occurs twice`);
  }
}
