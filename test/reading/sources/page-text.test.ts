import { expect, test } from 'vitest';
import { fragmentText, pageText } from '../../../src/reading/sources/page-text.ts';

const PARAGRAPH = 'The record was made in a church in winter, and it sounds like it: slow, dark and full of air. '.repeat(4);

function page(body: string, lang = ' lang="en-GB"'): string {
  return `<!doctype html><html${lang}><head><title>Vesper Lanes in winter</title><style>p{}</style></head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop</a></li></ul></nav>
    <article><h1>Vesper Lanes in winter</h1>${body}</article>
    <div class="comments">First!</div><footer>All rights reserved</footer><script>track()</script></body></html>`;
}

test('of a page its article is read, not what stands around it', () => {
  const found = pageText(page(`<p>${PARAGRAPH}</p><p>${PARAGRAPH}</p>`));
  expect(found).toMatchObject({ title: 'Vesper Lanes in winter', language: 'en' });
  expect(found?.text).toContain('slow, dark and full of air');
  expect(found?.text).not.toMatch(/Shop|All rights reserved|track|First!/);
});

test('words at the ends of paragraphs and lists stay apart', () => {
  const found = pageText(page(`<h2>Sound</h2><p>${PARAGRAPH}It ends</p><p>Again ${PARAGRAPH}</p><ul><li>Tidal</li><li>Rooms</li></ul>`));
  expect(found?.text).toMatch(/ends\s+Again/);
  expect(fragmentText('<p>One</p><p>Two</p>three<br>four')).toBe('One\nTwo\nthree\nfour');
});

test.each([
  ['nothing', ''],
  ['no article', '<html><body><p>Short.</p></body></html>'],
  ['a picture alone', page('<img src="a.jpg">')],
  ['no markup', 'just a few words'],
])('%s is no article', (_what, html) => {
  expect(pageText(html)).toBeNull();
});

test.each([
  ['nested', '<div>'.repeat(30_000), '</div>'.repeat(30_000)],
  ['nested without an end', '<span>'.repeat(30_000), ''],
  ['large', '<b>a</b>'.repeat(100_000), ''],
  ['broken', 'a<br>'.repeat(100_000), ''],
])('markup that is %s beyond what anybody writes is left alone', (_how, before, after) => {
  expect(pageText(page(before + PARAGRAPH + after))).toBeNull();
  expect(fragmentText(before + PARAGRAPH + after)).toBe('');
});

test('a language that is none is nobody’s', () => {
  const body = `<p>${PARAGRAPH}</p><p>${PARAGRAPH}</p>`;
  expect(pageText(page(body, ''))?.language).toBeNull();
  expect(pageText(page(body, ' lang="klingon"'))?.language).toBeNull();
});
