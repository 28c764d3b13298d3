import type { RequestFrame, RequestReader } from '../../models/language/requests/frame.ts';
import { requestFrame } from '../../models/language/requests/frame.ts';
import type { RequestParser } from '../../models/language/requests/request-parser.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { askEndpoint, type Endpoint } from './endpoint.ts';
import { endpointAnswer } from './endpoint-prompt.ts';

const LIMIT_MS = 2_000;
/** A server that failed is left alone for so long, so that not every request waits for it. */
const REST_MS = 60_000;

export interface RequestReaderOptions {
  /** The one that knows the names of now. */
  readonly parser: () => RequestParser;
  readonly clock: Clock;
  readonly log: Logger;
  /** null reads with the parser alone. */
  readonly endpoint: Endpoint | null;
  readonly limitMs?: number;
}

/** Reads requests with the parser, or by a language model with the parser to fall back on. */
export function createRequestReader({ parser, clock, log, endpoint, limitMs = LIMIT_MS }: RequestReaderOptions): RequestReader {
  let restUntil = -Infinity;
  const year = () => new Date(clock.now()).getFullYear();
  return {
    async read(words) {
      if (endpoint === null || words.trim() === '' || clock.now() < restUntil) return parser().parse(words, year());
      try {
        return known(await askEndpoint(endpoint, words, year(), limitMs), parser());
      } catch (error) {
        restUntil = clock.now() + REST_MS;
        log.warn({ reason: reasonOf(error) }, 'the language model did not read a request: Segue reads by itself for a while');
        return parser().parse(words, year());
      }
    },
  };
}

/**
 * A model's answer in terms of what is known here.
 *
 * @throws ZodError when it is no frame
 */
function known(answer: unknown, parser: RequestParser): RequestFrame {
  const said = endpointAnswer.parse(answer);
  const unknown = new Set(said.unknown);
  const named = (kind: 'artist' | 'tag', names: readonly string[], isWanted: boolean) => [
    ...new Set(
      names.flatMap((name) => {
        const id = parser.idOf(kind, name);
        if (id === null && isWanted) unknown.add(name);
        return id ?? [];
      }),
    ),
  ];
  const artists = { wanted: named('artist', said.artists.wanted, true), unwanted: named('artist', said.artists.unwanted, false) };
  const tags = { wanted: named('tag', said.tags.wanted, true), unwanted: named('tag', said.tags.unwanted, false) };
  const titled = (titles: readonly string[]) => titles.map((title) => parser.idOf('title', title) ?? title);
  const titles = { wanted: titled(said.titles.wanted), unwanted: titled(said.titles.unwanted) };
  return requestFrame.parse({ ...said, artists, titles, tags, unknown: [...unknown], question: null });
}

/** Without the words of the request, which an error of the parser of JSON would show. */
function reasonOf(error: unknown): string {
  return error instanceof Error && error.name !== 'SyntaxError' && error.name !== 'ZodError' ? error.message : 'its answer is no frame of a request';
}
