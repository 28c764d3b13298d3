import type { CommandContext, Suggestion } from '../../src/command.ts';
import type { ListenerId } from '../../src/domain.ts';
import { UserError } from '../../src/user-error.ts';
import { clip, named } from '../wording/label.ts';

/** Whoever is in the place, by name. */
export function suggestPeople({ placeId, services }: CommandContext, typed: string): readonly Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  return services.sessions
    .present(placeId)
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .map(({ id, name }) => ({ name: clip(name), value: id }));
}

/**
 * The member who is meant: somebody present by id or name, or one of `known` by id.
 * @throws UserError when there is no such person, or several have the name.
 */
export function findPerson({ placeId, services }: CommandContext, text: string, known: readonly ListenerId[]): ListenerId {
  const present = services.sessions.present(placeId);
  if (known.includes(text) || present.some(({ id }) => id === text)) return text;
  const wanted = text.trim().toLowerCase();
  const alike = present.filter(({ name }) => clip(name).toLowerCase() === wanted);
  if (alike.length > 1) throw new UserError('ambiguous', `Several people here are called ${named(text)}: pick one from the suggestions.`);
  if (alike[0]) return alike[0].id;
  throw new UserError('not-found', `Nobody called ${named(text)} is here: pick one from the suggestions.`);
}

/** Names of DJs who are here; of the others only the id is known. */
export function djNames({ placeId, services }: CommandContext, djs: readonly ListenerId[]): readonly string[] {
  const names = new Map(services.sessions.present(placeId).map(({ id, name }) => [id, name]));
  return djs.map((id) => names.get(id) ?? id);
}
