import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SAMPLE_RATE } from '../../src/audio/pcm.ts';
import { CATALOGUE } from '../../src/library/demo/catalogue.ts';
import { compose } from '../../src/library/demo/compose.ts';
import { render } from '../../src/library/demo/render.ts';
import type { Figure } from './figure.ts';

const run = promisify(execFile);
const CHILD = new URL('./analysis-child.ts', import.meta.url).pathname;
/** Of the demo library: one of each of its styles. */
const TRACKS = 8;
const FORMATS = ['opus', 'mp3'] as const;
const LENGTHS = { '10 minutes': 600, '3 hours': 10_800 } as const;

/** What it took to listen to files. */
interface Taken {
  readonly audioSeconds: number;
  /** Of the process and all that it started, from its start to its end. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/**
 * Listening to whole files, from bytes to analysis and embedding, without a native library, in a process of its own;
 * against a chain of programs that find less: decoding by ffmpeg, beats by aubio where it is installed, and 20 MFCC by
 * plain code.
 */
export async function benchAnalysis(): Promise<Figure[]> {
  if (!(await isThere('ffmpeg'))) throw new Error('The files are made by ffmpeg, which is not on the PATH.');
  const hasAubio = await isThere('aubio');
  const folder = await mkdtemp(join(tmpdir(), 'segue-bench-'));
  try {
    const figures: Figure[] = [];
    const tracks = await composed(folder);
    for (const format of FORMATS) {
      const files = await Promise.all(tracks.map((track) => encoded(track, format)));
      const ours = await child('segue', files);
      const chain = await child('mfcc', files);
      const beats = hasAubio ? await aubioSeconds(tracks) : 0;
      const theirs = chain.audioSeconds / (chain.cpuSeconds + beats);
      figures.push({
        name: `analysis and embedding of ${TRACKS} tracks, ${format}, per CPU second`,
        value: ours.audioSeconds / ours.cpuSeconds,
        unit: '× real',
        reference: `ffmpeg, ${hasAubio ? 'aubio beat' : 'no aubio here, so no tempo'}, 20 MFCC: ${theirs.toFixed(0)} ×`,
        aim: '≥ 40',
      });
    }
    for (const [name, seconds] of Object.entries(LENGTHS)) {
      const { audioSeconds, cpuSeconds, peakMb } = await child('segue', [await repeated(tracks[0], seconds)]);
      figures.push({ name: `peak memory of the process, ${name} of Opus`, value: peakMb, unit: 'MB', aim: '≤ 300', reference: `${(audioSeconds / cpuSeconds).toFixed(0)} × real time` });
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param way `segue`, or `mfcc` for decoding by ffmpeg and the reference's features */
async function child(way: string, files: readonly string[]): Promise<Taken> {
  const { stdout, cpuSeconds } = await timed(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, way, ...files]);
  return { ...(JSON.parse(stdout) as Omit<Taken, 'cpuSeconds'>), cpuSeconds };
}

/** @param waves aubio reads wave files everywhere */
async function aubioSeconds(waves: readonly string[]): Promise<number> {
  let seconds = 0;
  for (const wave of waves) seconds += (await timed('aubio', ['beat', wave])).cpuSeconds;
  return seconds;
}

/** Runs a program, and says how much CPU time it took with all that it started: the shell counts that. */
async function timed(program: string, args: readonly string[]): Promise<{ readonly stdout: string; readonly cpuSeconds: number }> {
  const { stdout, stderr } = await run('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$0" "$@"', program, ...args], { maxBuffer: 1e8 });
  const [user, system] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { stdout, cpuSeconds: user + system };
}

/** Wave files of demo tracks. */
async function composed(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (let i = 0; i < TRACKS; i++) {
    const { commission } = CATALOGUE[Math.floor((i * CATALOGUE.length) / TRACKS)];
    const { left, right } = render(compose(commission).score);
    const raw = new Float32Array(2 * left.length);
    for (let n = 0; n < left.length; n++) {
      raw[2 * n] = left[n];
      raw[2 * n + 1] = right[n];
    }
    const path = join(folder, `${i}.f32`);
    await writeFile(path, raw);
    await run('ffmpeg', ['-v', 'error', '-f', 'f32le', '-ar', String(SAMPLE_RATE), '-ac', '2', '-i', path, `${path}.wav`]);
    await rm(path);
    paths.push(`${path}.wav`);
  }
  return paths;
}

async function encoded(wave: string, format: (typeof FORMATS)[number]): Promise<string> {
  const path = `${wave}.${format}`;
  await run('ffmpeg', ['-v', 'error', '-i', wave, ...(format === 'mp3' ? ['-ar', '44100'] : []), '-b:a', '160k', path]);
  return path;
}

/** The same track over and over, until so long. */
async function repeated(wave: string, seconds: number): Promise<string> {
  const path = `${wave}.${seconds}.opus`;
  await run('ffmpeg', ['-v', 'error', '-stream_loop', '-1', '-i', `${wave}.opus`, '-t', String(seconds), '-c', 'copy', path]);
  return path;
}

function isThere(program: string): Promise<boolean> {
  return run(program, ['-h']).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}
