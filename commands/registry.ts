import type { Command } from '../src/command.ts';
import { analysis } from './analysis.ts';
import { dislike } from './dislike.ts';
import { dj } from './dj.ts';
import { helpFor } from './help.ts';
import { importHistory } from './import.ts';
import { library } from './library.ts';
import { like } from './like.ts';
import { love } from './love.ts';
import { move } from './move.ts';
import { next } from './next.ts';
import { nowplaying } from './nowplaying.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
import { privacy } from './privacy.ts';
import { queue } from './queue.ts';
import { remove } from './remove.ts';
import { resume } from './resume.ts';
import { seek } from './seek.ts';
import { settings } from './settings.ts';
import { similar } from './similar.ts';
import { skip } from './skip.ts';
import { start } from './start.ts';
import { tags } from './tags.ts';
import { vibe } from './vibe.ts';
import { volume } from './volume.ts';
import { why } from './why.ts';

const music = [dj, play, vibe, next, skip, pause, resume, seek, volume, queue, remove, move, nowplaying];
const taste = [like, love, dislike, why, similar, analysis, tags, start];
const house = [library, settings, importHistory, privacy];

/** Every command, in the order in which help lists them; the same for both doors. */
export const commands: readonly Command[] = [...music, ...taste, ...house, helpFor([...music, ...taste, ...house])];
