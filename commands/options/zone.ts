import type { CommandContext, Suggestion } from '../../src/command.ts';

const SUGGESTIONS = 25;

/** Time zones that have what is typed in their name: of a city its name is enough. */
export function suggestZones(_context: CommandContext, typed: string): readonly Suggestion[] {
  const wanted = typed.trim().toLowerCase().replaceAll(' ', '_');
  return Intl.supportedValuesOf('timeZone')
    .filter((zone) => zone.toLowerCase().includes(wanted))
    .slice(0, SUGGESTIONS)
    .map((zone) => ({ name: zone, value: zone }));
}
