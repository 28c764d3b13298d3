import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export interface Asset {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
}

/** What the browser loads, under `/assets/<version>/`: it may keep it for ever. */
export interface Assets {
  readonly version: string;
  /** By path, which mirrors the source tree so that the modules' relative imports hold. */
  readonly files: ReadonlyMap<string, Asset>;
  /** The page that loads them. */
  readonly page: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.ts': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const require = createRequire(import.meta.url);
const source = fileURLToPath(new URL('../..', import.meta.url));
const client = fileURLToPath(new URL('client', import.meta.url));
/** Modules that the page shares with the house. */
const shared = ['../../models/random.ts', 'protocol.ts', 'map-protocol.ts'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
/** Packages the page imports, each as one module. */
const vendor: Readonly<Record<string, string>> = {
  preact: require.resolve('preact'),
  'preact/hooks': require.resolve('preact/hooks'),
  htm: join(dirname(require.resolve('htm')), 'htm.mjs'),
  uplot: join(dirname(require.resolve('uplot')), 'uPlot.esm.js'),
};
/** Style sheets of packages. */
const vendorStyles: Readonly<Record<string, string>> = { uplot: join(dirname(require.resolve('uplot')), 'uPlot.min.css') };
/** Fetched when they are needed, which may be never. */
const LATER = new Set([vendorPath('uplot')]);

/** Reads the page's files and takes the types out of its TypeScript, once. */
export async function loadAssets(): Promise<Assets> {
  const listed = await readdir(client, { recursive: true, withFileTypes: true });
  const own = listed.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = new Map<string, string>();
  for (const file of [...own, ...shared]) {
    const text = await readFile(file, 'utf8');
    texts.set(relative(source, file).split(sep).join('/'), extname(file) === '.ts' ? stripTypeScriptTypes(text) : text);
  }
  for (const [name, file] of Object.entries(vendor)) texts.set(vendorPath(name), await readFile(file, 'utf8'));
  for (const [name, file] of Object.entries(vendorStyles)) texts.set(`vendor/${name}.css`, await readFile(file, 'utf8'));

  const version = createHash('sha256').update(JSON.stringify([...texts])).digest('base64url').slice(0, 12);
  const root = `/assets/${version}/`;
  const files = new Map<string, Asset>();
  for (const [path, text] of texts) {
    const type = TYPES[extname(path)];
    if (type === undefined) throw new Error(`the page has a file of unknown type: ${path}`);
    const bytes = new Uint8Array(Buffer.from(type.startsWith('text/javascript') ? resolveImports(text, root) : text));
    files.set(path, { type, bytes, gzipped: new Uint8Array(await promisify(gzip)(bytes)) });
  }
  return { version, files, page: page(root, [...files.keys()]) };
}

function vendorPath(name: string): string {
  return `vendor/${name}.mjs`;
}

/** A browser knows no package names: they become addresses. */
function resolveImports(code: string, root: string): string {
  return code.replace(/((?:\bfrom|\bimport)\s*\(?\s*)(["'])([^"'.][^"']*)\2/g, (whole, keyword: string, quote: string, name: string) =>
    name in vendor ? `${keyword}${quote}${root}${vendorPath(name)}${quote}` : whole,
  );
}

function page(root: string, paths: readonly string[]): string {
  const modules = paths.filter((path) => /\.(ts|mjs)$/.test(path) && !LATER.has(path));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="description" content="A listening room with a personal DJ">
<title>Segue</title>
<link rel="icon" type="image/svg+xml" href="${root}src/room/client/icon.svg">
${paths.filter((path) => path.endsWith('.css')).map((path) => `<link rel="stylesheet" href="${root}${path}">`).join('\n')}
${modules.map((path) => `<link rel="modulepreload" href="${root}${path}">`).join('\n')}
<script type="module" src="${root}src/room/client/app.ts"></script>
</head>
<body>
<div id="app"></div>
<noscript><p class="notice">The listening room needs JavaScript: switch it on for this address and load the page again.</p></noscript>
</body>
</html>
`;
}
