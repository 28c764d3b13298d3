import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { createVoice } from '../../src/audio/worker-voice.ts';
import { silentLogger } from '../../src/log.ts';
import { wavBytes } from './files.ts';
import { sineStereo } from './signals.ts';
import { voiceContract } from './voice-contract.ts';

voiceContract('The voice in its worker', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'segue-voice-'));
  const voice = createVoice({ log: silentLogger });
  const item = (playId: string, content: Buffer, options: { readonly startMs?: number; readonly gapless?: boolean } = {}) => {
    const path = join(folder, `${playId}.wav`);
    writeFileSync(path, content);
    return { playId, file: { path, format: 'wav' as const }, gainDb: 0, startMs: options.startMs ?? 0, gapless: options.gapless ?? false, label: playId };
  };
  return {
    voice,
    item: (playId, lengthMs, options) => item(playId, wavBytes(sineStereo({ hz: 440, seconds: lengthMs / 1_000 })), options),
    broken: (playId) => item(playId, Buffer.from('not music at all')),
    until: (condition) => vi.waitUntil(condition, { timeout: 20_000, interval: 10 }).then(() => {}),
    async close() {
      await voice.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
