import type { CommandContext, Suggestion } from '../../src/command.ts';
import type { ListenerId } from '../../src/domain.ts';
import { UserError } from '../../src/user-error.ts';
import { clip, named } from '../wording/label.ts';

/** Somebody as Discord writes them into a text. */
const MENTION = /<@!?(\d+)>/g;
const BETWEEN = /\s*(?:,|;|&|\s(?:and|und)\s)\s*/i;

/** Whoever is in the place, each added to those who are named already. */
export function suggestPeople({ placeId, services }: CommandContext, typed: string): readonly Suggestion[] {
  const names = typed.split(',');
  const wanted = names.at(-1)?.trim().toLowerCase() ?? '';
  const before = names.slice(0, -1).map((name) => name.trim());
  return services.sessions
    .present(placeId)
    .filter(({ name }) => name.toLowerCase().includes(wanted) && !before.includes(name))
    .map(({ name }) => clip([...before, name].join(', ')))
    .map((name) => ({ name, value: name }));
}

/**
 * The people who are named: of those present by name, and whoever has listened here by mention.
 * @throws UserError naming who is not known here
 */
export async function peopleNamed({ placeId, services: { sessions, listening } }: CommandContext, text: string): Promise<readonly ListenerId[]> {
  const present = sessions.present(placeId);
  const here = new Set([...present.map(({ id }) => id), ...(await listening.listenersIn(placeId, Infinity))]);
  const mentioned = Array.from(text.matchAll(MENTION), ([, id]) => `discord:${id}`);
  const names = text.replace(MENTION, ',').split(BETWEEN).map((name) => name.trim()).filter((name) => name !== '');
  const found = names.map((name) => {
    const alike = present.filter((one) => one.name.toLowerCase() === name.toLowerCase());
    if (alike.length === 1) return alike[0].id;
    if (alike.length > 1) throw new UserError('ambiguous', `Several people here are called ${named(name)}: mention the one you mean with @.`);
    throw new UserError('not-found', `Nobody called ${named(name)} is here: name people who listen, or mention them with @.`);
  });
  const stranger = mentioned.find((id) => !here.has(id));
  if (stranger !== undefined) throw new UserError('not-found', 'Somebody you mention has not listened here yet: a blend is for people whom Segue knows.');
  return [...new Set([...mentioned, ...found])];
}
