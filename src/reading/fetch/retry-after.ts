/** Nobody is left alone for longer, whatever their clock says. */
const LONGEST_MS = 7 * 24 * 3_600_000;

/**
 * When a host may be asked again by its Retry-After header (RFC 9110 §10.2.3: seconds or a date); null when it names
 * no time that can be understood.
 */
export function retryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  const at = /^\d+$/.test(text) ? now + Number(text) * 1000 : dateOf(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(at, now), now + LONGEST_MS);
}

/** HTTP dates name a day and a time; `Date.parse` would take a bare number for a year. */
function dateOf(text: string): number {
  return /^\w{3,9},? .*\d\d:\d\d:\d\d/.test(text) ? Date.parse(text) : NaN;
}
