import type { Command } from '../src/command.ts';
import { adventure } from './adventure.ts';
import { analysis } from './analysis.ts';
import { blend } from './blend.ts';
import { block } from './block.ts';
import { discover } from './discover.ts';
import { dislike } from './dislike.ts';
import { dj } from './dj.ts';
import { type CommandGroups, helpFor } from './help.ts';
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
import { stats } from './stats.ts';
import { start } from './start.ts';
import { tags } from './tags.ts';
import { taste } from './taste.ts';
import { vibe } from './vibe.ts';
import { volume } from './volume.ts';
import { weekly } from './weekly.ts';
import { why } from './why.ts';

const groups: CommandGroups = {
  music: [dj, play, vibe, next, skip, pause, resume, seek, volume, queue, remove, move, nowplaying],
  taste: [like, love, dislike, why, taste, similar, analysis, tags, adventure, block, start],
  lists: [discover, blend, weekly],
  house: [library, stats, settings, importHistory, privacy],
};

/** Every command, in the order in which help lists them; the same for both doors. */
export const commands: readonly Command[] = [...Object.values(groups).flat(), helpFor(groups)];
