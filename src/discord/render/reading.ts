import type { ReadingStatus, SourceProgress } from '../../reading/reading.ts';
import { line, text } from './message.ts';
import type { Say } from './say.ts';
import { sourceName } from './tags.ts';
import { clip, fitted, plain } from './text.ts';

/** How far the reading of the web is, source by source, with the credits that they ask for. */
export function renderReading(reading: ReadingStatus, say: Say) {
  const heading = `### ${say('Reading')}`;
  if (!reading.on) return [text(`${heading}\n${plain(clip(say(reading.why), 500))}`)];
  const { artists, articles, today, sources, credits } = reading;
  const figures = [
    say(`${figure(artists.read)} of ${figure(artists.total)} artists of the library are read about, in ${figure(articles)} articles.`),
    say(`${figure(today.requests)} requests were sent today, of ${figure(today.budget)} at most.`),
  ];
  return [
    text(`${heading}\n${figures.join('\n')}`),
    ...(sources.length === 0 ? [] : [line(), text(fitted(sources.map((source) => sourceLine(source, say)), 1800, (count) => say(`… and ${count} more`)))]),
    ...(credits.length === 0 ? [] : [text(`-# ${plain(clip(credits.join(' · '), 600))}`)]),
  ];
}

function sourceLine({ name, readings, fault, nextTryAt }: SourceProgress, say: Say): string {
  const found = say(`found something at ${figure(readings)} addresses`);
  const wrong = fault === null ? '' : `\n-# ${plain(clip(say(`Last it failed: ${fault}`), 200))}${nextTryAt === null ? '' : ` · ${say('tried again')} <t:${Math.ceil(nextTryAt / 1000)}:R>`}`;
  return `**${plain(sourceName(name, say))}** · ${found}${wrong}`;
}

function figure(count: number): string {
  return count.toLocaleString('en');
}
