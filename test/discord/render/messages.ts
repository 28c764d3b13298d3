import { MessageFlags, type APIMessageTopLevelComponent } from 'discord.js';
import { expect } from 'vitest';
import type { Reply } from '../../../src/command.ts';
import type { View } from '../../../src/view.ts';
import type { Door } from '../../../src/discord/door.ts';
import type { Message } from '../../../src/discord/render/message.ts';
import { renderReply } from '../../../src/discord/render/reply.ts';
import { DEFAULT_PLACE_SETTINGS, type Language, type ListenerScore, type Member, type Origin, type Track } from '../../../src/domain.ts';
import { silentLogger } from '../../../src/log.ts';
import type { QueueEntry, SessionView } from '../../../src/session/session.ts';
import { Findings } from '../../support/discord/validation/findings.ts';
import { judgeMessage } from '../../support/discord/validation/message-rules.ts';
import { aTrack } from '../../support/tracks.ts';

export const GUILD = '794354201407782912';
export const NOW = Date.UTC(2026, 10, 23, 20);
/** Looks like everything that Discord gives a meaning. */
export const NASTY = '**x** @everyone <@1> [a](b)\n# __y__ ||z|| `q`';
export const ADA: Member = { id: 'discord:1', name: 'Ada' };
export const BEN: Member = { id: 'discord:2', name: NASTY };

/** As much of the door as rendering needs: settings, covers (none), the clock, one guild without channels or roles. */
export function renderingDoor(language: Language = 'en'): Door {
  const door = {
    services: { sessions: { settings: async () => ({ ...DEFAULT_PLACE_SETTINGS, language }) }, library: { cover: async () => null } },
    client: { guilds: { cache: new Map([[GUILD, { channels: { cache: new Map([['77', {}]]) }, roles: { cache: new Map([['88', {}]]) } }]]) } },
    clock: { now: () => NOW, after: () => () => {} },
    log: silentLogger,
  };
  return door as unknown as Door;
}

export async function rendered(view: View, language: Language = 'en'): Promise<Message> {
  const reply: Reply = { view, private: true };
  const message = await renderReply(reply, renderingDoor(language), GUILD);
  mustBeAllowed(message);
  return message;
}

/** Holds a message against Discord's rules, and against ours: components alone, and nobody pinged. */
export function mustBeAllowed(message: Message): void {
  const findings = new Findings();
  const files = (message.files ?? []).map(({ name, attachment }, id) => ({ id: String(id), name, type: 'application/octet-stream', bytes: attachment, description: null }));
  const components = JSON.parse(JSON.stringify(message.components)) as [];
  judgeMessage({ components, flags: message.flags, allowed_mentions: message.allowedMentions }, files, null, findings);
  expect([...findings.refused, ...findings.noted]).toEqual([]);
  expect(message.flags).toBe(MessageFlags.IsComponentsV2);
  expect(message.allowedMentions).toEqual({ parse: [] });
}

interface Node {
  readonly content?: string;
  readonly label?: string;
  readonly placeholder?: string;
  readonly custom_id?: string;
  readonly disabled?: boolean;
  readonly components?: readonly Node[];
  readonly accessory?: Node;
  readonly options?: readonly { readonly value: string; readonly label: string; readonly default?: boolean }[];
  readonly default_values?: readonly { readonly id: string }[];
}

export function nodesOf(components: readonly APIMessageTopLevelComponent[]): readonly Node[] {
  const walk = (node: Node): Node[] => [node, ...(node.components ?? []).flatMap(walk), ...(node.accessory ? [node.accessory] : [])];
  return (components as readonly Node[]).flatMap(walk);
}

/** Everything readable, a line each. */
export function textOf({ components }: Message): string {
  return nodesOf(components).flatMap(({ content, label }) => content ?? label ?? []).join('\n');
}

export function scored(id: string, values: Partial<Record<keyof ListenerScore['signals'], number>>): ListenerScore {
  const signal = (name: keyof ListenerScore['signals']) => ({ value: values[name] ?? 0, weight: 1 });
  return { listenerId: id, score: 1, relevance: 0.5, signals: { collaborative: signal('collaborative'), language: signal('language'), acoustic: signal('acoustic'), tags: signal('tags'), popularity: signal('popularity'), novelty: signal('novelty') }, because: [] };
}

export const PICKED: Origin = {
  kind: 'pick',
  pick: { id: 'k1', trackId: 't1', modelVersion: 'm1', probability: 0.5, exploratory: false, madeAt: 0, scores: [scored(ADA.id, { tags: 1 })] },
};

export function entry(track: Track, origin: Origin): QueueEntry {
  return { id: `q-${track.id}`, track, origin };
}

export function playing(track = aTrack(1, { title: NASTY, artist: NASTY, album: NASTY, year: 1999 }), given: Partial<SessionView> = {}): SessionView {
  return {
    id: 's1',
    placeId: `discord:${GUILD}`,
    destination: { kind: 'discord', guildId: GUILD, channelId: '9' },
    state: { kind: 'playing', current: { playId: 'p1', track, origin: PICKED, startedAt: NOW - 20_000, positionMs: 20_000, positionAt: NOW } },
    queue: [],
    history: [],
    reactions: [],
    volume: 1,
    vibe: null,
    skip: { votes: 0, needed: 1 },
    notices: [],
    ...given,
  };
}
