import { DiscordAPIError } from 'discord.js';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { errorForLog } from '../../src/discord/error-for-log.ts';

const TOKEN = 'aW50ZXJhY3Rpb24-secret';

function logged(error: unknown): string {
  let text = '';
  const log = pino({ serializers: { err: errorForLog } }, { write: (line: string) => void (text += line) });
  log.error({ err: error }, 'It failed.');
  return text;
}

describe('errors of Discord in the log', () => {
  it.each([`/interactions/123/${TOKEN}/callback`, `/webhooks/123/${TOKEN}/messages/@original`, `/webhooks/123/${TOKEN}?wait=true`])('keep the token of %s out', (path) => {
    const sent = { files: undefined, body: { content: 'what somebody wrote' } };
    const text = logged(new DiscordAPIError({ code: 10062, message: 'Unknown interaction' }, 10062, 404, 'POST', `https://discord.com/api/v10${path}`, sent));
    expect(text).toContain('Unknown interaction');
    expect(text).toContain('10062');
    expect(text).toContain('404');
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain('what somebody wrote');
  });

  it('keep it out of messages and causes too', () => {
    const text = logged(new Error(`request to /webhooks/1/${TOKEN} failed`, { cause: new Error(`connect /interactions/1/${TOKEN}/callback`) }));
    expect(text).toContain('request to');
    expect(text).not.toContain(TOKEN);
  });

  it('are shown also when what was thrown is no error', () => {
    expect(logged('torn')).toContain('torn');
  });
});
