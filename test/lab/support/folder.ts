import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test's files. */
export interface TestFolder {
  readonly path: string;
  file(name: string, content: string | Uint8Array): string;
  remove(): void;
}

export function createFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'segue-lab-'));
  return {
    path,
    file(name, content) {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
