import type { Command, CommandContext, Reply } from '../../src/command.ts';
import { checkRights } from './rights.ts';

/**
 * Does what a command without subcommands does, for whoever asked for it in other words.
 * @throws UserError when they may not
 */
export async function carryOut(command: Command, context: CommandContext, options: Readonly<Record<string, unknown>> = {}): Promise<Reply> {
  if (!('action' in command)) throw new Error(`/${command.name} has subcommands`);
  await checkRights(command.action.rights, context);
  return command.action.run(context, options);
}
