import { seeded, shuffled, type Random } from '../../models/random.ts';
import type { Track } from '../../src/domain.ts';
import { EARLY_SKIP_MS } from '../../src/listening/projection.ts';
import { DiscordHouse } from '../discord/house.ts';
import type { FakeMember } from '../support/discord/member.ts';
import { TestClock } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';

const STYLES = ['house', 'folk', 'jazz', 'ambient', 'metal', 'soul', 'drum and bass', 'chiptune'];
const ARTISTS_EACH = 10;
const TRACKS_EACH = 60;
const NAMES = ['Ada', 'Ben', 'Cyd', 'Dov', 'Eve', 'Fay', 'Gus', 'Hal', 'Ida', 'Jon', 'Kim', 'Lou'];
const CIRCLE = 4;
const TRACK_MS = 60_000;
const TRACKS_AN_EVENING = 10;
const DAY_MS = 24 * 3_600_000;
/** A Monday, eight in the evening. */
const BEGIN = Date.UTC(2026, 0, 5, 20);

/** A library in which an artist has one style, and albums come in several. */
const LIBRARY: readonly Track[] = STYLES.flatMap((style, s) =>
  Array.from({ length: TRACKS_EACH }, (_, i) => aTrack(s * TRACKS_EACH + i + 1, { artist: `${style} act ${(i % ARTISTS_EACH) + 1}`, genres: [style], durationMs: TRACK_MS, year: 1990 + (i % 30) })),
);

/** A server of twelve whose tastes do not change: three circles of friends who share two styles, and each a third of their own. How they behave on an evening follows from that. */
export class Month {
  readonly house: DiscordHouse;
  readonly clock: TestClock;
  readonly likes = new Map<FakeMember, ReadonlySet<string>>();
  readonly #random: Random;

  private constructor(house: DiscordHouse, clock: TestClock, random: Random) {
    this.house = house;
    this.clock = clock;
    this.#random = random;
    NAMES.forEach((name, i) => {
      const circle = Math.floor(i / CIRCLE);
      this.likes.set(house.member(name), new Set([STYLES[2 * circle], STYLES[2 * circle + 1], STYLES[(2 * circle + 2 + (i % CIRCLE)) % STYLES.length]]));
    });
  }

  static async begin(seed: number): Promise<Month> {
    const clock = new TestClock(BEGIN);
    let ids = 0;
    const house = await DiscordHouse.open(LIBRARY, { clock, newId: () => `month-${seed}-${++ids}`, guild: { members: NAMES } });
    const month = new Month(house, clock, seeded(seed));
    for (const member of month.members) {
      await month.#says(member, 'privacy join');
      if (month.subscribers.includes(member)) await month.#says(member, 'weekly on');
    }
    await house.services.weekly.changePlace(house.placeId, { zone: 'UTC' });
    return month;
  }

  get members(): readonly FakeMember[] {
    return [...this.likes.keys()];
  }

  /** Who has a list every Monday. */
  get subscribers(): readonly FakeMember[] {
    return this.members.filter((_, i) => i % 3 !== 2);
  }

  /** Some of them listen together for a while, the same on the same day of each week; one comes later, one goes earlier. */
  async evening(): Promise<void> {
    const { house } = this;
    const order = this.#company(Math.floor((this.clock.now() - BEGIN) / DAY_MS) % 7);
    const [first, second, late, ...others] = order;
    await house.start(first, second, ...others);
    for (let i = 0; i < TRACKS_AN_EVENING; i++) {
      if (i === 3) late.join(house.guild.channel('lounge'));
      if (i === 7) second.leave();
      await this.clock.advance(2_000);
      await this.#hear(order.filter((member) => member.voice !== null));
    }
    for (const member of order) if (member.voice) member.leave();
    await house.discord.until(() => house.services.sessions.present(house.placeId).length === 0, 'everybody to be gone');
    await this.clock.advance(6 * 60_000);
    await house.discord.until(() => house.session === undefined, 'the session to end');
  }

  /** To the same time of the next day, on which lists are made and brought if it is a Monday. */
  async night(): Promise<void> {
    const gone = (this.clock.now() - BEGIN) % DAY_MS;
    this.clock.jump(DAY_MS - gone);
    // What fell due while it was dark.
    await this.clock.advance(0);
    await this.house.services.weekly.bringUpToDate();
  }

  /** The lists that were posted to a member, the first week first, and what they had heard, disliked or blocked when each was made. */
  async listsOf(member: FakeMember): Promise<readonly { readonly week: string; readonly madeAt: number; readonly tracks: readonly Track[]; readonly data: string }[]> {
    const { db } = this.house.database.storage;
    const rows = await db.selectFrom('weekly_list').selectAll().where('listener_id', '=', this.house.idOf(member)).where('kind', '=', 'weekly').where('state', '=', 'posted').orderBy('week').execute();
    return rows.map(({ week, made_at: madeAt, data }) => {
      const { picks } = JSON.parse(data ?? '{}') as { picks: readonly { trackId: string }[] };
      return { week, madeAt: madeAt ?? NaN, tracks: picks.flatMap(({ trackId }) => this.house.library.get(trackId) ?? []), data: data ?? '' };
    });
  }

  /** Ids of the tracks that a member had heard before a time. */
  async heardBefore(member: FakeMember, at: number): Promise<ReadonlySet<string>> {
    const { db } = this.house.database.storage;
    const rows = await db.selectFrom('event').select(['track_id']).where('kind', '=', 'listen').where('listener_id', '=', this.house.idOf(member)).where('at', '<=', at).execute();
    return new Set(rows.flatMap(({ track_id }) => track_id ?? []));
  }

  /** Of one circle most, and a guest. */
  #company(weekday: number): readonly FakeMember[] {
    const random = seeded(weekday);
    const circle = weekday % (NAMES.length / CIRCLE);
    const friends = shuffled(this.members.slice(CIRCLE * circle, CIRCLE * (circle + 1)), random);
    const guests = this.members.filter((member) => !friends.includes(member));
    return [...friends.slice(0, 2), guests[Math.floor(guests.length * random())], ...friends.slice(2, 3 + Math.floor(2 * random()))];
  }

  /** Those present hear the track that plays, and do with it what they would. */
  async #hear(present: readonly FakeMember[]): Promise<void> {
    const playing = this.#playing();
    if (!playing) return;
    const style = playing.genres[0];
    for (const member of present) {
      const liked = this.likes.get(member)?.has(style) ?? false;
      await this.clock.advance(1_000);
      if (this.#playing()?.id !== playing.id) return;
      if (liked && this.#random() < 0.3) await this.#says(member, 'like');
      if (!liked && this.#random() < 0.6) await this.#says(member, 'skip');
    }
    while (this.#playing()?.id === playing.id) await this.clock.advance(5_000);
  }

  #playing(): Track | null {
    const state = this.house.session?.view().state;
    return state && 'current' in state ? state.current.track : null;
  }

  async #says(member: FakeMember, what: string): Promise<void> {
    await member.command(what).answered();
  }

  /** Of what picks played for members from a day on, the share that they skipped in the first half minute. */
  async earlySkipRate(fromDay: number, days = 7): Promise<number> {
    const { db } = this.house.database.storage;
    const within = (kind: 'listen' | 'feedback') =>
      db.selectFrom('event').select(['listener_id', 'play_id', 'data']).where('kind', '=', kind).where('at', '>=', BEGIN + fromDay * DAY_MS).where('at', '<', BEGIN + (fromDay + days) * DAY_MS).execute();
    const listens = await within('listen');
    const skips = (await within('feedback')).filter(({ data }) => {
      const { feedback, positionMs } = JSON.parse(data) as { feedback: string; positionMs: number | null };
      return feedback === 'skip' && positionMs !== null && positionMs < EARLY_SKIP_MS;
    });
    return skips.length / listens.length;
  }
}
