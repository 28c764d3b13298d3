import type { ListenerId } from '../domain.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import { UserError } from '../user-error.ts';
import type { AskedMembers } from './asked.ts';
import type { Consents } from './consent.ts';
import { deletePerson } from './deletion.ts';
import type { EventLog } from './event-log.ts';
import type { OpenPlays } from './open-plays.ts';

const AGAIN = 'say /privacy delete confirm:yes again later';
const NOT_REMOVED = new UserError('not-removed', `Not everything about you could be removed, as the database could not be written. Nothing new is kept: ${AGAIN}.`);
const NOT_FORGOTTEN = new UserError('not-forgotten', `What is stored about you is removed, but what was learnt from it could not be cleaned away yet: ${AGAIN}.`);
const NOT_SCRUBBED = new UserError('not-scrubbed', `Everything about you is removed, but its traces on the disk could not be cleaned away yet: ${AGAIN}.`);

type Forgetter = (ids: readonly ListenerId[]) => Promise<void>;

interface RemovalParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly log: EventLog;
  readonly consents: Consents;
  readonly asked: AskedMembers;
  readonly plays: OpenPlays;
}

/** Removes members from the database, from this process, and from whoever in it knows of them. */
export class Removal {
  readonly #parts: RemovalParts;
  readonly #forgetters = new Set<Forgetter>();
  /** Traces of what was deleted are still on the disk. */
  #unclean = false;

  constructor(parts: RemovalParts) {
    this.#parts = parts;
  }

  onForgotten(forgetter: Forgetter): () => void {
    this.#forgetters.add(forgetter);
    return () => this.#forgetters.delete(forgetter);
  }

  /** Each step is taken whatever became of the others. @throws UserError saying what is still to be done */
  async of(id: ListenerId): Promise<void> {
    const failures = [
      await this.#step(NOT_REMOVED, () => this.#rows(id)),
      // After the rows, so that nothing is read from them again.
      await this.#step(NOT_FORGOTTEN, () => this.tell([id])),
      await this.#step(NOT_SCRUBBED, () => this.#cleanDisk()),
    ];
    const first = failures.find((failure) => failure !== null);
    if (first) throw first;
  }

  /** @throws what one of those who were told failed with, after all of them are done */
  async tell(ids: readonly ListenerId[]): Promise<void> {
    const told = await Promise.allSettled([...this.#forgetters].map((forgetter) => forgetter(ids)));
    const failed = told.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #step(failure: UserError, work: () => Promise<void>): Promise<UserError | null> {
    try {
      await work();
      return null;
    } catch (error) {
      // Its message may hold what could not be written.
      this.#parts.logger.error({ fault: error instanceof Error ? error.name : 'unknown' }, `A deletion is not complete (${failure.code}).`);
      return failure;
    }
  }

  async #rows(id: ListenerId): Promise<void> {
    const { storage, log, consents, asked, plays } = this.#parts;
    // Again: they may have said something while this waited.
    consents.suspend(id);
    plays.forget(id);
    try {
      await log.forget(id);
      const wasAsked = await asked.forget(id);
      const wasKept = await deletePerson(storage, id);
      // It takes its time on a large database: not for somebody of whom there was nothing.
      this.#unclean ||= wasAsked || wasKept;
      consents.forget(id);
    } catch (error) {
      await consents.pause(id).catch(() => {});
      throw error;
    }
  }

  async #cleanDisk(): Promise<void> {
    if (!this.#unclean) return;
    await this.#parts.storage.scrub();
    this.#unclean = false;
  }
}
