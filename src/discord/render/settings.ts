import {
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
  type APIComponentInContainer,
  type APISelectMenuComponent,
  type APISelectMenuOption,
} from 'discord.js';
import { GROUP_MODES, type GroupMode } from '../../../models/group/group-worth.ts';
import { DEFAULT_PLACE_SETTINGS, LANGUAGES, type Language, type PlaceSettings } from '../../domain.ts';
import { customId, type SettingName } from '../custom-id.ts';
import { row, text } from './message.ts';
import type { Say } from './say.ts';
import { clip, plain, short } from './text.ts';

const CROSSFADES = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12];
const LOUDNESSES = [-23, -20, -18, -16, -14, -12, -11, -9];
const LOUDNESS_WORDS: Readonly<Record<number, string>> = { [-23]: 'as quiet as television', [-18]: 'quiet', [-14]: 'as streaming services', [-11]: 'loud', [-9]: 'as loud as it goes' };
const IDLE_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 240];
const GROUP_WORDS: Readonly<Record<GroupMode, string>> = {
  fair: 'fair: whoever was served least has the most to say',
  average: 'average: what all like best together',
  'least-misery': 'least misery: whoever likes it least decides',
  'round-robin': 'round robin: everybody chooses in turn',
};
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** Every setting of a place on one page: a menu each, the current values chosen. */
export function renderSettings(settings: PlaceSettings, djNames: readonly string[], say: Say): readonly APIComponentInContainer[] {
  const { crossfadeMs, targetLufs, idleMinutes, groupMode, language, textChannelId, djRoleId, bitrate } = settings;
  const seconds = (value: number) => (value === 0 ? say('none: one track after the other') : say(`${value} s`));
  const loudness = (value: number) => `${value} LUFS${LOUDNESS_WORDS[value] === undefined ? '' : ` · ${say(LOUDNESS_WORDS[value])}`}`;
  const djs = djNames.length === 0 ? '' : `\n-# ${say('DJs by name')}: ${djNames.slice(0, 20).map(short).join(', ')}`;
  return [
    text(`### ${say('Settings')}`),
    ...setting(say('Channel for Segue’s messages'), say('the one it was called from last'), {
      type: ComponentType.ChannelSelect,
      custom_id: id('channel'),
      channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildVoice],
      min_values: 0,
      ...(textChannelId !== null && { default_values: [{ id: textChannelId, type: SelectMenuDefaultValueType.Channel }] }),
    }),
    ...setting(say('Role that may do what a DJ may') + djs, say('nobody but managers, and whoever listens alone'), {
      type: ComponentType.RoleSelect,
      custom_id: id('dj-role'),
      min_values: 0,
      ...(djRoleId !== null && { default_values: [{ id: djRoleId, type: SelectMenuDefaultValueType.Role }] }),
    }),
    ...setting(say('Crossfade between tracks'), null, choices('crossfade', CROSSFADES, crossfadeMs / 1000, seconds, DEFAULT_PLACE_SETTINGS.crossfadeMs / 1000, say)),
    ...setting(say('Loudness'), null, choices('loudness', LOUDNESSES, targetLufs, loudness, DEFAULT_PLACE_SETTINGS.targetLufs, say)),
    ...setting(say('Leaves when nobody has been here for'), null, choices('idle', IDLE_MINUTES, idleMinutes, (value) => say(value === 1 ? '1 minute' : `${value} minutes`), DEFAULT_PLACE_SETTINGS.idleMinutes, say)),
    ...setting(say('When several listen'), null, {
      type: ComponentType.StringSelect,
      custom_id: id('group'),
      options: GROUP_MODES.map((value) => ({ value, label: clip(say(GROUP_WORDS[value]), 100), default: value === groupMode })),
    }),
    ...setting(say('Language of Segue’s messages'), null, {
      type: ComponentType.StringSelect,
      custom_id: id('language'),
      options: LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], default: value === language })),
    }),
    text(`-# ${plain(say(`Sound quality: ${bitrate / 1000} kbit/s; /settings bitrate changes it, /settings add_dj names a DJ.`))}`),
  ];
}

/** @param empty what holds while nothing is chosen */
function setting(title: string, empty: string | null, menu: APISelectMenuComponent): APIComponentInContainer[] {
  return [text(title), row({ ...menu, ...(empty !== null && { placeholder: clip(empty, 150) }) })];
}

function choices(name: SettingName, values: readonly number[], current: number, label: (value: number) => string, standard: number, say: Say): APISelectMenuComponent {
  const all = values.includes(current) ? values : [...values, current].toSorted((a, b) => a - b);
  const option = (value: number): APISelectMenuOption => ({
    value: String(value),
    label: clip(label(value), 100),
    default: value === current,
    ...(value === standard && { description: say('the standard') }),
  });
  return { type: ComponentType.StringSelect, custom_id: id(name), options: all.map(option) };
}

function id(name: SettingName): string {
  return customId({ kind: 'setting', name });
}
