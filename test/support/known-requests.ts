import type { RequestFrame } from '../../models/language/requests/frame.ts';
import type { RequestService } from '../../src/command.ts';
import type { Reading } from '../../src/reading/reading.ts';
import { aFrame } from './vibes.ts';

/** Understands the words it was told, and takes everything else for no request for music. */
export class KnownRequests implements RequestService {
  readByServer = false;
  readonly #frames = new Map<string, RequestFrame>();

  tell(words: string, frame: Partial<RequestFrame>): this {
    this.#frames.set(words, aFrame(frame));
    return this;
  }

  read = async (words: string): Promise<RequestFrame> => this.#frames.get(words) ?? aFrame({ intent: 'other' });
}

export const NOTHING_READ: Pick<Reading, 'status'> = { status: () => ({ on: false, why: 'Segue reads nothing on the web.' }) };
