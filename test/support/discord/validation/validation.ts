import type { FakeDiscord } from '../fake-discord.ts';
import type { FakeMessage } from '../message.ts';
import type { RestRequest } from '../rest/rest-server.ts';
import { judgeChoices, judgeCommand, judgeCommands, type Command } from './command-rules.ts';
import { Findings } from './findings.ts';
import { judgeMessage } from './message-rules.ts';
import { hasOpenApi, OpenApi } from './openapi.ts';

type Message = Parameters<typeof judgeMessage>[0];

interface Callback {
  readonly type: number;
  readonly data?: Message & { readonly choices?: Parameters<typeof judgeChoices>[0] };
}

const CALLBACKS = { command: [4, 5, 9], component: [4, 5, 6, 7, 9], autocomplete: [8] } as const;

/** The description takes a while to read: one for all tests of a file. */
let openApi: OpenApi | null = null;

/** Judges the bodies of requests. */
export class Validation {
  readonly #discord: FakeDiscord;
  readonly #described: boolean;
  #unchecked: RestRequest[] = [];

  /** @param described whether Discord's own description is asked too, where it is present */
  constructor(discord: FakeDiscord, described: boolean) {
    this.#discord = discord;
    this.#described = described && hasOpenApi;
  }

  /** What Discord refuses about a request. Everything found, refused or not, goes to the problems. */
  check(request: RestRequest, params: Readonly<Record<string, string>>): readonly string[] {
    if (this.#described && request.method !== 'GET') this.#unchecked.push(request);
    const findings = new Findings();
    if (request.body !== null) this.#judge(request, params, findings);
    for (const finding of [...findings.refused, ...findings.noted]) this.#discord.report(`${request.method} ${request.path}: ${finding}`);
    return findings.refused;
  }

  /** Holds what came in since the last time against Discord's description. Kept for when nothing is being timed. */
  checkDescribed(): readonly string[] {
    const requests = this.#unchecked;
    this.#unchecked = [];
    if (requests.length > 0) openApi ??= new OpenApi();
    return requests.flatMap(({ method, path, body }) => openApi?.check(method, path, body).map((problem) => `${method} ${path}: ${problem}`) ?? []);
  }

  #judge(request: RestRequest, params: Readonly<Record<string, string>>, findings: Findings): void {
    const { method, path, body, files } = request;
    if (/\/commands$/.test(path)) {
      if (Array.isArray(body)) judgeCommands(body as readonly Command[], findings);
      else judgeCommand(body as Command, findings);
    } else if (/\/commands\/\d+$/.test(path)) judgeCommand({ ...this.#command(params), ...(body as Command) }, findings);
    else if (/\/callback$/.test(path)) this.#judgeCallback(request, params, findings);
    else if (/\/voice-status$/.test(path)) {
      findings.keys(body as object, ['status'], 'the voice status');
      findings.length((body as { readonly status: string | null }).status, 0, 500, 'the voice status');
    } else if (/\/voice-states\//.test(path)) findings.keys(body as object, ['channel_id', 'suppress', 'request_to_speak_timestamp'], 'the voice state');
    else if (/\/messages(\/[^/]+)?$/.test(path) || /^\/webhooks\/\d+\/[^/]+$/.test(path)) judgeMessage(body as Message, files, method === 'PATCH' ? this.#message(params) : null, findings);
  }

  #judgeCallback({ body, files }: RestRequest, params: Readonly<Record<string, string>>, findings: Findings): void {
    const { type, data = {} } = body as Callback;
    const interaction = this.#discord.interactions.get(params['interaction'] ?? '');
    findings.keys(body as object, ['type', 'data'], 'the answer');
    if (interaction) findings.refuse(!(CALLBACKS[interaction.kind] as readonly number[]).includes(type), `an answer of type ${type} to a ${interaction.kind}`);
    if (type === 4) judgeMessage(data, files, null, findings);
    else if (type === 7) judgeMessage(data, files, interaction?.source ?? null, findings);
    else if (type === 8) {
      findings.length(data.choices ?? [], 0, 25, 'the choices offered');
      judgeChoices(data.choices ?? [], 'autocomplete', findings);
    } else if (type === 5) findings.keys(data, ['flags'], 'the deferral');
  }

  #command(params: Readonly<Record<string, string>>): Command | undefined {
    const all = [...this.#discord.commands, ...[...this.#discord.guildCommands.values()].flat()];
    return all.find(({ id }) => id === params['command']);
  }

  /** The message a request edits. */
  #message({ message: id = '', channel = '', token = '' }: Readonly<Record<string, string>>): FakeMessage | null {
    const interaction = [...this.#discord.interactions.values()].find((one) => one.token === token);
    if (interaction) return interaction.message(id);
    const channels = [...this.#discord.guilds.values()].map((guild) => guild.channels.get(channel));
    return channels.flatMap((one) => one?.messages ?? []).find((message) => message.id === id) ?? null;
  }
}
