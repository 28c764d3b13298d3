/** `2026-01-12, 09:00 (Europe/Berlin)`: the same in every language. */
export function momentIn(at: number, zone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
  return `${dateIn(at, zone)}, ${time} (${zone})`;
}

/** `2026-01-12` */
export function dateIn(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}
