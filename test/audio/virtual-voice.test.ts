import { TestClock } from '../support/test-clock.ts';
import { VirtualVoice } from '../support/virtual-voice.ts';
import { voiceContract } from './voice-contract.ts';

voiceContract('The voice without sound', async () => {
  const clock = new TestClock();
  const voice = new VirtualVoice(clock, ({ path }) => (path === 'broken' ? null : Number(path)));
  const make = (playId: string, path: string, options: { startMs?: number; gapless?: boolean } = {}) => ({
    playId,
    file: { path, format: 'wav' as const },
    gainDb: 0,
    startMs: options.startMs ?? 0,
    gapless: options.gapless ?? false,
    label: playId,
  });
  return {
    voice,
    item: (playId, lengthMs, options) => make(playId, String(lengthMs), options),
    broken: (playId) => make(playId, 'broken'),
    async until(condition) {
      for (let waited = 0; waited < 10_000 && !condition(); waited += 20) await clock.advance(20);
      if (!condition()) throw new Error('The voice did not do it within ten seconds.');
    },
    close: () => voice.close(),
  };
});
