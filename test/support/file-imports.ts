import type { Imports } from '../../src/imports/imports.ts';
import { openImports, type OpenImportsOptions } from '../../src/imports/open-imports.ts';
import { openHistoryServices } from '../../src/imports/services/history-services.ts';
import type { Storage } from '../../src/storage/storage.ts';

/** Imports of a Segue that asks nothing of the web: from files alone. */
export function fileImports({ storage, ...parts }: Omit<OpenImportsOptions, 'services'> & { readonly storage: Storage }): Imports {
  return openImports({ ...parts, services: openHistoryServices({ config: null, storage, clock: parts.clock, random: () => 0, version: '0' }) });
}
