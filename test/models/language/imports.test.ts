import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolder, type TestFolder } from '../../lab/support/folder.ts';

let folder: TestFolder;
beforeAll(() => {
  folder = createFolder();
});
afterAll(() => folder.remove());

/** Everything that a program imports from the project, and so on from there. */
function importsOf(program: string): readonly string[] {
  const url = new URL(`../../../${program}`, import.meta.url);
  const specifiers = readFileSync(url, 'utf8').matchAll(/^import (?!type ).*?from '(\.[^']+)';/gm);
  return Array.from(specifiers, ([, specifier]) => new URL(specifier, url).href);
}

describe('loading the project', () => {
  // natural's root reads `.env` into the environment and prints banners; so may others.
  it.each(['src/main.ts', 'src/lab/main.ts', 'src/recommender/recommender-process.ts'])('as %s does prints nothing and leaves the environment as it is', async (program) => {
    const modules = importsOf(program);
    expect(modules.length).toBeGreaterThan(3);
    folder.file('.env', 'SEGUE_TEST_TRAP=sprung\n');
    const script = folder.file(
      'load.mjs',
      `const before = JSON.stringify(process.env);
      for (const module of ${JSON.stringify(modules)}) await import(module);
      if (JSON.stringify(process.env) !== before) throw new Error('The environment has changed.');
      process.exit(0);`,
    );
    const run = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', script], { cwd: folder.path, timeout: 60_000 });
    expect(run).toEqual({ stdout: '', stderr: '' });
  }, 70_000);
});
