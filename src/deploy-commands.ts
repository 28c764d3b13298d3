import { existsSync } from 'node:fs';
import { REST, Routes, type RESTGetCurrentApplicationResult } from 'discord.js';
import { commands } from '../commands/registry.ts';
import { databaseFile, readConfig } from './config.ts';
import { DEPLOYED, deployCommands } from './discord/deploy-commands.ts';
import { refusalOf } from './discord/refusal.ts';
import { createLogger } from './log.ts';
import { openStorage } from './storage/storage.ts';
import { UserError } from './user-error.ts';

/** `npm run deploy-commands`: tells Discord the commands without opening the house. */
async function run(): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env, process.cwd());
  const { discord } = config;
  if (!discord) throw new UserError('config', 'DISCORD_TOKEN is not set: put the bot’s token into .env, then Discord can be told the commands.');
  const storage = await openStorage({ url: config.databaseUrl, file: databaseFile(config), log: createLogger(config.logLevel) });
  try {
    const rest = new REST({ api: discord.api }).setToken(discord.token);
    const { id } = (await rest.get(Routes.currentApplication())) as RESTGetCurrentApplicationResult;
    await deployCommands({ rest, applicationId: id, commands, told: storage.keyValue(DEPLOYED) }, true);
    return commands.length;
  } catch (error) {
    const { final, sentence } = refusalOf(error, discord);
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('discord', final ? sentence : `Discord could not be told the commands (${reason}): check the connection to ${discord.api} and try again.`);
  } finally {
    await storage.close();
  }
}

try {
  const count = await run();
  process.stdout.write(`Discord knows ${count} commands; it may take a minute until everybody sees them.\n`);
  process.exit(0);
} catch (error) {
  const known = error instanceof UserError;
  process.stderr.write(`${known ? error.message : `The commands could not be told to Discord: ${String(error)}`}\n`);
  process.exit(known ? 2 : 1);
}
