import { createHash } from 'node:crypto';
import { Routes, type REST } from 'discord.js';
import type { Command } from '../command.ts';
import type { KeyValue } from '../storage/key-value.ts';
import { commandPayload } from './command-payload.ts';

export interface Deployment {
  readonly rest: REST;
  readonly applicationId: string;
  readonly commands: readonly Command[];
  /** What was told last, by application: a digest of it. */
  readonly told: KeyValue<string>;
}

/** Namespace of {@link Deployment.told}. */
export const DEPLOYED = 'discord-commands';

/**
 * Tells Discord all commands in one request, when they differ from what it was told last.
 * @param always also when they do not
 * @returns whether they were told
 * @throws what the request or the database fails with
 */
export async function deployCommands({ rest, applicationId, commands, told }: Deployment, always = false): Promise<boolean> {
  const body = commands.map(commandPayload);
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
  if (!always && (await told.get(applicationId)) === digest) return false;
  await rest.put(Routes.applicationCommands(applicationId), { body });
  await told.set(applicationId, digest);
  return true;
}
