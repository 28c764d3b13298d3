import type { FakeAttachment, FakeMessage } from '../message.ts';
import { judgeComponents, shownFiles, shownTexts, type Component } from './component-rules.ts';
import type { Findings } from './findings.ts';

interface Embed {
  readonly title?: string;
  readonly description?: string;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  readonly footer?: { readonly text: string };
  readonly author?: { readonly name: string };
  readonly image?: { readonly url: string };
  readonly thumbnail?: { readonly url: string };
}

interface Body {
  readonly content?: string | null;
  readonly embeds?: readonly Embed[];
  readonly components?: readonly Component[];
  readonly flags?: number;
  readonly attachments?: readonly { readonly id: string | number }[];
  readonly allowed_mentions?: object;
  readonly poll?: object;
  readonly sticker_ids?: readonly string[];
}

const KEYS = [
  'content', 'nonce', 'tts', 'embeds', 'allowed_mentions', 'message_reference', 'components', 'sticker_ids', 'attachments', 'flags', 'enforce_nonce', 'poll',
  'username', 'avatar_url', 'thread_name', 'applied_tags',
];
const V2 = 1 << 15;
const MENTION = /<@[!&]?\d+>|@everyone|@here/;
const MAX_FILE = 10 * 1024 * 1024;

/**
 * The rules for a message or an edit (`edited` is then the message before) beyond Discord's own description of it
 * (https://docs.discord.com/developers/resources/message).
 */
export function judgeMessage(body: Body, files: readonly FakeAttachment[], edited: FakeMessage | null, findings: Findings): void {
  const { content, embeds = [], components = [] } = body;
  const v2 = ((body.flags ?? 0) & V2) !== 0 || edited?.isV2 === true;
  findings.keys(body, KEYS, 'the message');
  findings.length(content, 0, 2_000, 'the content');
  const something = Boolean(content) || embeds.length > 0 || components.length > 0 || files.length > 0 || body.poll !== undefined || (body.sticker_ids?.length ?? 0) > 0;
  findings.refuse(!something && edited === null, 'an empty message cannot be sent');
  if (v2) findings.refuse(Boolean(content) || embeds.length > 0 || body.poll !== undefined || (body.sticker_ids?.length ?? 0) > 0, 'content, embeds, polls and stickers cannot go with IS_COMPONENTS_V2');
  judgeComponents(components, v2, findings);
  judgeEmbeds(embeds, findings);
  judgeFiles(body, files, edited, v2, findings);
  const texts = [content ?? '', ...shownTexts(components)];
  findings.note(body.allowed_mentions === undefined && texts.some((text) => MENTION.test(text)), 'somebody is mentioned and allowed_mentions does not say who may be called');
}

function judgeEmbeds(embeds: readonly Embed[], findings: Findings): void {
  findings.length(embeds, 0, 10, 'embeds');
  let total = 0;
  for (const embed of embeds) {
    findings.length(embed.title, 0, 256, 'the title of an embed');
    findings.length(embed.description, 0, 4_096, 'the description of an embed');
    findings.length(embed.fields, 0, 25, 'the fields of an embed');
    const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name, ...(embed.fields ?? []).flatMap(({ name, value }) => [name, value])];
    total += texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  }
  findings.refuse(total > 6_000, `the embeds have ${total} characters in total; 6000 are allowed`);
}

function judgeFiles(body: Body, files: readonly FakeAttachment[], edited: FakeMessage | null, v2: boolean, findings: Findings): void {
  const { embeds = [], components = [] } = body;
  findings.length(files, 0, 10, 'files');
  for (const { name, bytes } of files) findings.refuse(bytes.length > MAX_FILE, `the file ${name} has ${bytes.length} bytes; ${MAX_FILE} are allowed`);
  const kept = (edited?.attachments ?? []).filter(({ id }) => body.attachments === undefined || body.attachments.some((one) => String(one.id) === id));
  const there = [...kept, ...files].map(({ name }) => name);
  const inEmbeds = embeds.flatMap(({ image, thumbnail }) => [image, thumbnail]).flatMap((one) => (one?.url.startsWith('attachment://') ? [one.url.slice('attachment://'.length)] : []));
  const shown = [...shownFiles(components), ...inEmbeds];
  for (const name of shown) findings.refuse(!there.includes(name), `attachment://${name} is shown, but no such file is attached`);
  if (v2) for (const { name } of files) findings.note(!shown.includes(name), `the file ${name} is attached and no component shows it`);
}
