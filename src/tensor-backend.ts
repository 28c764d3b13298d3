import * as tf from '@tensorflow/tfjs-core';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';

/** What TensorFlow.js computes with: its native library, WebAssembly, or plain JavaScript. */
export const TENSOR_BACKENDS = ['tensorflow', 'wasm', 'cpu'] as const;
export type TensorBackend = (typeof TENSOR_BACKENDS)[number];

/** A name that is no literal: the package is optional, and not there where its library could not be had. */
const NATIVE: string = '@tensorflow/tfjs-node';
const WASM = '@tensorflow/tfjs-backend-wasm';
const require = createRequire(import.meta.url);

/**
 * Starts the first of the backends that runs on this machine. TensorFlow.js has one for the whole thread.
 * @throws Error when none of them does
 */
export async function openTensorBackend(wanted: readonly TensorBackend[] = TENSOR_BACKENDS): Promise<TensorBackend> {
  // Its advice to install something else is not for those who run the bot.
  tf.env().set('PROD', true);
  for (const backend of wanted) {
    try {
      await LOADERS[backend]();
      // A start that fails is told by `false`, or only by another backend being there afterwards.
      if (!(await tf.setBackend(backend))) continue;
      await tf.ready();
      if (tf.getBackend() === backend) return backend;
    } catch {
      // Whatever it was: the next one.
    }
  }
  throw new Error(`TensorFlow.js has none of the backends ${wanted.join(', ')}`);
}

const LOADERS: Readonly<Record<TensorBackend, () => Promise<void>>> = {
  tensorflow: async () => {
    restoreUtil();
    await import(NATIVE);
  },
  wasm: async () => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(dirname(require.resolve(WASM)) + sep);
    await withoutListeners(async () => {
      await tf.setBackend('wasm');
      await tf.ready();
    });
  },
  cpu: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
  },
};

/** The native package uses two functions of `node:util` that are gone from Node 23 on (tensorflow/tfjs#8609). */
function restoreUtil(): void {
  const gone: Readonly<Record<string, (value: unknown) => boolean>> = {
    isNullOrUndefined: (value) => value === null || value === undefined,
    isUndefined: (value) => value === undefined,
    isArray: Array.isArray,
    isString: (value) => typeof value === 'string',
    isObject: (value) => typeof value === 'object' && value !== null,
  };
  const util = require('node:util') as Record<string, unknown>;
  for (const [name, standIn] of Object.entries(gone)) util[name] ??= standIn;
}

const FATAL = ['uncaughtException', 'unhandledRejection'] as const;

/** What the start of WebAssembly hangs on the process would change how the bot deals with faults that are not its own. */
async function withoutListeners(start: () => Promise<void>): Promise<void> {
  const before = FATAL.map((event) => process.listeners(event as 'uncaughtException'));
  try {
    await start();
  } finally {
    FATAL.forEach((event, i) => {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (!before[i].includes(listener)) process.removeListener(event, listener);
      }
    });
  }
}
