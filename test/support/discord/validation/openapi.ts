import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** Discord's own description of its API: development data, which not every checkout has beside it. */
const FILE = resolve(process.env['SEGUE_DEV_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data'), 'discord/openapi.json');

interface Operation {
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, unknown>> };
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Described {
  readonly path: string;
  readonly pattern: RegExp;
  readonly operations: Readonly<Record<string, Operation>>;
}

export const hasOpenApi = existsSync(FILE);

/** Holds bodies against Discord's OpenAPI description. Reading it takes a second, each kind of request a while the first time. */
export class OpenApi {
  readonly #ajv: Ajv2020;
  readonly #paths: readonly Described[];
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor() {
    const text = readFileSync(FILE, 'utf8');
    // Its documentation, and every client, writes permissions as strings; the description knows only numbers.
    const description = JSON.parse(text, (key, value: unknown) => (key === 'default_member_permissions' ? { type: ['string', 'null'] } : value)) as Description;
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, inlineRefs: false });
    formats.default(this.#ajv);
    this.#ajv.addFormat('snowflake', /^(0|[1-9]\d{0,19})$/);
    for (const [, format = ''] of text.matchAll(/"format":\s*"([^"]+)"/g)) if (!this.#ajv.formats[format]) this.#ajv.addFormat(format, true);
    this.#ajv.addSchema({ $id: 'discord', ...description });
    this.#paths = Object.entries(description.paths)
      .map(([path, operations]) => ({ path, operations, pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`) }))
      // Literal parts go before names: `/messages/@original` is not a message's id.
      .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  }

  /** What the description says against the body, in its own words; empty when nothing. */
  check(method: string, path: string, body: unknown): readonly string[] {
    const verb = method.toLowerCase();
    const described = this.#paths.find(({ pattern, operations }) => pattern.test(path) && verb in operations);
    if (!described) return ['Discord has no such operation'];
    const request = described.operations[verb]?.requestBody;
    if (!request) return body === null ? [] : ['Discord expects no body'];
    if (body === null) return request.required ? ['Discord expects a body'] : [];
    const validate = this.#validator(described.path, verb, 'application/json' in request.content ? 'application/json' : 'multipart/form-data');
    return validate(body) ? [] : summary(validate.errors ?? []);
  }

  #validator(path: string, verb: string, type: string): ValidateFunction {
    const pointer = ['paths', path, verb, 'requestBody', 'content', type, 'schema'].map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    let validate = this.#compiled.get(pointer);
    if (!validate) this.#compiled.set(pointer, (validate = this.#ajv.compile({ $ref: `discord#/${pointer}` })));
    return validate;
  }
}

/** Where one of several shapes must fit, every shape complains: the complaints that reach deepest say what is meant. */
function summary(errors: NonNullable<ValidateFunction['errors']>): readonly string[] {
  const depth = (error: (typeof errors)[number]) => error.instancePath.split('/').length;
  const deepest = Math.max(...errors.map(depth));
  return [...new Set(errors.filter((error) => depth(error) === deepest).map(({ instancePath, message = '' }) => `${instancePath || '/'} ${message}`))].slice(0, 5);
}
