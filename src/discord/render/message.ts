import { MessageFlags, type APIMessageTopLevelComponent } from 'discord.js';

/** A message of components alone, as discord.js sends it; `files` is missing where nothing is attached. */
export interface Message {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly files?: readonly { readonly attachment: Buffer; readonly name: string; readonly description?: string }[];
  /** Nobody is ever pinged. */
  readonly allowedMentions: { readonly parse: [] };
}

export function message(components: readonly APIMessageTopLevelComponent[], files: NonNullable<Message['files']> = []): Message {
  return { flags: MessageFlags.IsComponentsV2, components, ...(files.length > 0 && { files }), allowedMentions: { parse: [] } };
}
