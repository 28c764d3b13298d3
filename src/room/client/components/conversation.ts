import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { html } from '../html.ts';
import type { LogEntry } from '../state.ts';
import { Icon } from './icon.ts';
import { ReplyView } from './reply.ts';

const EXAMPLES = ['/play', '/queue', '/why', '/help'];

/** What was typed here and what Segue answered, oldest first. */
export function Conversation({ log, onExample }: { readonly log: readonly LogEntry[]; readonly onExample: (line: string) => void }): VNode {
  const panel = useRef<HTMLDivElement>(null);
  const last = log.at(-1);
  useEffect(() => {
    panel.current?.scrollTo({ top: panel.current.scrollHeight });
    // One's own answer is worth moving the page for, others' lines are not.
    if (last?.by === null) panel.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [last]);
  return html`<section class="conversation" aria-labelledby="conversation-title">
    <h2 id="conversation-title" class="sr-only">Conversation</h2>
    <div class="log" role="log" tabindex="0" ref=${panel} aria-labelledby="conversation-title">
      ${log.length === 0 && html`<div class="empty-log">
        <p>Ask for a track by name, or type a command. Everybody here sees public answers.</p>
        <p class="examples">${EXAMPLES.map((line) => html`<button key=${line} type="button" class="chip" onClick=${() => onExample(`${line} `)}>${line}</button>`)}</p>
      </div>`}
      ${log.map((entry) => html`<${Entry} key=${entry.id} entry=${entry} />`)}
    </div>
  </section>`;
}

function Entry({ entry: { by, line, reply } }: { readonly entry: LogEntry }): VNode {
  return html`<article class=${by === null ? 'entry mine' : 'entry'}>
    <p class="asked"><span class="who">${by ?? 'You'}</span>${line !== '' && html`<code>${line}</code>`}</p>
    <div class="answer" aria-busy=${reply === null}>
      ${reply === null ? html`<span class="skeleton line"></span>` : html`<${ReplyView} view=${reply.view} />`}
      ${reply?.private && html`<p class="private"><${Icon} name="lock" />Only you see this</p>`}
    </div>
  </article>`;
}
