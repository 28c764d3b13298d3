import type { CommandContext } from '../../src/command.ts';
import type { ListenerScore } from '../../src/domain.ts';
import type { Evidence } from './why-sentence.ts';

/** What scores point at, as far as the library still has it; nothing where there are none. */
export function evidenceIn({ services: { library } }: CommandContext, scores: ListenerScore | null): Omit<Evidence, 'track'> {
  const like = scores?.described?.like ?? null;
  const alike = scores?.sounds && library.get(scores.sounds.like);
  return {
    because: scores ? scores.because.flatMap((id) => library.get(id) ?? []) : [],
    described: { tags: scores?.described?.tags ?? [], like: (like === null ? null : library.get(like)?.artist) ?? null },
    sounds: scores?.sounds && alike ? { like: alike, reasons: scores.sounds.reasons } : null,
  };
}
