import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type APIApplicationCommandBasicOption,
  type LocalizationMap,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Action, Command } from '../command.ts';
import { optionsOf, type Option } from '../command-options.ts';
import { LANGUAGES } from '../domain.ts';
import { isTranslated, translate } from '../translate.ts';

type Payload = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** The longest text that Discord takes in an option. */
const MAX_TEXT = 6_000;

/** A command as it is told to Discord. */
export function commandPayload(command: Command): Payload {
  return {
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    ...described(command.description),
    options:
      'action' in command
        ? optionsIn(command.action)
        : Object.entries(command.subcommands).map(([name, action]) => ({
            type: ApplicationCommandOptionType.Subcommand,
            name,
            ...described(action.description),
            options: optionsIn(action),
          })),
    contexts: command.anywhere ? [InteractionContextType.Guild, InteractionContextType.BotDM] : [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    default_member_permissions: permissionFor(command),
  };
}

/** In English, and in every language that knows it: people read it in the language of their Discord. */
function described(description: string): { description: string; description_localizations?: LocalizationMap } {
  const known = LANGUAGES.filter((language) => language !== 'en' && isTranslated(description, language));
  return { description, ...(known.length > 0 && { description_localizations: Object.fromEntries(known.map((language) => [language, translate(description, language)])) }) };
}

/** Whom Discord shows the command at first; who may do what is decided when it is used. */
function permissionFor(command: Command): string | null {
  if (command.forManagers) return String(PermissionFlagsBits.ManageGuild);
  const actions = 'action' in command ? [command.action] : Object.values(command.subcommands);
  return actions.every(({ rights }) => rights !== 'anyone') ? String(PermissionFlagsBits.Connect) : null;
}

function optionsIn(action: Action): APIApplicationCommandBasicOption[] {
  return optionsOf(action).map(optionPayload);
}

function optionPayload(option: Option): APIApplicationCommandBasicOption {
  const { name, required, min, max } = option;
  const common = { name, ...described(option.description), required };
  switch (option.type) {
    case 'boolean':
      return { ...common, type: ApplicationCommandOptionType.Boolean };
    case 'file':
      return { ...common, type: ApplicationCommandOptionType.Attachment };
    case 'integer':
    case 'number': {
      const type = option.type === 'integer' ? ApplicationCommandOptionType.Integer : ApplicationCommandOptionType.Number;
      return { ...common, type, ...(min !== null && { min_value: min }), ...(max !== null && { max_value: max }), ...(option.completed && { autocomplete: true }) };
    }
    case 'string': {
      const type = ApplicationCommandOptionType.String;
      if (option.choices) return { ...common, type, choices: option.choices.map((choice) => ({ name: choice, value: choice })) };
      return { ...common, type, ...(min !== null && { min_length: min }), max_length: Math.min(max ?? MAX_TEXT, MAX_TEXT), ...(option.completed && { autocomplete: true }) };
    }
  }
}
