import { ButtonStyle, ComponentType, type APIMessageTopLevelComponent } from 'discord.js';
import { markdownPage } from './markdown.ts';

/** A message as it was sent: its components, and the bytes of what is attached to it. */
export interface SentMessage {
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly attachments: readonly { readonly filename: string; readonly bytes: Uint8Array }[];
}

interface Loose {
  readonly type: number;
  readonly components?: readonly Loose[];
  readonly accessory?: Loose;
  readonly content?: string;
  readonly accent_color?: number | null;
  readonly media?: { readonly url: string };
  readonly items?: readonly { readonly media: { readonly url: string } }[];
  readonly style?: ButtonStyle;
  readonly label?: string;
  readonly emoji?: { readonly name?: string };
  readonly disabled?: boolean;
  readonly divider?: boolean;
  readonly placeholder?: string;
  readonly options?: readonly { readonly label: string; readonly default?: boolean }[];
}

const BUTTONS: Partial<Record<ButtonStyle, string>> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
};

/** An HTML page that shows messages much as Discord does, for pictures and for looking at what was sent. */
export function messagePage(messages: readonly SentMessage[], now: number): string {
  const bodies = messages.map(({ components, attachments }) => {
    const urls = new Map(attachments.map(({ filename, bytes }) => [filename, `data:${typeOf(bytes)};base64,${Buffer.from(bytes).toString('base64')}`]));
    const drawing: Drawing = {
      now,
      urlOf: (url) => urls.get(url.replace('attachment://', '')) ?? url,
      draw: (component) => (DRAWINGS[component.type] ?? drawMenu)(component, drawing),
    };
    return `<article><div class="face">S</div><div class="body"><p class="who">Segue <b>APP</b></p>${components.map((component) => drawing.draw(component)).join('')}</div></article>`;
  });
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><main>${bodies.join('')}</main>`;
}

interface Drawing {
  readonly now: number;
  readonly urlOf: (url: string) => string;
  readonly draw: (component: Loose) => string;
}

const DRAWINGS: Readonly<Record<number, (c: Loose, drawing: Drawing) => string>> = {
  [ComponentType.Container](c, drawing) {
    const accent = c.accent_color == null ? '' : `border-left:4px solid #${c.accent_color.toString(16).padStart(6, '0')}`;
    return `<div class="container" style="${accent}">${inside(c, drawing)}</div>`;
  },
  [ComponentType.Section]: (c, drawing) => `<div class="section"><div>${inside(c, drawing)}</div>${c.accessory ? drawing.draw(c.accessory) : ''}</div>`,
  [ComponentType.TextDisplay]: (c, { now }) => markdownPage(c.content ?? '', now),
  [ComponentType.Thumbnail]: (c, { urlOf }) => `<img class="thumbnail" src="${urlOf(c.media?.url ?? '')}">`,
  [ComponentType.MediaGallery]: (c, { urlOf }) => `<div>${(c.items ?? []).map(({ media }) => `<img class="gallery" src="${urlOf(media.url)}">`).join('')}</div>`,
  [ComponentType.Separator]: (c) => (c.divider === false ? '<div class="gap"></div>' : '<hr>'),
  [ComponentType.ActionRow]: (c, drawing) => `<div class="row">${inside(c, drawing)}</div>`,
  [ComponentType.Button]: (c) => `<button class="${BUTTONS[c.style ?? ButtonStyle.Secondary] ?? ''}" ${c.disabled ? 'disabled' : ''}>${c.emoji?.name ?? ''} ${c.label ?? ''}</button>`,
};

/** Menus of all kinds show what is chosen. */
function drawMenu(c: Loose, { now }: Drawing): string {
  return `<div class="select">${markdownPage(c.options?.find((option) => option.default)?.label ?? c.placeholder ?? '', now)}<span>⌄</span></div>`;
}

function inside(c: Loose, { draw }: Drawing): string {
  return (c.components ?? []).map(draw).join('');
}

function typeOf(bytes: Uint8Array): string {
  return bytes[0] === 0x89 ? 'image/png' : bytes[0] === 0xff ? 'image/jpeg' : 'image/webp';
}

const STYLE = `
body { margin: 0; background: #313338; color: #dbdee1; font: 16px/1.375 "Noto Sans", "DejaVu Sans", sans-serif; }
main { width: 620px; padding: 16px; }
article { display: flex; gap: 16px; margin-bottom: 20px; }
.face { flex: none; width: 40px; height: 40px; border-radius: 50%; background: #5865f2; color: #fff; display: grid; place-items: center; font-weight: 700; }
.body { flex: 1; min-width: 0; }
.who { margin: 0 0 4px; color: #f2f3f5; font-weight: 600; }
.who b { font-size: 10px; background: #5865f2; color: #fff; border-radius: 4px; padding: 2px 5px; vertical-align: 2px; }
.container { background: #2b2d31; border: 1px solid #3f4147; border-radius: 8px; padding: 14px 16px; display: grid; gap: 8px; }
.section { display: flex; justify-content: space-between; gap: 16px; }
.thumbnail { width: 84px; height: 84px; border-radius: 8px; object-fit: cover; }
.gallery { width: 100%; border-radius: 8px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; }
button { border: 0; border-radius: 8px; padding: 7px 14px; font: inherit; font-size: 14px; color: #fff; background: #4e5058; }
button.primary { background: #5865f2; } button.success { background: #248046; } button.danger { background: #da373c; } button:disabled { opacity: .5; }
.select { flex: 1; display: flex; justify-content: space-between; background: #1e1f22; border-radius: 8px; padding: 9px 12px; }
hr { border: 0; border-top: 1px solid #3f4147; width: 100%; margin: 4px 0; } .gap { height: 4px; }
p, h1, h2, h3 { margin: 0; overflow-wrap: anywhere; } h1 { font-size: 24px; } h2 { font-size: 20px; } h3 { font-size: 16px; color: #f2f3f5; }
small { font-size: 13px; color: #949ba4; } code { background: #1e1f22; border-radius: 4px; padding: 1px 4px; font-size: 14px; } time, .mention { background: #3c3f45; border-radius: 3px; padding: 0 2px; }
`;
