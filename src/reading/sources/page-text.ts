import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';

/** A page larger than this is no article. */
const MOST_ELEMENTS = 20_000;
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
  try {
    const { document } = parseHTML(html);
    separateBlocks(document);
    const article = new Readability(document, { maxElemsToParse: MOST_ELEMENTS }).parse();
    const text = tidy(article?.textContent ?? '');
    if (text.length < LEAST_CHARACTERS) return null;
    return { title: tidy(article?.title ?? ''), text, language: /^[a-z]{2}(?=$|[-_])/i.exec(article?.lang ?? '')?.[0].toLowerCase() ?? null };
  } catch {
    // Markup too large, or nested too deeply, for anybody to have written it.
    return null;
  }
}

/** The text of a piece of HTML. */
export function fragmentText(html: string): string {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  for (const element of document.querySelectorAll('script,style')) element.remove();
  separateBlocks(document);
  return tidy(document.body.textContent);
}

function separateBlocks(document: Document): void {
  for (const element of document.querySelectorAll(BLOCKS)) element.after(document.createTextNode('\n'));
}

function tidy(text: string): string {
  return text.replace(/[^\S\n]+/g, ' ').replace(/\s*\n\s*/g, '\n').trim();
}
