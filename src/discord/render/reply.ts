import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ComponentType, type APIMessageTopLevelComponent } from 'discord.js';
import type { Reply } from '../../command.ts';
import type { View } from '../../view.ts';
import type { PlaceSettings, Reaction } from '../../domain.ts';
import { positionOf } from '../../session/position.ts';
import type { SessionView } from '../../session/session.ts';
import { accentOf } from '../cover-colours.ts';
import { coverOnCard } from '../cover.ts';
import { placeIdOf, type Door } from '../door.ts';
import { renderAnalysis } from './analysis.ts';
import { cardOf } from './card-of-session.ts';
import { ownReaction, renderCard } from './card.ts';
import { renderImport } from './import.ts';
import { renderLibrary } from './library.ts';
import { renderList, renderListTrack } from './list.ts';
import { container, MAX_TEXT, message, text, type AttachedFile, type Message } from './message.ts';
import { renderOnboarding } from './onboarding.ts';
import { renderPrivacy } from './privacy.ts';
import { renderQueue, renderQueued } from './queue.ts';
import { renderReading } from './reading.ts';
import { sayIn, type Say } from './say.ts';
import { renderSettings } from './settings.ts';
import { renderSimilar } from './similar.ts';
import { renderCloud, renderLabelled, renderTags } from './tags.ts';
import { renderStats } from './stats.ts';
import { renderTaste } from './taste.ts';
import { clip, plainLines } from './text.ts';
import { renderQuestion, renderVibe } from './vibe.ts';
import { renderWhy } from './why.ts';

const TONES = { ok: 0x3ba55d, info: 0x5b7fde, error: 0xd9534f } as const;
/** Discord takes files of 10 MiB; a longer one is packed. */
const MAX_FILE = 9_000_000;

const pack = promisify(gzip);

/** What a command answered, as a message of the guild. It does not say who may see it: that is {@link Reply.private}. */
export async function renderReply({ view }: Reply, door: Door, guildId: string): Promise<Message> {
  const { language } = await door.services.sessions.settings(placeIdOf(guildId));
  return renderView(view, door, guildId, sayIn(language));
}

/** The same in any language; `guildId` may name a guild that Segue is not in. */
export async function renderView(view: View, door: Door, guildId: string, say: Say): Promise<Message> {
  switch (view.kind) {
    case 'notice':
      return message([container(TONES[view.tone], [sentences(view.text, say)])]);
    case 'now-playing':
      return nowPlaying(view.session, view.mine, door, guildId, say);
    case 'queue':
      return message([container(TONES.info, renderQueue(view.session, say))]);
    case 'queued':
      return message([container(accentOf(view.track), renderQueued(view.track, view.position, say))]);
    case 'why':
      return message([container(accentOf(view.why.track), renderWhy(view.why, say))]);
    case 'vibe':
      return message([container(TONES.info, renderVibe(view, say))]);
    case 'question':
      return message([container(TONES.info, renderQuestion(view, say))]);
    case 'similar':
      return message([container('track' in view ? accentOf(view.track) : TONES.info, renderSimilar(view, say))]);
    case 'analysis':
      return renderAnalysis(view, door, say);
    case 'taste':
      return renderTaste(view, door, say);
    case 'stats':
      return renderStats(view, door, say);
    case 'tags':
      return message([container(view.track === null ? TONES.info : accentOf(view.track), renderTags(view, say))]);
    case 'cloud':
      return message([container(TONES.info, renderCloud(view, say))]);
    case 'labelled':
      return message([container(TONES.info, renderLabelled(view, say))]);
    case 'list':
      return renderList(view, door, say);
    case 'list-track':
      return message([container(accentOf(view.of.track), renderListTrack(view, say))]);
    case 'library':
      return message([container(TONES.info, renderLibrary(view, say))]);
    case 'reading':
      return message([container(TONES.info, renderReading(view.reading, say))]);
    case 'import':
      return message([container(TONES.info, renderImport(view, say))]);
    case 'onboarding':
      return message([container(TONES.info, renderOnboarding(view, say))]);
    case 'privacy':
      return message([container(TONES.info, renderPrivacy(view, say))]);
    case 'file':
      return withFile(view, say);
    case 'settings':
      return message([container(TONES.info, renderSettings(existing(view.settings, door, guildId), view.djNames, say))]);
  }
}

/** The cover is the card's: nobody makes Segue upload pictures by asking again and again. */
function nowPlaying(session: SessionView, mine: Reaction | null, { client, clock, services }: Door, guildId: string, say: Say): Message {
  const card = cardOf(session, null, (id) => services.library.get(id));
  if (card?.kind !== 'playing') {
    const reason = card?.kind === 'waiting' ? card.reason : 'The first track is on its way.';
    return message([container(TONES.info, [sentences(reason, say)])]);
  }
  const cover = coverOnCard(client.guilds.cache.get(guildId), card.track.id);
  const rendered = renderCard(card, { say, accent: accentOf(card.track), cover, positionMs: positionOf(session, clock.now()) });
  const own = mine === null ? [] : [text(ownReaction(mine, say))];
  return message([{ ...rendered, components: [...rendered.components, ...own] }]);
}

async function withFile({ name, content, text: words }: Extract<View, { kind: 'file' }>, say: Say): Promise<Message> {
  const bytes = Buffer.from(content);
  const file: AttachedFile = bytes.length <= MAX_FILE ? { attachment: bytes, name } : { attachment: await pack(bytes), name: `${name}.gz` };
  const shown: APIMessageTopLevelComponent = { type: ComponentType.File, file: { url: `attachment://${file.name}` } };
  return message([container(TONES.info, [sentences(words, say)]), shown], [file]);
}

/** One or more sentences as people read them; escaping makes them twice as long at most. The only markup in them names channels. */
function sentences(words: string, say: Say) {
  return text(plainLines(clip(say(words), MAX_TEXT / 2)).replace(/\\<(#\d+>)/g, '<$1'));
}

/** Discord refuses a menu that has a channel or a role chosen which is gone. */
function existing(settings: PlaceSettings, { client }: Door, guildId: string): PlaceSettings {
  const guild = client.guilds.cache.get(guildId);
  const { textChannelId, djRoleId } = settings;
  return {
    ...settings,
    textChannelId: textChannelId !== null && guild?.channels.cache.has(textChannelId) ? textChannelId : null,
    djRoleId: djRoleId !== null && guild?.roles.cache.has(djRoleId) ? djRoleId : null,
  };
}
