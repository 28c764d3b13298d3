import { type ListenOutcome, succeeded } from '../../../models/ranking/success.ts';

/** A listen as the log has it. */
export interface LoggedListen extends Pick<ListenOutcome, 'left' | 'ending' | 'heard'> {
  readonly playId: string;
  readonly startedAt: number;
}

/** What a member said or asked for: null takes back what they said. */
export interface LoggedWord {
  readonly said: 'like' | 'love' | 'dislike' | 'request' | null;
  readonly at: number;
  readonly playId: string | null;
}

interface Joined {
  readonly listen: LoggedListen;
  reaction: ListenOutcome['reaction'];
  replayed: boolean;
}

/** Listens and words of members about tracks, as they are read; each word belongs to the listen that it was said in or after. */
export class LoggedListens {
  /** By member and track. */
  readonly #listens = new Map<string, Joined[]>();
  readonly #words = new Map<string, LoggedWord[]>();

  listen(about: string, listen: LoggedListen): void {
    this.#listens.set(about, [...(this.#listens.get(about) ?? []), { listen, reaction: null, replayed: false }]);
  }

  word(about: string, word: LoggedWord): void {
    this.#words.set(about, [...(this.#words.get(about) ?? []), word]);
  }

  /** By play that somebody's listen tells anything of: the share of these who liked it. */
  successes(): ReadonlyMap<string, number> {
    const told = new Map<string, { count: number; successes: number }>();
    for (const [about, listens] of this.#listens) {
      listens.sort((a, b) => a.listen.startedAt - b.listen.startedAt);
      for (const word of (this.#words.get(about) ?? []).sort((a, b) => a.at - b.at)) note(listens, word);
      for (const { listen, reaction, replayed } of listens) {
        const success = succeeded({ ...listen, reaction, replayed });
        if (success === null) continue;
        const play = told.get(listen.playId) ?? { count: 0, successes: 0 };
        told.set(listen.playId, play);
        play.count++;
        if (success) play.successes++;
      }
    }
    return new Map(Array.from(told, ([play, { count, successes }]) => [play, successes / count]));
  }
}

/** What was asked for is no replay of itself. */
function note(listens: readonly Joined[], { said, at, playId }: LoggedWord): void {
  const joined = listens.findLast(({ listen }) => listen.playId === playId || listen.startedAt <= at);
  if (joined === undefined) return;
  if (said !== 'request') joined.reaction = said;
  else if (at > joined.listen.startedAt) joined.replayed = true;
}
