import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chirpAt, writeChirps, type ChirpLibrary } from '../support/chirps.ts';
import { FakeDiscord, type FakeDiscordOptions, type FakeGuild, type FakeMessage, type HeardPacket } from '../support/discord/fake-discord.ts';
import { SegueProcess } from '../support/segue-process.ts';

/** The button that skips, as it stands on the card. */
export const SKIP = '⏭️';

const RATE = 48_000;
const LEVELS = [0.04, 0.9, 0.2, 0.5, 0.08, 0.3];

/** Segue as an owner runs it, in a Discord of its own. */
export class DiscordHouse {
  readonly discord: FakeDiscord;
  readonly library: ChirpLibrary;
  readonly #folder: string;
  #segue: SegueProcess;

  private constructor(discord: FakeDiscord, library: ChirpLibrary, folder: string, segue: SegueProcess) {
    this.discord = discord;
    this.library = library;
    this.#folder = folder;
    this.#segue = segue;
  }

  /** @param seconds of each of the six tracks */
  static async open(seconds: number, options: FakeDiscordOptions & { readonly guilds?: (discord: FakeDiscord) => void; readonly env?: Readonly<Record<string, string>> } = {}): Promise<DiscordHouse> {
    const { guilds, env = {}, ...rest } = options;
    const folder = await mkdtemp(join(tmpdir(), 'segue-in-discord-'));
    const library = await writeChirps(join(folder, 'music'), seconds, LEVELS);
    const discord = await FakeDiscord.start(rest);
    guilds?.(discord);
    const house = new DiscordHouse(discord, library, folder, await start(discord, library, folder, env));
    await discord.until(() => discord.commands.length > 0, 'the commands to be deployed', 20_000);
    return house;
  }

  get segue(): SegueProcess {
    return this.#segue;
  }

  /** Another process over the same data. */
  async startAgain(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#segue = await start(this.discord, this.library, this.#folder, env);
  }

  /** The track and position heard in the latest packets (at least 200 ms of them), null for silence. */
  async hears(guild: FakeGuild): Promise<ReturnType<typeof chirpAt>> {
    const [left] = await guild.voice.decode(Math.max(0, guild.voice.packets.length - 25));
    return chirpAt(left, left.length - RATE / 5, this.library.seconds);
  }

  /** Waits until one track alone is heard, well away from the crossfades, and says where it is. */
  async hearsOneTrack(guild: FakeGuild): Promise<NonNullable<ReturnType<typeof chirpAt>>> {
    for (;;) {
      // What was sent before may be of a track that has been skipped.
      await guild.voice.heard(25, 30_000);
      const heard = await this.hears(guild);
      const quarter = (this.library.seconds * 1_000) / 4;
      if (heard && heard.positionMs > quarter && heard.positionMs < 2 * quarter) return heard;
    }
  }

  /** Waits until music is heard in the guild. */
  async music(guild: FakeGuild, ms = 15_000): Promise<void> {
    await this.discord.until(() => guild.voice.packets.length >= 25, 'music', ms);
  }

  /** The card that shows what plays, once it says so. */
  async card(guild: FakeGuild, shows: RegExp | string = /Sweep/, ms = 15_000): Promise<FakeMessage> {
    const found = () => guild.channel('general').messages.find((message) => message.controls.some(({ emoji }) => emoji === SKIP) && message.text.match(shows) !== null);
    return this.discord.until(found, `a card that shows ${String(shows)}`, ms);
  }

  /** Everything Segue has written in the guild's channel that still stands. */
  said(guild: FakeGuild): string {
    return guild.channel('general').messages.map(({ text }) => text).join('\n');
  }

  async close(): Promise<void> {
    await this.#segue.end('SIGKILL');
    await this.discord.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The title of the track that a card shows as playing. */
export function titleOn(card: FakeMessage): string {
  return /^### (.+)$/m.exec(card.text)?.[1] ?? '';
}

/** The longest time in which no packet came, ms. */
export function longestGapMs(packets: readonly HeardPacket[]): number {
  return Math.max(0, ...packets.slice(1).map(({ at }, i) => at - (packets[i]?.at ?? at)));
}

function start(discord: FakeDiscord, library: ChirpLibrary, folder: string, env: Readonly<Record<string, string>>): Promise<SegueProcess> {
  return SegueProcess.start({
    SEGUE_MUSIC: library.folder,
    SEGUE_DATA: join(folder, 'data'),
    DISCORD_TOKEN: discord.token,
    DISCORD_API: discord.api,
    NODE_EXTRA_CA_CERTS: discord.certificateFile,
    ...env,
  });
}
