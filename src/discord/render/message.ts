import {
  ButtonStyle,
  ComponentType,
  MessageFlags,
  SeparatorSpacingSize,
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APIMessageTopLevelComponent,
  type APISeparatorComponent,
  type APITextDisplayComponent,
} from 'discord.js';
import { customId, type Press } from '../custom-id.ts';

export interface AttachedFile {
  readonly attachment: Buffer;
  readonly name: string;
}

/** A message of components alone, as discord.js sends it; without `files` an edit leaves attachments as they are. */
export interface Message {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly files?: readonly AttachedFile[];
  /** Nobody is ever pinged. */
  readonly allowedMentions: { readonly parse: [] };
}

/** Discord's limit for all texts of a message. */
export const MAX_TEXT = 4000;

export function message(components: readonly APIMessageTopLevelComponent[], files: readonly AttachedFile[] = []): Message {
  return { flags: MessageFlags.IsComponentsV2, components, ...(files.length > 0 && { files }), allowedMentions: { parse: [] } };
}

/** @param accent 0xRRGGBB */
export function container(accent: number, components: readonly APIComponentInContainer[]): APIContainerComponent {
  return { type: ComponentType.Container, accent_color: accent, components: [...components] };
}

export function text(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

export function line(): APISeparatorComponent {
  return { type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small };
}

export function row<T extends APIComponentInMessageActionRow>(...components: readonly T[]): APIActionRowComponent<T> {
  return { type: ComponentType.ActionRow, components: [...components] };
}

export function button(press: Press, look: { readonly emoji?: string; readonly label?: string; readonly style?: APIButtonComponentWithCustomId['style']; readonly disabled?: boolean }): APIButtonComponentWithCustomId {
  const { emoji, label, style = ButtonStyle.Secondary, disabled = false } = look;
  return {
    type: ComponentType.Button,
    style,
    custom_id: customId(press),
    disabled,
    ...(emoji !== undefined && { emoji: { name: emoji } }),
    ...(label !== undefined && { label }),
  };
}
