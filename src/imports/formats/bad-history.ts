import { visible } from '../../visible.ts';

const LONGEST_NAME = 80;

/** A history that cannot be taken in: the message is one sentence for whoever gave it. */
export class BadHistory extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'BadHistory';
  }
}

/** The name of a file as it may stand between quotation marks in a sentence: names in archives are whatever somebody wrote there. */
export function fileName(name: string): string {
  const shown = visible(name.split(/[/\\]/).at(-1) ?? '').replace(/[“”]/g, '"');
  return shown.length > LONGEST_NAME ? `${shown.slice(0, LONGEST_NAME - 1).toWellFormed()}…` : shown;
}

/** @param file what was given, in a sentence */
export function unknownHistory(file: string): BadHistory {
  return new BadHistory(`${file} is no history that Segue knows: give the zip of Spotify’s extended streaming history or of ListenBrainz, or scrobbles of Last.fm as JSON or CSV.`);
}
