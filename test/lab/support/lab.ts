import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../src/lab/main.ts', import.meta.url));

export interface LabRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the lab as from a shell. */
export function runLab(...args: readonly string[]): Promise<LabRun> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], { timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}
