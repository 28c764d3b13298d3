import { UserError } from '../user-error.ts';
import { analyse } from './analyse/analyse.ts';
import { embed } from './embed/embed.ts';
import { evaluate } from './evaluate/evaluate.ts';
import { group } from './group/group.ts';
import { labels } from './labels/labels.ts';
import { mentions } from './mentions/mentions.ts';
import { parse } from './parse/parse.ts';
import { recommend } from './recommend/recommend.ts';
import { similar } from './similar/similar.ts';
import { simulate } from './simulate/simulate.ts';
import type { Tool } from './tool.ts';

const tools: readonly Tool[] = [recommend, similar, mentions, labels, parse, analyse, embed, group, simulate, evaluate];

/** What a person can mend: a file, an option. */
const FAULT = 2;
const BROKEN = 1;

/** `npm run lab -- <tool> [options]`: the models that Segue runs, on files. */
async function run([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === '--help') return void process.stdout.write(overview());
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new UserError('usage', `There is no tool “${name}”; there is: ${tools.map((one) => one.name).join(', ')}.`);
  if (args.includes('--help')) return void process.stdout.write(tool.help);
  const start = performance.now();
  const summary = await tool.run(args, (doing) => process.stderr.write(`${doing}\n`));
  const seconds = Number(((performance.now() - start) / 1000).toFixed(2));
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${JSON.stringify({ tool: name, ...summary, seconds, peakMb })}\n`);
}

function overview(): string {
  const width = Math.max(...tools.map(({ name }) => name.length));
  const lines = tools.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return ['npm run --silent lab -- <tool> [options]; each tells its options by --help', '', ...lines, ''].join('\n');
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const known = error instanceof UserError;
  process.stderr.write(`${known ? error.message : `The lab broke: ${error instanceof Error ? error.stack : String(error)}`}\n`);
  process.exitCode = known ? FAULT : BROKEN;
}
