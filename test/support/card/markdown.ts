/** Discord's Markdown as far as Segue uses it, as HTML: a block a line. */
export function markdownPage(text: string, now: number): string {
  return text.split('\n').map((line) => block(line, now)).join('');
}

function block(line: string, now: number): string {
  const heading = /^(#{1,3}) (.*)$/.exec(line);
  if (heading) return `<h${heading[1]?.length}>${inline(heading[2] ?? '', now)}</h${heading[1]?.length}>`;
  const small = /^-# (.*)$/.exec(line);
  if (small) return `<p><small>${inline(small[1] ?? '', now)}</small></p>`;
  return line.trim() === '' ? '' : `<p>${inline(line, now)}</p>`;
}

const TOKEN = /\\(.)|`([^`]+)`|\*\*(.+?)\*\*|\*(.+?)\*|<t:(\d+)(?::(\w))?>|<@&?(\d+)>|<#(\d+)>|<\/([^:>]+):\d+>/g;

function inline(text: string, now: number): string {
  let html = '';
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    html += escape(text.slice(at, match.index));
    at = match.index + match[0].length;
    const [, escaped, code, bold, italic, time, style, member, channel, command] = match;
    if (escaped !== undefined) html += escape(escaped);
    else if (code !== undefined) html += `<code>${escape(code)}</code>`;
    else if (bold !== undefined) html += `<b>${inline(bold, now)}</b>`;
    else if (italic !== undefined) html += `<i>${inline(italic, now)}</i>`;
    else if (time !== undefined) html += `<time>${timeText(Number(time) * 1000, style ?? 'f', now)}</time>`;
    else html += `<span class="mention">${member !== undefined ? '@member' : channel !== undefined ? '#channel' : `/${command}`}</span>`;
  }
  return html + escape(text.slice(at));
}

function timeText(at: number, style: string, now: number): string {
  if (style !== 'R') return new Date(at).toISOString().slice(11, style === 'T' ? 19 : 16);
  const seconds = Math.round((at - now) / 1000);
  const [size, unit] = Math.abs(seconds) < 60 ? [Math.abs(seconds), 'second'] : [Math.round(Math.abs(seconds) / 60), 'minute'];
  const words = `${size} ${unit}${size === 1 ? '' : 's'}`;
  return seconds >= 0 ? `in ${words}` : `${words} ago`;
}

function escape(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
