/** Encodes in a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { createOpusEncoder } from '../../src/audio/opus.ts';
import { digestOfPackets } from './opus-packets.ts';

parentPort?.postMessage(digestOfPackets(createOpusEncoder, workerData as number));
