import { z } from 'zod';
import { command } from '../src/command.ts';
import { sessionHere } from './here/session.ts';

export const queue = command('queue', {
  description: 'What plays next: requests, then what Segue plans',
  public: true,
  options: z.object({}),
  rights: 'anyone',
  async run(context) {
    return { private: false, view: { kind: 'queue', session: sessionHere(context).view() } };
  },
});
