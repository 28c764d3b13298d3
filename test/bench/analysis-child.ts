/** Listens to the files that it is told, and says what that took: a process of its own, so that its memory is its own. */
import { execFileSync } from 'node:child_process';
import { extname } from 'node:path';
import { ANALYSIS_RATE } from '../../models/acoustic/track-analysis.ts';
import { analyseFile } from '../../src/audio/analyse-file.ts';
import { formatOfName } from '../../src/library/folder/formats.ts';
import { openSoundNetwork } from '../../src/sound-network.ts';
import { mfccStatistics } from '../quality/mfcc.ts';

const [way, ...files] = process.argv.slice(2);
let audioSeconds = 0;
if (way === 'mfcc') {
  for (const file of files) {
    const bytes = execFileSync('ffmpeg', ['-v', 'error', '-threads', '1', '-i', file, '-f', 'f32le', '-ac', '1', '-ar', String(ANALYSIS_RATE), '-'], { maxBuffer: 2 ** 31 });
    const mono = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    mfccStatistics(mono);
    audioSeconds += mono.length / ANALYSIS_RATE;
  }
} else {
  const network = await openSoundNetwork({ backends: ['wasm', 'cpu'] });
  for (const path of files) {
    const format = formatOfName(path);
    if (format === null) throw new Error(`${extname(path)} is no format of music`);
    const { analysis, picture } = await analyseFile({ path, format });
    network.embed(picture);
    audioSeconds += analysis.seconds;
  }
}
process.stdout.write(JSON.stringify({ audioSeconds, peakMb: process.resourceUsage().maxRSS / 1024 }));
process.exit(0);
