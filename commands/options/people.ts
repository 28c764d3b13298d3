import type { CommandContext, Suggestion } from '../../src/command.ts';
import type { ListenerId, Presence } from '../../src/domain.ts';
import { UserError } from '../../src/user-error.ts';
import { clip, named } from '../wording/label.ts';

/** Somebody as Discord writes them into a text. */
const MENTION = /<@!?(\d+)>/g;
const BETWEEN = /\s*(?:,|;|&|\s(?:and|und)\s)\s*/i;

/** Whoever is in the place, by name. */
export function suggestPerson(context: CommandContext, typed: string): readonly Suggestion[] {
  return presentLike(context, typed).map(({ id, name }) => ({ name: clip(name), value: id }));
}

/** Whoever is in the place, each added to those who are named already. */
export function suggestPeople(context: CommandContext, typed: string): readonly Suggestion[] {
  const names = typed.split(',');
  const before = names.slice(0, -1).map((name) => name.trim());
  return presentLike(context, names.at(-1) ?? '')
    .filter(({ name }) => !before.includes(name))
    .map(({ name }) => clip([...before, name].join(', ')))
    .map((name) => ({ name, value: name }));
}

/**
 * The member who is meant: somebody present by id or name, or one of `known` by id.
 * @throws UserError when there is no such person, or several have the name.
 */
export function findPerson(context: CommandContext, text: string, known: readonly ListenerId[]): ListenerId {
  if (known.includes(text) || presentIn(context).some(({ id }) => id === text)) return text;
  const alike = presentCalled(context, text);
  if (alike.length > 1) throw new UserError('ambiguous', `Several people here are called ${named(text)}: pick one from the suggestions.`);
  if (alike[0]) return alike[0].id;
  throw new UserError('not-found', `Nobody called ${named(text)} is here: pick one from the suggestions.`);
}

/**
 * The people who are named: of those present by name, and whoever has listened here by mention.
 * @throws UserError naming who is not known here
 */
export async function peopleNamed(context: CommandContext, text: string): Promise<readonly ListenerId[]> {
  const here = new Set([...presentIn(context).map(({ id }) => id), ...(await context.services.listening.listenersIn(context.placeId, Infinity))]);
  const mentioned = Array.from(text.matchAll(MENTION), ([, id]) => `discord:${id}`);
  const names = text.replace(MENTION, ',').split(BETWEEN).map((name) => name.trim()).filter((name) => name !== '');
  const found = names.map((name) => {
    const alike = presentCalled(context, name);
    if (alike.length > 1) throw new UserError('ambiguous', `Several people here are called ${named(name)}: mention the one you mean with @.`);
    if (alike[0]) return alike[0].id;
    throw new UserError('not-found', `Nobody called ${named(name)} is here: name people who listen, or mention them with @.`);
  });
  const stranger = mentioned.find((id) => !here.has(id));
  if (stranger !== undefined) throw new UserError('not-found', 'Somebody you mention has not listened here yet: a blend is for people whom Segue knows.');
  return [...new Set([...mentioned, ...found])];
}

/** Names of people as far as they are here; of the others only the id is known. */
export function namesOf(context: CommandContext, people: readonly ListenerId[]): readonly string[] {
  const names = new Map(presentIn(context).map(({ id, name }) => [id, name]));
  return people.map((id) => names.get(id) ?? id);
}

function presentIn({ placeId, services }: CommandContext): readonly Presence[] {
  return services.sessions.present(placeId);
}

function presentLike(context: CommandContext, typed: string): readonly Presence[] {
  const wanted = typed.trim().toLowerCase();
  return presentIn(context).filter(({ name }) => name.toLowerCase().includes(wanted));
}

function presentCalled(context: CommandContext, called: string): readonly Presence[] {
  const wanted = called.trim().toLowerCase();
  return presentIn(context).filter(({ name }) => clip(name).toLowerCase() === wanted);
}
