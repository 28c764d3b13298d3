import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Suggestion } from '../../../command.ts';
import { api } from '../api.ts';
import { html } from '../html.ts';
import { Icon } from './icon.ts';

const LIST = 'command-suggestions';
/** Waits for a pause in typing. */
const PAUSE_MS = 80;

interface CommandBarProps {
  readonly line: string;
  readonly onLine: (line: string) => void;
  readonly onRun: (line: string) => void;
}

/** Where commands are typed: a combobox (WAI-ARIA 1.2) whose suggestions complete the line. */
export function CommandBar({ line, onLine, onRun }: CommandBarProps): VNode {
  const input = useRef<HTMLInputElement>(null);
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);
  const [last, setLast] = useState('');

  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      if (line === '') return setSuggestions([]);
      // A failed completion is not worth a word: the line can be typed to its end.
      api.complete(command(line), stop.signal).then((found) => { setSuggestions(found); setActive(-1); }, () => {});
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [line]);

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      input.current?.focus();
      onLine('/');
      setOpen(true);
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, [onLine]);

  const shown = open && line !== '' && suggestions.length > 0;
  useEffect(() => {
    if (shown && active >= 0) document.getElementById(`${LIST}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [shown, active]);

  const run = (wanted: string) => {
    if (wanted.trim() === '') return;
    setLast(wanted);
    setOpen(false);
    onLine('');
    onRun(command(wanted));
  };
  const accept = ({ value }: Suggestion) => {
    input.current?.focus();
    // What ends in a space or colon wants to be typed on.
    if (!/[ :]$/.test(value)) return run(value);
    onLine(value);
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown) {
      event.preventDefault();
      const count = suggestions.length + 1;
      setActive(((active + 1 + step + count) % count) - 1);
    } else if (event.key === 'ArrowUp' && line === '' && last !== '') {
      event.preventDefault();
      onLine(last);
    } else if (event.key === 'ArrowDown' && !open) {
      setOpen(true);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (shown && active >= 0) accept(suggestions[active]);
      else run(line);
    } else if (event.key === 'Tab' && !event.shiftKey && shown && active >= 0) {
      event.preventDefault();
      onLine(suggestions[active].value);
    } else if (event.key === 'Escape') {
      if (shown) setOpen(false);
      else onLine('');
    }
  };

  return html`<form class="command-bar" aria-label="Commands" onSubmit=${(event: Event) => { event.preventDefault(); run(line); }}>
    ${shown && html`<ul class="suggestions" role="listbox" id=${LIST} aria-label="Suggestions">
      ${suggestions.map((suggestion, index) => {
        const [name, ...rest] = suggestion.name.split(' — ');
        return html`<li key=${suggestion.value} id=${`${LIST}-${index}`} role="option" aria-selected=${index === active}
          onMouseDown=${(event: Event) => event.preventDefault()} onClick=${() => accept(suggestion)}>
          <span class="suggestion-name">${name}</span>${rest.length > 0 && html`<span class="suggestion-about">${rest.join(' — ')}</span>`}
        </li>`;
      })}
    </ul>`}
    <div class="command-field">
      <input ref=${input} id="command" type="text" autocomplete="off" autocapitalize="off" spellcheck=${false} enterkeyhint="send" maxlength="500"
        role="combobox" aria-label="Ask for a track, or type a command" aria-autocomplete="list" aria-expanded=${shown} aria-controls=${shown ? LIST : undefined}
        aria-activedescendant=${shown && active >= 0 ? `${LIST}-${active}` : undefined}
        placeholder="Ask for a track, or type / for commands" value=${line}
        onInput=${(event: Event) => { onLine((event.target as HTMLInputElement).value); setOpen(true); }}
        onKeyDown=${onKeyDown} onFocus=${() => setOpen(true)} onBlur=${() => setOpen(false)} />
      <button type="submit" class="button round primary" disabled=${line.trim() === ''}><${Icon} name="send" /><span class="sr-only">Send</span></button>
    </div>
  </form>`;
}

/** Plain words ask for a track. */
function command(line: string): string {
  return line.trimStart().startsWith('/') ? line.trimStart() : `/play ${line}`;
}
