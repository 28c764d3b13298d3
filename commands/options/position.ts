/** A position in a track, or an offset from where it is now; both in ms. */
export type Position = { readonly kind: 'at'; readonly ms: number } | { readonly kind: 'by'; readonly ms: number };

const CLOCK = /^([+-]?)(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5}(?:\.\d{1,3})?)$/;

/** Reads `90`, `1:30`, `1:02:03`, `+30`, `-0:10`; null for anything else. After a colon, seconds and minutes are below 60. */
export function parsePosition(text: string): Position | null {
  const match = CLOCK.exec(text.trim());
  if (!match) return null;
  const [, sign, hours, minutes, seconds] = match;
  if (minutes !== undefined && Number(seconds) >= 60) return null;
  if (hours !== undefined && Number(minutes) >= 60) return null;
  const ms = Math.round((Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds)) * 1000);
  if (sign === '') return { kind: 'at', ms };
  return { kind: 'by', ms: sign === '-' ? -ms : ms };
}

/** `1:05`, `1:02:03`. */
export function formatPosition(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
