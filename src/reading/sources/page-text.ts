import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';

/** A page larger than this is no article. */
const MOST_ELEMENTS = 20_000;
/** Deeper nesting takes parsers a time that grows with its square. */
const DEEPEST = 200;
/** Elements without an end, or whose end need not be written. */
const WITHOUT_END = /^(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|tbody|td|tfoot|th|thead|tr|track|wbr)$/i;
/** A shorter text tells nothing. */
const LEAST_CHARACTERS = 200;
/** Elements after which a word has ended, whether there is a space or not. */
const BLOCKS = 'p,div,h1,h2,h3,h4,h5,h6,li,td,th,tr,br,blockquote,figcaption,section,article,dt,dd';

export interface PageText {
  readonly title: string;
  readonly text: string;
  /** The page's own word for its language, as ISO 639-1; null when it has none. */
  readonly language: string | null;
}

/** The article of a page, without what stands around it; null when there is none. */
export function pageText(html: string): PageText | null {
  if (!isWritten(html)) return null;
  try {
    const { document } = parseHTML(html);
    separateBlocks(document);
    const article = new Readability(document, { maxElemsToParse: MOST_ELEMENTS }).parse();
    const text = tidy(article?.textContent ?? '');
    if (text.length < LEAST_CHARACTERS) return null;
    return { title: tidy(article?.title ?? ''), text, language: /^[a-z]{2}(?=$|[-_])/i.exec(article?.lang ?? '')?.[0].toLowerCase() ?? null };
  } catch {
    // The parsers were not made for this.
    return null;
  }
}

/** The text of a piece of HTML. */
export function fragmentText(html: string): string {
  if (!isWritten(html)) return '';
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  for (const element of document.querySelectorAll('script,style')) element.remove();
  separateBlocks(document);
  return tidy(document.body.textContent);
}

/** Whether markup is neither so large nor so deeply nested that nobody can have written it. */
function isWritten(html: string): boolean {
  let elements = 0;
  let depth = 0;
  for (const [, end, name] of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)/gi)) {
    if (end === '') elements++;
    if (!WITHOUT_END.test(name)) depth = Math.max(0, depth + (end === '/' ? -1 : 1));
    if (depth > DEEPEST || elements > MOST_ELEMENTS) return false;
  }
  return true;
}

function separateBlocks(document: Document): void {
  for (const element of document.querySelectorAll(BLOCKS)) element.after(document.createTextNode('\n'));
}

function tidy(text: string): string {
  return text.replace(/[^\S\n]+/g, ' ').replace(/\s*\n\s*/g, '\n').trim();
}
