import { MessageFlags, type AutocompleteInteraction, type ChatInputCommandInteraction, type MessageComponentInteraction } from 'discord.js';
import type { Clock } from '../clock.ts';
import { RateLimit } from '../rate-limit.ts';
import { translate } from '../translate.ts';
import { placeIdOf, type Door } from './door.ts';

/** More than anybody means: a command or a press a second, and fifteen at once. */
const DEEDS = { burst: 15, perSecond: 1 };
/** Discord asks with nearly every key, for as long as somebody types. */
const SUGGESTIONS = { burst: 30, perSecond: 5 };
const TOLD = { burst: 1, perSecond: 1 / 60 };

type Asked = ChatInputCommandInteraction | MessageComponentInteraction;

/** Holds back what one member asks too much of in one guild; everybody else is served as ever. */
export class Flood {
  readonly #deeds: RateLimit;
  readonly #suggestions: RateLimit;
  readonly #told: RateLimit;

  constructor(clock: Clock) {
    this.#deeds = new RateLimit({ ...DEEDS, clock });
    this.#suggestions = new RateLimit({ ...SUGGESTIONS, clock });
    this.#told = new RateLimit({ ...TOLD, clock });
  }

  /** Whether to carry it out. */
  takes(interaction: Asked): boolean {
    return this.#deeds.allow(whoIn(interaction));
  }

  /** Whether to suggest something. */
  takesTyping(interaction: AutocompleteInteraction<'cached'>): boolean {
    return this.#suggestions.allow(whoIn(interaction));
  }

  /** Says why nothing happens, once in a while: an answer to everything would be a flood of its own. */
  async explain(door: Door, interaction: Asked & { readonly guildId: string }): Promise<void> {
    if (!this.#told.allow(whoIn(interaction))) return;
    const { language } = await door.services.sessions.settings(placeIdOf(interaction.guildId));
    await interaction.reply({ content: translate('That was a lot at once: wait a moment, then go on.', language), flags: MessageFlags.Ephemeral });
  }
}

/** A member of a guild, as a key. */
export function whoIn({ guildId, user }: { readonly guildId: string | null; readonly user: { readonly id: string } }): string {
  return `${guildId ?? ''} ${user.id}`;
}
