import { nameKey } from '../../models/language/names.ts';
import type { RequestFrame } from '../../models/language/requests/frame.ts';
import type { CommandContext, Reply } from '../../src/command.ts';
import type { View } from '../../src/view.ts';
import type { TrackId } from '../../src/domain.ts';
import { NO_VIBE, type Vibe } from '../../src/vibe.ts';
import { inSlices } from '../../src/in-slices.ts';
import { digestOf } from '../../src/library/digest.ts';
import type { CountedTag } from '../../src/library/track-tags.ts';
import type { Session } from '../../src/session/session.ts';
import { revisedVibe } from '../../src/session/vibe.ts';
import { vibeWords } from '../../src/session/vibe-words.ts';
import { UserError } from '../../src/user-error.ts';
import { tagVocabulary } from '../../src/vocabulary.ts';
import { nowplaying } from '../nowplaying.ts';
import { queue } from '../queue.ts';
import { skip } from '../skip.ts';
import { volume } from '../volume.ts';
import { inQuotes, listed } from '../wording/label.ts';
import { whisper } from '../wording/notice.ts';
import { carryOut } from './carry-out.ts';
import { requestTrack } from './request-track.ts';
import { checkRights } from './rights.ts';
import { currentHere, sessionHere, startedHere } from './session.ts';

export const EXAMPLE = '“something mellow and nocturnal like Massive Attack”';
/** What “a bit louder” means at most, of 100. */
const VOLUME_STEP = 40;
/** More than any library has. */
const MOST_TAGS = 100_000;

/** Does what was asked for in plain words, or asks back once. */
export async function answerWords(context: CommandContext, words: string): Promise<Reply> {
  return answerFrame(context, await context.services.requests.read(words));
}

/** @throws UserError when the caller may not, or nothing plays that it could be about */
export async function answerFrame(context: CommandContext, frame: RequestFrame): Promise<Reply> {
  if (frame.question) return { private: true, view: { kind: 'question', ...frame.question } };
  switch (frame.intent) {
    case 'what':
      return carryOut(nowplaying, context);
    case 'next':
      return carryOut(skip, context);
    case 'queue':
      return carryOut(queue, context);
    case 'volume':
      return carryOut(volume, context, { level: levelOf(context, frame) });
    case 'other':
      return whisper(`That does not sound like music: say what you are in the mood for, such as ${EXAMPLE}.`, 'info');
    case 'play':
      return frame.skips ? playInstead(context, frame) : playWords(context, frame);
    case 'more':
    case 'less':
      return playWords(context, frame);
  }
}

/** What is asked for, in place of what plays, as far as the caller has a say in that. */
async function playInstead(context: CommandContext, frame: RequestFrame): Promise<Reply> {
  const before = context.services.sessions.get(context.placeId)?.view().state;
  const reply = await playWords(context, frame);
  if (before === undefined || !('current' in before)) return reply;
  const { view: skipped } = await carryOut(skip, context);
  const { view } = reply;
  return view.kind === 'vibe' && view.note === null && skipped.kind === 'notice' ? { ...reply, view: { ...view, note: skipped.text } } : reply;
}

async function playWords(context: CommandContext, frame: RequestFrame): Promise<Reply> {
  await checkRights('listener', context);
  const [title] = frame.titles.wanted;
  if (title !== undefined) return requestTrack(context, [title, ...frame.artists.wanted].join(' '));
  const { placeId, services } = context;
  const playing = frame.relativeTo === 'current' || frame.intent !== 'play' ? currentHere(context).track.id : null;
  const running = services.sessions.get(placeId);
  const before = running?.view().vibe ?? null;
  const vibe = revisedVibe(before, frame, { playing, unwanted: await tracksCalled(services, frame.titles.unwanted), now: services.clock.now() });
  const unknown = frame.unknown.length === 0 ? null : `Segue knows nothing called ${listed(frame.unknown.map(inQuotes), 'or')}.`;
  if (vibe === before && unknown !== null) throw new UserError('unknown', unknown);
  if (vibe === before && running) return whisper(`Say what you are in the mood for, such as ${EXAMPLE}.`, 'info');
  return playVibe(context, running, vibe, unknown);
}

/** The library's tracks that are called so, whoever made them. */
export async function tracksCalled({ library }: CommandContext['services'], titles: readonly string[]): Promise<readonly TrackId[]> {
  if (titles.length === 0) return [];
  const wanted = new Set(titles.map(nameKey));
  const called: TrackId[] = [];
  await inSlices(library.tracks(), ({ id, title }) => {
    if (wanted.has(nameKey(title))) called.push(id);
  });
  return called;
}

/** Plays what has a tag, whatever was asked for before. */
export async function playTag(context: CommandContext, label: string): Promise<Reply> {
  await checkRights('listener', context);
  const { placeId, services } = context;
  const tag = await knownTag(context, label);
  const vibe = { ...NO_VIBE, tags: { wanted: [tag], unwanted: [] }, since: services.clock.now() };
  return playVibe(context, services.sessions.get(placeId), vibe, null);
}

/** @throws UserError when neither the vocabulary nor the library has it: what people type is not shown to all */
async function knownTag({ services: { library, recommender } }: CommandContext, label: string): Promise<string> {
  const known = tagVocabulary().get(label)?.tag;
  if (known !== undefined) return known;
  const typed = label.trim().toLowerCase();
  const has = (tags: readonly CountedTag[]) => tags.some(({ tag }) => tag === typed);
  if (has((await digestOf(library)).tags) || has(await recommender.libraryTags(MOST_TAGS))) return typed;
  throw new UserError('unknown-tag', `Segue knows no tag called ${inQuotes(label)}: /tags library lists what there is.`);
}

async function playVibe(context: CommandContext, running: Session | undefined, vibe: Vibe | null, note: string | null): Promise<Reply> {
  if (running) running.setVibe(vibe);
  else await startedHere(context, vibe);
  return { private: false, view: { ...vibeView(context, vibe), note } };
}

/** What was asked for, for people. */
export function vibeView({ services }: CommandContext, vibe: Vibe | null): Extract<View, { kind: 'vibe' }> {
  return { kind: 'vibe', words: vibe && vibeWords(vibe, (id) => services.library.get(id)), since: vibe && vibe.since, note: null };
}

function levelOf(context: CommandContext, { volume: wanted }: RequestFrame): number {
  if (wanted === null) throw new UserError('volume', 'Say how loud, from 0 to 100, with /volume.');
  if ('percent' in wanted) return wanted.percent;
  const now = sessionHere(context).view().volume * 100;
  return Math.round(Math.min(100, Math.max(0, now + VOLUME_STEP * wanted.change)));
}
