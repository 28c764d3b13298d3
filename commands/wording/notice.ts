import type { Reply } from '../../src/command.ts';

type Tone = 'ok' | 'info' | 'error';

/** A sentence that everybody in the place may read. */
export function announce(text: string, tone: Tone = 'ok'): Reply {
  return { private: false, view: { kind: 'notice', tone, text } };
}

/** A sentence for the caller alone. */
export function whisper(text: string, tone: Tone = 'ok'): Reply {
  return { private: true, view: { kind: 'notice', tone, text } };
}
