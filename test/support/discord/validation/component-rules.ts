import type { Findings } from './findings.ts';

interface Media {
  readonly url: string;
}

interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly default?: boolean;
}

/** Any component, as sent. */
export interface Component {
  readonly type: number;
  readonly id?: number;
  readonly custom_id?: string;
  readonly components?: readonly Component[];
  readonly accessory?: Component;
  readonly content?: string;
  readonly label?: string;
  readonly emoji?: object;
  readonly style?: number;
  readonly url?: string;
  readonly options?: readonly SelectOption[];
  readonly placeholder?: string;
  readonly min_values?: number;
  readonly max_values?: number;
  readonly media?: Media;
  readonly file?: Media;
  readonly items?: readonly { readonly media: Media; readonly description?: string }[];
  readonly description?: string | null;
}

const ROW = 1;
const BUTTON = 2;
const SELECT = 3;
const SELECTS = [3, 5, 6, 7, 8];
const SECTION = 9;
const TEXT = 10;
const THUMBNAIL = 11;
const GALLERY = 12;
const FILE = 13;
const SEPARATOR = 14;
const CONTAINER = 17;
const IN_CONTAINER = [ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR];
const LINK = 5;

const SELECT_KEYS = ['type', 'id', 'custom_id', 'placeholder', 'min_values', 'max_values', 'disabled', 'default_values', 'required'];
const KEYS: Readonly<Record<number, readonly string[]>> = {
  [ROW]: ['type', 'id', 'components'],
  [BUTTON]: ['type', 'id', 'style', 'label', 'emoji', 'custom_id', 'sku_id', 'url', 'disabled'],
  [SELECT]: [...SELECT_KEYS, 'options'],
  5: SELECT_KEYS,
  6: SELECT_KEYS,
  7: SELECT_KEYS,
  8: [...SELECT_KEYS, 'channel_types'],
  [SECTION]: ['type', 'id', 'components', 'accessory'],
  [TEXT]: ['type', 'id', 'content'],
  [THUMBNAIL]: ['type', 'id', 'media', 'description', 'spoiler'],
  [GALLERY]: ['type', 'id', 'items'],
  [FILE]: ['type', 'id', 'file', 'spoiler'],
  [SEPARATOR]: ['type', 'id', 'divider', 'spacing'],
  [CONTAINER]: ['type', 'id', 'components', 'accent_color', 'spoiler'],
};

/** The rules for the components of a message (https://docs.discord.com/developers/components/reference). */
export function judgeComponents(components: readonly Component[], v2: boolean, findings: Findings): void {
  const all = components.flatMap(walk);
  if (v2) {
    findings.refuse(all.length > 40, `there are ${all.length} components; 40 are allowed`);
    const text = all.reduce((sum, { type, content }) => sum + (type === TEXT ? content?.length ?? 0 : 0), 0);
    findings.refuse(text > 4_000, `the texts have ${text} characters in total; 4000 are allowed`);
  } else {
    findings.refuse(components.length > 5, `there are ${components.length} rows; 5 are allowed`);
    const beyond = all.find(({ type }) => type !== ROW && type !== BUTTON && !SELECTS.includes(type));
    findings.refuse(beyond !== undefined, `a component of type ${beyond?.type ?? 0} needs the flag IS_COMPONENTS_V2`);
  }
  const top = v2 ? [...IN_CONTAINER, CONTAINER] : [ROW];
  for (const { type } of components) findings.refuse(!top.includes(type), `a component of type ${type} cannot stand at the top`);
  findings.unique(all.flatMap(({ custom_id: id }) => id ?? []), 'the custom id');
  findings.unique(all.flatMap(({ id }) => (id ? [id] : [])), 'the component id');
  for (const component of all) judge(component, findings);
}

/** Files that components show, by name. */
export function shownFiles(components: readonly Component[]): readonly string[] {
  const media = components.flatMap(walk).flatMap((one) => [one.media, one.file, ...(one.items ?? []).map((item) => item.media)]);
  return media.flatMap((one) => (one?.url.startsWith('attachment://') ? [one.url.slice('attachment://'.length)] : []));
}

/** Texts that components show. */
export function shownTexts(components: readonly Component[]): readonly string[] {
  return components.flatMap(walk).flatMap(({ content }) => content ?? []);
}

function walk(component: Component): Component[] {
  return [component, ...(component.components ?? []).flatMap(walk), ...(component.accessory ? walk(component.accessory) : [])];
}

function judge(component: Component, findings: Findings): void {
  const { type, components: children = [] } = component;
  const known = KEYS[type];
  if (!known) return findings.refuse(true, `there is no component of type ${type}`);
  findings.keys(component, known, `a component of type ${type}`);
  const only = (types: readonly number[]) => findings.refuse(children.some((child) => !types.includes(child.type)), `a component of type ${type} cannot hold ${children.map((child) => child.type).join(', ')}`);
  if (type === ROW) {
    const selects = children.filter((child) => SELECTS.includes(child.type)).length;
    findings.length(children, 1, selects > 0 ? 1 : 5, 'a row');
    only([BUTTON, ...SELECTS]);
  } else if (type === BUTTON) judgeButton(component, findings);
  else if (SELECTS.includes(type)) judgeSelect(component, findings);
  else if (type === SECTION) {
    findings.length(children, 1, 3, 'a section');
    only([TEXT]);
    findings.refuse(component.accessory?.type !== BUTTON && component.accessory?.type !== THUMBNAIL, 'a section needs a button or a thumbnail beside it');
  } else if (type === TEXT) findings.length(component.content ?? '', 1, 4_000, 'a text');
  else if (type === THUMBNAIL) findings.length(component.description, 0, 1_024, 'the description of a thumbnail');
  else if (type === GALLERY) findings.length(component.items ?? [], 1, 10, 'a gallery');
  else if (type === CONTAINER) {
    findings.refuse(children.length === 0, 'a container is empty');
    only(IN_CONTAINER);
  }
}

function judgeButton(button: Component, findings: Findings): void {
  const { custom_id: id, label, style = 0 } = button;
  const name = `the button ${id ?? label ?? ''}`;
  findings.length(label, 0, 80, `the label of ${name}`);
  findings.refuse(!label && !button.emoji && style !== 6, `${name} has neither label nor emoji`);
  findings.refuse(style < 1 || style > 6, `${name} has the unknown style ${style}`);
  findings.refuse(style === LINK ? button.url === undefined || id !== undefined : style < LINK && id === undefined, `${name} needs an address if it is a link, a custom id otherwise`);
  findings.length(id, 1, 100, `the custom id of ${name}`);
}

function judgeSelect(select: Component, findings: Findings): void {
  const name = `the menu ${select.custom_id ?? ''}`;
  const { options = [], min_values: min = 1, max_values: max = 1 } = select;
  findings.length(select.custom_id ?? '', 1, 100, `the custom id of ${name}`);
  findings.length(select.placeholder, 0, 150, `the placeholder of ${name}`);
  findings.refuse(min < 0 || max < 1 || max > 25 || min > max, `${name} lets ${min} to ${max} be chosen`);
  if (select.type !== SELECT) return;
  findings.length(options, 1, 25, name);
  findings.refuse(max > options.length, `${name} lets more be chosen than it offers`);
  findings.refuse(options.filter((option) => option.default).length > max, `${name} has more chosen already than can be`);
  findings.unique(options.map(({ value }) => value), `in ${name} the value`);
  for (const option of options) {
    findings.length(option.label, 1, 100, `a label in ${name}`);
    findings.length(option.value, 1, 100, `a value in ${name}`);
    findings.length(option.description, 0, 100, `a description in ${name}`);
    findings.keys(option, ['label', 'value', 'description', 'emoji', 'default'], `an option of ${name}`);
  }
}
