import type { LibraryView } from '../../view.ts';
import type { SourceStatus } from '../../library/library.ts';
import { line, text } from './message.ts';
import type { Say } from './say.ts';
import { clip, fitted, plain, short } from './text.ts';

export function renderLibrary({ library, recommender, analysis }: LibraryView, say: Say) {
  const { tracks, artists, files, measured, sources, unreadable } = library;
  const figures = [
    say(`${figure(tracks)} tracks by ${figure(artists)} artists, in ${figure(files)} files.`),
    ...(measured < tracks ? [say(`The loudness of ${figure(measured)} of them is measured; the rest follows.`)] : []),
    ...analysis.sentences.map((sentence) => say(sentence)),
    say(`Taste: ${figure(recommender.listeners)} listeners and ${figure(recommender.tracks)} tracks are known to the model.`),
    ...(recommender.training === null ? [] : [say(`It is learning anew: about ${Math.floor(100 * recommender.training.share)} % done.`)]),
    ...(recommender.from === 'snapshot' ? [say('The model is away for a moment; picks come from what it knew last.')] : []),
  ];
  const more = (count: number) => say(`… and ${count} more`);
  return [
    text(`### ${say('Library')}\n${figures.join('\n')}`),
    ...(sources.length === 0 ? [] : [line(), text(fitted(sources.map((source) => sourceLine(source, say)), 1200, more))]),
    ...faultyFiles(say('Files that could not be read'), unreadable, 1_000, say),
    ...faultyFiles(say('Tracks that could not be analysed'), analysis.faulty, 600, say),
  ];
}

function faultyFiles(title: string, files: LibraryView['analysis']['faulty'], limit: number, say: Say) {
  if (files.length === 0) return [];
  const lines = files.map(({ path, reason }) => `${short(path)} · ${plain(clip(say(reason), 120))}`);
  return [line(), text(`-# ${title}\n${fitted(lines, limit, (count) => say(`… and ${count} more`))}`)];
}

function sourceLine({ name, state, done, total, message }: SourceStatus, say: Say): string {
  const words = { waiting: 'waits for its turn', scanning: `reads ${figure(done)} of ${figure(total)} files`, watching: 'up to date', failed: 'failed' };
  return `**${short(name)}** · ${say(words[state])}${message === null ? '' : ` · ${plain(clip(say(message), 200))}`}`;
}

function figure(count: number): string {
  return count.toLocaleString('en');
}
