import { TestClock } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';
import type { FakeMessage } from '../support/discord/fake-discord.ts';
import type { FakeMember } from '../support/discord/member.ts';
import { DiscordHouse, type DiscordHouseOptions } from './house.ts';

const DEADLINE_MS = 8_000;

/** Tracks long enough that none ends by itself while a test turns the clock. */
export const LONG_TRACKS = Array.from({ length: 12 }, (_, n) => aTrack(n + 1, { durationMs: 600_000, album: `Album ${n + 1}`, year: 2001 + n }));

/** A house whose clock the test turns. Sockets live in real time: what comes over them is waited for. */
export class TurningHouse {
  readonly house: DiscordHouse;
  readonly clock: TestClock;

  private constructor(house: DiscordHouse, clock: TestClock) {
    this.house = house;
    this.clock = clock;
  }

  static async open(options: Omit<DiscordHouseOptions, 'clock'> & { readonly tracks?: typeof LONG_TRACKS } = {}): Promise<TurningHouse> {
    const clock = new TestClock(Date.now());
    return new TurningHouse(await DiscordHouse.open(options.tracks ?? LONG_TRACKS, { ...options, clock }), clock);
  }

  /** Turns the clock by steps, as little as it takes, until `find` finds something. @throws Error with `what` */
  async until<Found>(find: () => Found, what: string, stepMs = 250): Promise<NonNullable<Exclude<Found, false>>> {
    const end = performance.now() + DEADLINE_MS;
    for (;;) {
      const found = find();
      if (found !== null && found !== undefined && found !== false) return found as NonNullable<Exclude<Found, false>>;
      if (performance.now() > end) throw new Error(`Waited in vain for ${what}`);
      await this.clock.advance(stepMs);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Turns the clock and gives the sockets time to bring what there is. */
  async turn(ms: number, stepMs = 500): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      await this.clock.advance(Math.min(stepMs, left));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** These members join the lounge and the first starts the music; returns the card that shows it. */
  async start(first: FakeMember, ...others: readonly FakeMember[]): Promise<FakeMessage> {
    const { guild } = this.house;
    for (const member of [first, ...others]) member.join(guild.channel('lounge'));
    await first.command('dj start').answered();
    return this.until(() => this.card, 'a card');
  }

  /** The last message with the card's buttons that is not deleted, in whichever channel. */
  get card(): FakeMessage | undefined {
    return this.cards.at(-1);
  }

  get cards(): readonly FakeMessage[] {
    const all = [...this.house.guild.channels.values()].flatMap(({ messages }) => messages);
    return all.filter((message) => message.controls.some(({ emoji }) => emoji === '⏭️') && !message.ephemeral);
  }

  /** Title of what plays. */
  get title(): string | null {
    const state = this.house.session?.view().state;
    return state && 'current' in state ? state.current.track.title : null;
  }

  close(): Promise<void> {
    return this.house.close();
  }
}
