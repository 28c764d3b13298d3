import { ApplicationCommandOptionType, Events, MessageFlags, type AutocompleteInteraction, type ChatInputCommandInteraction, type CommandInteractionOption, type Interaction } from 'discord.js';
import type { Command, Reply } from '../command.ts';
import { LANGUAGES, type Language } from '../domain.ts';
import { translate } from '../translate.ts';
import { attachedFile } from './attached-file.ts';
import { contextOf } from './context.ts';
import { answerDirectly } from './direct-messages.ts';
import type { Door, Part } from './door.ts';
import { Flood } from './flood.ts';
import { leavePaused } from './hush.ts';
import { answerListPress, isAboutList } from './list-presses.ts';
import { answerPress } from './presses.ts';
import { answer } from './replies.ts';

const ONLY_IN_SERVERS = 'Segue plays in servers: say this in one that Segue has been invited to.';

/** Commands, their suggestions while typing, buttons and menus. */
export const answerInteractions: Part = (door) => {
  const flood = new Flood(door.clock);
  const hear = (interaction: Interaction) => {
    receive(door, interaction, flood).catch((error: unknown) => door.log.error({ err: error }, 'An interaction failed.'));
  };
  door.client.on(Events.InteractionCreate, hear);
  return () => void door.client.off(Events.InteractionCreate, hear);
};

async function receive(door: Door, interaction: Interaction, flood: Flood): Promise<void> {
  if (!interaction.inCachedGuild()) {
    if (interaction.isChatInputCommand() && door.desk.commands.some(({ name, anywhere }) => anywhere && name === interaction.commandName)) {
      if (flood.takes(interaction)) await answerDirectly(door, interaction, { ...asked(interaction), language: languageOf(interaction.locale) });
    } else if (interaction.isMessageComponent() && isAboutList(interaction)) {
      if (flood.takes(interaction)) await answerListPress(door, interaction);
    } else if (interaction.isRepliable()) await interaction.reply({ content: translate(ONLY_IN_SERVERS, languageOf(interaction.locale)), flags: MessageFlags.Ephemeral });
  } else if (interaction.isAutocomplete()) {
    if (flood.takesTyping(interaction)) await suggest(door, interaction);
  } else if (interaction.isChatInputCommand() || interaction.isMessageComponent()) {
    if (!flood.takes(interaction)) await flood.explain(door, interaction);
    else await (interaction.isChatInputCommand() ? run(door, interaction) : answerPress(door, interaction));
  }
}

/** The language of somebody's own Discord, where Segue speaks it. */
function languageOf(locale: string): Language {
  return LANGUAGES.find((language) => locale.startsWith(language)) ?? 'en';
}

async function run(door: Door, interaction: ChatInputCommandInteraction<'cached'>): Promise<void> {
  const { path, values } = asked(interaction);
  await answer(door, interaction, {
    publicly: isPublic(door.desk.commands, path),
    async work() {
      const context = await door.contextOf(interaction.member);
      // Whoever does not listen does not take the card elsewhere.
      if (context.caller.here) await rememberChannel(door, interaction);
      const reply = await door.desk.execute(path, values, context);
      if (path[0] === 'pause' && !isRefusal(reply)) leavePaused(door, interaction.guildId);
      return reply;
    },
  });
}

/** Who may do what plays no part in suggestions, so that they wait for nothing. */
async function suggest(door: Door, interaction: AutocompleteInteraction<'cached'>): Promise<void> {
  const { path, typed } = asked(interaction);
  const context = contextOf(door, interaction.member, null);
  const suggestions = typed ? door.desk.complete(path, typed.name, String(typed.value ?? ''), context) : [];
  // Too late is as good as never: the person has typed on.
  await interaction.respond(suggestions).catch((error: unknown) => door.log.debug({ err: error }, 'Suggestions came too late.'));
}

interface Asked {
  /** Of the command. */
  readonly path: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  /** What is being typed. */
  readonly typed: CommandInteractionOption | undefined;
}

function asked({ commandName, options: { data } }: ChatInputCommandInteraction | AutocompleteInteraction): Asked {
  const [first] = data;
  const sub = first?.type === ApplicationCommandOptionType.Subcommand ? first : null;
  const options = sub ? (sub.options ?? []) : data;
  return {
    path: sub ? [commandName, sub.name] : [commandName],
    values: Object.fromEntries(options.map(({ name, value, attachment }) => [name, attachment ? attachedFile(attachment) : value])),
    typed: options.find(({ focused }) => focused),
  };
}

function isPublic(commands: readonly Command[], [name, subcommand]: readonly string[]): boolean {
  const command = commands.find((one) => one.name === name);
  if (!command) return false;
  const action = 'action' in command ? command.action : command.subcommands[subcommand ?? ''];
  return action?.public ?? false;
}

function isRefusal({ view }: Reply): boolean {
  return view.kind === 'notice' && view.tone === 'error';
}

/** Where Segue was called is where it writes, as long as the settings name no other channel. */
async function rememberChannel({ guilds, log }: Door, { guildId, channelId }: ChatInputCommandInteraction<'cached'>): Promise<void> {
  try {
    if ((await guilds.of(guildId)).textChannelId !== channelId) await guilds.change(guildId, { textChannelId: channelId });
  } catch (error) {
    log.warn({ err: error }, 'The channel of a command could not be kept.');
  }
}
