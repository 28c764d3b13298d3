import type { LibraryStatus, SourceStatus } from '../../library/library.ts';
import type { RecommenderStatus } from '../../recommender/recommender.ts';
import { line, text } from './message.ts';
import type { Say } from './say.ts';
import { clip, fitted, plain, short } from './text.ts';

export function renderLibrary(library: LibraryStatus, recommender: RecommenderStatus, say: Say) {
  const { tracks, artists, files, measured, sources, unreadable } = library;
  const figures = [
    say(`${figure(tracks)} tracks by ${figure(artists)} artists, in ${figure(files)} files.`),
    ...(measured < tracks ? [say(`The loudness of ${figure(measured)} of them is measured; the rest follows.`)] : []),
    say(`Taste: ${figure(recommender.listeners)} listeners and ${figure(recommender.tracks)} tracks are known to the model.`),
    ...(recommender.training === null ? [] : [say(`It is learning anew: about ${Math.floor(100 * recommender.training.share)} % done.`)]),
    ...(recommender.from === 'snapshot' ? [say('The model is away for a moment; picks come from what it knew last.')] : []),
  ];
  const more = (count: number) => say(`… and ${count} more`);
  return [
    text(`### ${say('Library')}\n${figures.join('\n')}`),
    ...(sources.length === 0 ? [] : [line(), text(fitted(sources.map((source) => sourceLine(source, say)), 1200, more))]),
    ...(unreadable.length === 0
      ? []
      : [line(), text(`-# ${say('Files that could not be read')}\n${fitted(unreadable.map(({ path, reason }) => `${short(path)} · ${plain(clip(say(reason), 120))}`), 1600, more)}`)]),
  ];
}

function sourceLine({ name, state, done, total, message }: SourceStatus, say: Say): string {
  const words = { waiting: 'waits for its turn', scanning: `reads ${figure(done)} of ${figure(total)} files`, watching: 'up to date', failed: 'failed' };
  return `**${short(name)}** · ${say(words[state])}${message === null ? '' : ` · ${plain(clip(say(message), 200))}`}`;
}

function figure(count: number): string {
  return count.toLocaleString('en');
}
