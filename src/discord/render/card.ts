import { ButtonStyle, ComponentType, type APIComponentInContainer, type APIContainerComponent } from 'discord.js';
import type { PlayId, Reaction, Track } from '../../domain.ts';
import type { QueueEntry, SkipVote } from '../../session/session.ts';
import { visible } from '../../visible.ts';
import { button, container, line, row, text } from './message.ts';
import type { Say } from './say.ts';
import { clip, duration, plain } from './text.ts';
import { asker, named, release } from './track.ts';
import { spokenVibe } from './vibe.ts';

/** A track on a card, while it plays or rests. */
export interface PlayingCard {
  readonly kind: 'playing';
  readonly playId: PlayId;
  readonly track: Track;
  readonly paused: boolean;
  /** Epoch seconds; null while it is paused. */
  readonly endsAt: number | null;
  /** Who it was picked for and why, or who asked for it; null when that is not known. */
  readonly why: string | null;
  /** What was asked for in words, in phrases; none when nothing was. */
  readonly vibe: readonly string[];
  readonly next: readonly QueueEntry[];
  readonly reactions: Readonly<Record<Reaction, number>>;
  readonly skip: SkipVote;
  /** Something that people should know about the music. */
  readonly notice: string | null;
}

/** Nothing plays, though the session is on. */
export interface WaitingCard {
  readonly kind: 'waiting';
  readonly reason: string;
}

/** The session is over. */
export interface EndedCard {
  readonly kind: 'ended';
  /** What played last, with its play where it was cut off. */
  readonly last: { readonly track: Track; readonly playId: PlayId | null } | null;
  readonly reason: string | null;
}

export type Card = PlayingCard | WaitingCard | EndedCard;

export interface CardLook {
  readonly say: Say;
  /** 0xRRGGBB */
  readonly accent: number;
  /** Address of the cover, `attachment://…` for one in the message itself; null without one. */
  readonly cover: string | null;
  readonly positionMs: number;
}

/** Of the time bar: as many as a phone shows on one line. */
const SEGMENTS = 15;
const EMOJI: Readonly<Record<Reaction, string>> = { like: '👍', dislike: '👎', love: '❤️' };

export function renderCard(card: Card, look: CardLook): APIContainerComponent {
  return container(look.accent, componentsOf(card, look));
}

function componentsOf(card: Card, look: CardLook): readonly APIComponentInContainer[] {
  const { say } = look;
  switch (card.kind) {
    case 'playing':
      return [
        heading(card.track, look),
        text(`${bar(segmentsAt(look.positionMs, card.track))} ${progress(card, look)}`),
        ...(card.why === null ? [] : [text(`-# ${plain(clip(say(card.why), 500))}`)]),
        ...(card.vibe.length === 0 ? [] : [text(`-# 🎚️ ${spokenVibe(card.vibe, say)}`)]),
        ...(card.notice === null ? [] : [text(`-# ⚠️ ${plain(clip(say(card.notice), 300))}`)]),
        ...(card.next.length === 0 ? [] : [line(), text(upNext(card.next, say))]),
        buttons(card.track, card.playId, card, false),
      ];
    case 'waiting':
      return [text(`### ${say('Nothing plays right now')}\n${plain(clip(say(card.reason), 500))}`)];
    case 'ended':
      return [
        text(`### ${say('The music is over')}\n${plain(card.reason === null ? say('/dj start begins again.') : say(clip(card.reason, 500)))}`),
        ...(card.last === null
          ? []
          : [line(), text(`-# ${say('Played last')}`), heading(card.last.track, look), buttons(card.last.track, card.last.playId ?? 'over', NOTHING_SAID, true)]),
      ];
  }
}

const NOTHING_SAID = { reactions: { like: 0, love: 0, dislike: 0 }, skip: { votes: 0, needed: 1 } } as const;

function heading(track: Track, { cover }: CardLook): APIComponentInContainer {
  const about = release(track);
  const title = text(`### ${plain(clip(track.title, 150))}\n${plain(clip(track.artist, 150))}${about === null ? '' : `\n-# ${about}`}`);
  if (cover === null) return title;
  return {
    type: ComponentType.Section,
    components: [title],
    accessory: { type: ComponentType.Thumbnail, media: { url: cover }, description: clip(visible(track.album ?? track.title), 200) },
  };
}

function bar(full: number): string {
  return '▰'.repeat(full) + '▱'.repeat(SEGMENTS - full);
}

/** How many segments of the time bar are full, 0 to 15. */
export function segmentsAt(positionMs: number, { durationMs }: Track): number {
  return Math.min(SEGMENTS, Math.max(0, Math.floor((positionMs / durationMs) * SEGMENTS)));
}

/** From which position on the bar has so many full segments, milliseconds. */
export function startOfSegment(full: number, { durationMs }: Track): number {
  return (full / SEGMENTS) * durationMs;
}

/** Nothing in it grows old between two edits: the reader's own client counts down to the end. */
function progress({ track, endsAt }: PlayingCard, { say, positionMs }: CardLook): string {
  const length = duration(track.durationMs);
  return endsAt === null ? say(`paused at ${duration(positionMs)} of ${length}`) : `${length} · ${say('ends')} <t:${endsAt}:R>`;
}

function upNext(next: readonly QueueEntry[], say: Say): string {
  const lines = next.map(({ track, origin }) => {
    const by = asker(origin, say);
    return `${named(track)}${by === null ? '' : ` · ${by}`}`;
  });
  return `-# ${say('Next up')}\n${lines.join('\n')}`;
}

function buttons({ id: trackId }: Track, playId: PlayId, { reactions, skip }: Pick<PlayingCard, 'reactions' | 'skip'>, disabled: boolean) {
  const react = (reaction: Reaction) =>
    button(
      { kind: 'react', reaction, trackId },
      { emoji: EMOJI[reaction], disabled, ...(reactions[reaction] > 0 && { label: String(reactions[reaction]), style: ButtonStyle.Primary }) },
    );
  return row(
    react('like'),
    react('dislike'),
    react('love'),
    button({ kind: 'pause', playId }, { emoji: '⏯️', disabled }),
    button({ kind: 'skip', playId }, { emoji: '⏭️', disabled, ...(skip.votes > 0 && { label: `${skip.votes}/${skip.needed}`, style: ButtonStyle.Primary }) }),
  );
}

/** What the caller of a command said about the track, for their eyes alone. */
export function ownReaction(reaction: Reaction, say: Say): string {
  const words = { like: 'You like this track.', love: 'You love this track.', dislike: 'You do not like this track.' };
  return `${EMOJI[reaction]} ${say(words[reaction])}`;
}
