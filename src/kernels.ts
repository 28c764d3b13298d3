import { readFileSync } from 'node:fs';
import { Kernels } from '../models/kernels/kernels.ts';

let compiled: WebAssembly.Module | null = null;

/** The compiled kernels; read once. A module may be sent to worker threads. */
export function kernelModule(): WebAssembly.Module {
  return (compiled ??= new WebAssembly.Module(readFileSync(new URL('../models/kernels/kernels.wasm', import.meta.url))));
}

/** Kernels with a memory of their own, for one model on this thread. */
export function createKernels(): Kernels {
  return new Kernels(kernelModule());
}
