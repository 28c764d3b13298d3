import { benchAnalysis } from './analysis.ts';
import { benchDiscordVoice } from './discord-voice.ts';
import { benchDiscord } from './discord.ts';
import { benchEmbedding } from './embedding.ts';
import { benchHouse } from './house.ts';
import { benchKernels } from './kernels.ts';
import { benchLanguage } from './language.ts';
import { benchLibrary } from './library.ts';
import { benchLog } from './log.ts';
import { benchRecommender } from './recommender.ts';
import { benchTraining } from './training.ts';
import { benchVoice } from './voice.ts';
import { benchWeekly } from './weekly.ts';
import type { Figure } from './figure.ts';

/** `npm run bench [name…]`: measures and prints a table; everything when no name is given. */
const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  voice: benchVoice,
  log: benchLog,
  kernels: benchKernels,
  recommender: benchRecommender,
  training: benchTraining,
  analysis: benchAnalysis,
  embedding: benchEmbedding,
  house: benchHouse,
  language: benchLanguage,
  library: benchLibrary,
  discord: benchDiscord,
  'discord-voice': benchDiscordVoice,
  weekly: benchWeekly,
};

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  for (const figure of await bench()) {
    const value = String(Number(figure.value.toPrecision(4)));
    const notes = [figure.reference && `reference: ${figure.reference}`, figure.aim && `aim: ${figure.aim}`].filter(Boolean);
    console.log(`  ${figure.name.padEnd(64)} ${value.padStart(10)} ${figure.unit.padEnd(10)} ${notes.join(' · ')}`);
  }
}
process.exit(0);
