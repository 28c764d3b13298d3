import got from 'got';
import { z } from 'zod';
import { ANSWER_SCHEMA, instructions } from './endpoint-prompt.ts';

/** A server with OpenAI's interface for chat completions. */
export interface Endpoint {
  /** Up to and without `/chat/completions`: `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  /** null leaves the choice to the server. */
  readonly model: string | null;
  readonly key: string | null;
}

/** Long enough for any answer. */
const LARGEST_BYTES = 64 * 1024;
const MOST_TOKENS = 500;

const completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/**
 * Asks a language model for the frame of a request. Only the words of the request are sent.
 *
 * @throws Error when nothing comes in time, or nothing that is JSON
 */
export async function askEndpoint({ url, model, key }: Endpoint, words: string, year: number, limitMs: number): Promise<unknown> {
  const tooLarge = new AbortController();
  const request = got.post(`${url.replace(/\/+$/, '')}/chat/completions`, {
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    json: {
      ...(model === null ? {} : { model }),
      messages: [
        { role: 'system', content: instructions(year) },
        { role: 'user', content: words },
      ],
      temperature: 0,
      max_tokens: MOST_TOKENS,
      response_format: { type: 'json_schema', json_schema: { name: 'request', schema: ANSWER_SCHEMA } },
    },
    followRedirect: false,
    retry: { limit: 0 },
    timeout: { request: limitMs },
    signal: tooLarge.signal,
  });
  void request.on('downloadProgress', ({ transferred }) => {
    if (transferred > LARGEST_BYTES) tooLarge.abort(new Error('its answer is too long'));
  });
  const { body, statusCode } = await request;
  if (statusCode !== 200) throw new Error(`it answered with status ${statusCode}`);
  return objectIn(completion.parse(JSON.parse(body)).choices[0].message.content);
}

/** Models like to put a fence around their JSON, or a sentence before it. */
function objectIn(content: string): unknown {
  const from = content.indexOf('{');
  const to = content.lastIndexOf('}');
  if (from < 0 || to < from) throw new Error('its answer holds no JSON object');
  return JSON.parse(content.slice(from, to + 1));
}
