const MARKS: readonly (readonly [charset: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
/** How far a page may be searched for what it says of itself (HTML Living Standard §13.2.3.2 says 1024). */
const PRESCAN_BYTES = 2048;
const IN_MARKUP = /<meta[^>]+charset\s*=\s*["']?\s*([\w:-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w:-]+)/i;

/**
 * The text of a body: by its byte order mark, by the header's charset, by what the page says of itself, else as
 * UTF-8 where it is valid and as Windows-1252 where it is not. A charset that nobody knows counts as none.
 */
export function textOf(body: Uint8Array, contentType: string): string {
  const declared = [markOf(body), /charset\s*=\s*["']?\s*([\w:-]+)/i.exec(contentType)?.[1], markupCharset(body)];
  for (const charset of declared) {
    const decoder = decoderOf(charset);
    if (decoder) return decoder.decode(body);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return new TextDecoder('windows-1252').decode(body);
  }
}

function markOf(body: Uint8Array): string | undefined {
  return MARKS.find(([, mark]) => mark.every((byte, i) => body[i] === byte))?.[0];
}

function markupCharset(body: Uint8Array): string | undefined {
  const found = IN_MARKUP.exec(new TextDecoder('latin1').decode(body.subarray(0, PRESCAN_BYTES)));
  const charset = found?.[1] ?? found?.[2];
  // Markup that can be read byte by byte is not written in two bytes a letter, whatever it says (ibid.).
  return charset !== undefined && /^utf-?16/i.test(charset) ? 'utf-8' : charset;
}

function decoderOf(charset: string | undefined): TextDecoder | null {
  if (charset === undefined) return null;
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}
