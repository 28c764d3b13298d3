import { readFile } from 'node:fs/promises';
import asc from 'assemblyscript/asc';
import { expect, it } from 'vitest';

it('kernels.wasm is what its sources compile to', async () => {
  let built: Uint8Array | null = null;
  const { error } = await asc.main(['--config', 'models/kernels/assembly/asconfig.json', '--outFile', 'built.wasm'], {
    writeFile: (name, contents) => {
      if (name === 'built.wasm' && typeof contents !== 'string') built = contents;
    },
  });
  expect(error).toBeNull();
  expect(built !== null && Buffer.from(built).equals(await readFile('models/kernels/kernels.wasm')), 'run npm run build:kernels').toBe(true);
});
