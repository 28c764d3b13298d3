import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Unreadable } from '../../../src/reading/fetch/fault.ts';
import { feedEntries } from '../../../src/reading/sources/feed-entries.ts';

const ADDRESS = new URL('https://music.example/feed.xml');
const LONG = `<p>${'The second side is slower, and better for it. '.repeat(50)}</p>`;

const rss = (items: string) => `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Writing</title><link>https://music.example/</link><description>d</description>${items}</channel></rss>`;

describe('a feed tells of its articles', () => {
  test('as RSS, the whole text where it holds it', () => {
    const entries = feedEntries(
      rss(`<item><title>Vesper Lanes &amp;amp; friends</title><link>/one#comments</link><description>Short.</description></item>
        <item><title>Two</title><guid>https://music.example/two</guid><content:encoded><![CDATA[${LONG}<script>track()</script>]]></content:encoded></item>`),
      ADDRESS,
    );
    expect(entries[0]).toEqual({ url: 'https://music.example/one', title: 'Vesper Lanes & friends', text: null });
    expect(entries[1]).toMatchObject({ url: 'https://music.example/two', text: expect.stringContaining('slower, and better') as unknown });
    expect(entries[1].text).not.toMatch(/[<>]|track\(/);
  });

  test('as Atom', () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Writing</title><id>urn:a</id><updated>2026-01-01T00:00:00Z</updated>
      <entry><title type="html">A &lt;i&gt;quiet&lt;/i&gt; record</title><id>urn:1</id><updated>2026-01-01T00:00:00Z</updated><link rel="enclosure" href="https://music.example/sound.mp3"/><link href="https://music.example/quiet"/><summary>Short.</summary></entry></feed>`;
    expect(feedEntries(atom, ADDRESS)).toEqual([{ url: 'https://music.example/quiet', title: 'A quiet record', text: null }]);
  });

  test('as JSON', () => {
    const json = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Writing', items: [{ id: '1', url: 'https://music.example/j', title: 'J', content_html: LONG }] });
    expect(feedEntries(json, ADDRESS)).toMatchObject([{ url: 'https://music.example/j', title: 'J', text: expect.stringContaining('slower') as unknown }]);
  });

  test('as RDF', () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://music.example/"><title>W</title><link>https://music.example/</link><description>d</description></channel><item rdf:about="https://music.example/r"><title>R</title><link>https://music.example/r</link></item></rdf:RDF>`;
    expect(feedEntries(rdf, ADDRESS)).toEqual([{ url: 'https://music.example/r', title: 'R', text: null }]);
  });

  test('each once, at addresses of the web only', () => {
    const items = ['https://music.example/a', 'https://music.example/a#b', 'javascript:alert(1)', 'mailto:a@b.example', 'http://'].map((link) => `<item><title>t</title><link>${link}</link></item>`);
    expect(feedEntries(rss(items.join('')), ADDRESS).map(({ url }) => url)).toEqual(['https://music.example/a']);
  });

  test('when it is broken in places, the articles that can be understood', () => {
    const broken = rss('<item><title>One</title><link>https://music.example/1</link></item><item><title>Two & <b>more</title><link>https://music.example/2</link></item>').replace('</channel></rss>', '');
    expect(feedEntries(broken, ADDRESS).map(({ url }) => url)).toContain('https://music.example/1');
  });

  test('of a very long feed the newest', () => {
    const items = Array.from({ length: 500 }, (_, i) => `<item><title>t</title><link>https://music.example/${i}</link></item>`);
    const entries = feedEntries(rss(items.join('')), ADDRESS);
    expect(entries).toHaveLength(100);
    expect(entries[0].url).toBe('https://music.example/0');
  });
});

test.each(['', '   ', '<html><body>Not found</body></html>', '{}', '{"items": 1', 'just words', '<rss', '<?xml version="1.0"?>'])('“%s” is no feed', (text) => {
  expect(() => feedEntries(text, ADDRESS)).toThrow(Unreadable);
});

test('whatever a host sends, it is a feed or it is none', () => {
  const pieces = fc.constantFrom('<item>', '</item>', '<rss>', '<feed>', '<title>', '<![CDATA[', ']]>', '&amp;', '&#0;', '<link>', 'http://a.example/', '"', '{', '}', '\0', '<?xml', '<!DOCTYPE a [<!ENTITY b "c">]>', '&b;');
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
      try {
        for (const { url } of feedEntries(rss(parts.join('')), ADDRESS)) expect(url).toMatch(/^https?:/);
      } catch (error) {
        expect(error).toBeInstanceOf(Unreadable);
      }
    }),
  );
});
