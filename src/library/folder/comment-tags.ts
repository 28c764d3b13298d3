import { wordsOf } from '../../../models/language/words.ts';
import { tagVocabulary } from '../../vocabulary.ts';

/** What programs and shops leave behind: addresses, encoders and their settings, checksums. */
const NOT_WRITTEN =
  /:\/\/|\bwww\.|@|\.(?:com|net|org|fm|ru|de)\b|\b(?:lame|eac|exact ?audio\w*|itun\w*|encod\w+|ripp\w+|converted|downloaded|purchased|bought|track ?id|copyright|cddb|musicbrainz|ffmpeg|lavf\d|kbps|vbr|khz)\b|[0-9a-f]{8}/i;
/** What may be meant by such words is the music. */
const FAMILIES = new Set(['genre', 'mood', 'instrument', 'voice']);

/** The labels of music in comments that somebody wrote about the music. */
export function commentTags(comments: readonly string[]): readonly string[] {
  const tags = comments
    .filter((comment) => !NOT_WRITTEN.test(comment))
    .flatMap((comment) => tagVocabulary().matches(wordsOf(comment)))
    .filter(({ tag }) => FAMILIES.has(tag.family))
    .map(({ tag }) => tag.tag);
  return [...new Set(tags)];
}
