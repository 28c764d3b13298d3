/** A thread that draws one picture. */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import { type Picture, svgOf } from '../picture.ts';

const FAMILY = 'DejaVu Sans';
const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');

const drawn = new Resvg(svgOf(workerData as Picture, FAMILY), { font: { loadSystemFonts: false, fontFiles: [FONT], defaultFontFamily: FAMILY } });
parentPort?.postMessage(new Uint8Array(drawn.render().asPng()));
