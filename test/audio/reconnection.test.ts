import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_JOINS, step } from '../../src/audio/reconnection.ts';
import { wakeAt, wanting, type Fact, type Order, type Reconnection } from '../../src/audio/reconnection-state.ts';

const T0 = 1_000_000;

/** A connection that is driven fact by fact through time. */
class Driven {
  now = T0;
  state: Reconnection = wanting('lounge', T0);
  readonly orders: (Order & { readonly at: number })[] = [];

  constructor() {
    this.pass(0);
  }

  tell(...facts: readonly Fact[]): this {
    for (const fact of facts) {
      // A join that could not be sent is none.
      if (fact.kind === 'unsent' && this.state.phase.kind === 'asking') this.orders.splice(this.orders.findLastIndex(({ kind }) => kind === 'join'), 1);
      const { state, orders } = step(this.state, fact, this.now);
      this.state = state;
      this.orders.push(...orders.map((order) => ({ ...order, at: this.now })));
    }
    return this;
  }

  /** Lets so much time pass, waking it whenever it asks to be woken. */
  pass(ms: number): this {
    const end = this.now + ms;
    for (let wakes = 0; ; wakes++) {
      const at = wakeAt(this.state);
      if (at === null || at > end) break;
      if (wakes > 10_000) throw new Error('It never sleeps.');
      this.now = Math.max(this.now, at);
      this.tell({ kind: 'time' });
    }
    this.now = end;
    return this;
  }

  /** Lets time pass until it asks to join, or gives up. */
  untilAsked(): this {
    while (this.state.phase.kind !== 'asking' && this.state.phase.kind !== 'lost') this.pass(Math.max(1, (wakeAt(this.state) ?? NaN) - this.now));
    return this;
  }

  joinAnswered(): this {
    return this.tell({ kind: 'state', channelId: this.state.channelId }, { kind: 'server', available: true });
  }

  open(): this {
    return this.joinAnswered().tell({ kind: 'opened' });
  }

  /** What was ordered since, in short. */
  take(): string[] {
    return this.orders.splice(0).map((order) => (order.kind === 'lost' ? `lost ${order.cause}` : order.kind));
  }
}

const connected = () => {
  const driven = new Driven().open().pass(60_000);
  driven.take();
  return driven;
};
const server: Fact = { kind: 'server', available: true };
const gone: Fact = { kind: 'state', channelId: null };
const broken = (code: number | null): Fact => ({ kind: 'broken', code });

describe('joining a voice channel', () => {
  it('connects when it knows where it is and to which server, whichever comes first', () => {
    expect(new Driven().joinAnswered().take()).toEqual(['join', 'connect']);
    expect(new Driven().tell(server, { kind: 'state', channelId: 'lounge' }).take()).toEqual(['join', 'connect']);
    expect(new Driven().open().take()).not.toContain('reconnected');
  });

  it('leaves and joins again when Discord takes it for being there already', () => {
    const driven = new Driven().tell({ kind: 'state', channelId: 'lounge' }).pass(1_600);
    expect(driven.take()).toEqual(['join', 'leave', 'join']);
    // The news of its own leaving is no reason to give up, wherever it arrives.
    expect(driven.tell(gone).open().take()).toEqual(['connect']);
    const late = new Driven().pass(1_600).joinAnswered().tell(gone);
    expect(late.take()).toEqual(['join', 'leave', 'join', 'connect']);
  });

  it('does not mind news of the place before it, which has just left', () => {
    const { state } = step(wanting('lounge', T0), gone, T0);
    expect(step(state, { kind: 'time' }, T0).orders).toEqual([{ kind: 'join', channelId: 'lounge' }]);
    expect(new Driven().tell({ kind: 'unsent' }, gone, { kind: 'ready' }).open().take()).toEqual(['join', 'connect']);
  });

  it('is refused when nothing answers twice', () => {
    const driven = new Driven().pass(12_000);
    expect(driven.take()).toEqual(['join', 'leave', 'join', 'interrupted', 'join']);
    expect(driven.pass(10_000).take()).toEqual(['disconnect', 'leave', 'lost refused']);
  });

  it('waits for the gateway when there is none, however long', () => {
    const driven = new Driven().tell({ kind: 'unsent' }).pass(3_600_000);
    expect(driven.take()).toEqual([]);
    expect(driven.tell({ kind: 'ready' }).open().take()).toEqual(['join', 'connect']);
  });
});

describe('a connection that breaks', () => {
  it.each([4006, 4009, 1006, null])('is made again at once (code %s), and people know', (code) => {
    const driven = connected().tell(broken(code));
    expect(driven.take()).toEqual(['disconnect', 'interrupted', 'join']);
    driven.pass(300).open();
    expect(driven.orders.at(-1)).toMatchObject({ kind: 'reconnected', silentMs: 300 });
  });

  it('is made anew when Discord names another server, unnoticed unless it takes long', () => {
    const driven = connected().tell(server);
    expect(driven.take()).toEqual(['connect']);
    expect(driven.pass(500).tell({ kind: 'opened' }).take()).toEqual([]);
    driven.tell(server).pass(1_500);
    expect(driven.take()).toEqual(['connect', 'interrupted']);
    driven.tell({ kind: 'opened' });
    expect(driven.orders.at(-1)).toMatchObject({ kind: 'reconnected', silentMs: 1_500 });
  });

  it('waits while Discord has no server for it, and asks again if none comes', () => {
    const driven = connected().tell({ kind: 'server', available: false });
    expect(driven.take()).toEqual(['disconnect', 'interrupted']);
    expect(driven.pass(9_000).tell(server, { kind: 'opened' }).take()).toEqual(['connect', 'reconnected']);
    driven.tell({ kind: 'server', available: false }).pass(10_500);
    expect(driven.take()).toContain('join');
  });

  it('may resume by itself, but not for ever', () => {
    const driven = connected().tell({ kind: 'resuming' }).pass(100).tell({ kind: 'opened' });
    expect(driven.take()).toEqual([]);
    driven.tell({ kind: 'resuming' }).pass(13_000);
    expect(driven.take()).toEqual(['interrupted', 'disconnect', 'join']);
  });

  it('was disconnected on purpose when nothing follows', () => {
    const driven = connected().tell(broken(4014)).pass(4_900);
    expect(driven.take()).toEqual(['interrupted']);
    expect(driven.pass(1_000).take()).toEqual(['leave', 'disconnect', 'lost removed']);
  });

  it('goes where it is sent after being disconnected', () => {
    const driven = connected().tell(broken(4014), { kind: 'state', channelId: 'attic' }, server, { kind: 'opened' });
    expect(driven.take()).toEqual(['connect']);
    expect(driven.state).toMatchObject({ channelId: 'attic', audible: true });
  });

  it('comes back when it was the gateway that was lost', () => {
    const driven = connected().tell(broken(4014)).pass(5_100).tell({ kind: 'unsent' }).pass(100_000);
    expect(driven.take()).toEqual(['interrupted', 'leave']);
    expect(driven.tell({ kind: 'ready' }).open().take()).toEqual(['join', 'connect', 'reconnected']);
  });

  it('asks again after a call was ended for everybody, if nobody says that the channel is gone', () => {
    expect(connected().tell(broken(4022)).pass(2_100).take()).toEqual(['interrupted', 'disconnect', 'join']);
    expect(connected().tell(broken(4022), gone).take()).toEqual(['disconnect', 'lost removed']);
  });

  it('gives up when it is told that it is in no channel any more', () => {
    expect(connected().tell(gone).take()).toEqual(['disconnect', 'lost removed']);
    expect(connected().tell(broken(4006)).open().tell(gone).take()).toContain('lost removed');
  });

  it.each([4017, 4016, 4021])('gives up soon when it is refused again and again with %s', (code) => {
    const driven = connected();
    for (let i = 0; i < 3; i++) driven.tell(broken(code)).untilAsked().joinAnswered();
    expect(driven.take().at(-1)).toBe('lost unreachable');
  });

  it('keeps its distance when it is rate limited', () => {
    const driven = connected().tell(broken(4021)).pass(4_900);
    expect(driven.take()).toEqual(['disconnect', 'interrupted']);
    expect(driven.pass(200).take()).toEqual(['join']);
  });

  it('gives up after three minutes of trying, with growing pauses', () => {
    const driven = connected();
    while (driven.state.phase.kind !== 'lost') driven.tell(broken(null)).untilAsked().joinAnswered();
    const joins = driven.orders.filter(({ kind }) => kind === 'join').map(({ at }) => at - T0);
    const pauses = joins.slice(1).map((at, i) => at - joins[i]);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(driven.now - T0 - 60_000).toBeGreaterThan(175_000);
    expect(driven.now - T0 - 60_000).toBeLessThan(230_000);
    expect(driven.take().at(-1)).toBe('lost unreachable');
  });
});

describe('moving to another channel', () => {
  it('asks Discord, and keeps playing until it has been answered', () => {
    const driven = connected().tell({ kind: 'move', channelId: 'attic' });
    expect(driven.orders.at(-1)).toMatchObject({ kind: 'join', channelId: 'attic' });
    expect(driven.state.audible).toBe(true);
    driven.take();
    expect(driven.tell({ kind: 'state', channelId: 'attic' }, server, { kind: 'opened' }).take()).toEqual(['connect']);
  });

  it('stays where it is heard when nothing answers, and says why', () => {
    const driven = connected().tell({ kind: 'move', channelId: 'attic' }).pass(60_000);
    expect(driven.orders).toMatchObject([{ kind: 'join', channelId: 'attic' }, { kind: 'stayed', channelId: 'lounge' }]);
    expect(driven.state).toMatchObject({ channelId: 'lounge', audible: true, phase: { kind: 'connected' } });
    driven.take();
    // The next one may be let in, also late.
    driven.tell({ kind: 'move', channelId: 'attic' }).pass(20_000).tell({ kind: 'state', channelId: 'attic' }, server, { kind: 'opened' });
    expect(driven.take()).toEqual(['join', 'stayed', 'connect']);
    expect(driven.state).toMatchObject({ channelId: 'attic', audible: true });
  });

  it('does not leave where it is heard because it may not ask again yet', () => {
    const driven = connected();
    for (let i = 0; i < MOST_JOINS; i++) driven.tell({ kind: 'move', channelId: `attic ${i}` });
    driven.take();
    expect(driven.tell({ kind: 'move', channelId: 'kitchen' }).pass(120_000).take()).toEqual(['join', 'stayed']);
  });

  it('is refused when it is heard nowhere', () => {
    const driven = connected().tell({ kind: 'move', channelId: 'attic' }, broken(4014)).pass(60_000);
    expect(driven.take().at(-1)).toBe('lost refused');
  });

  it('does nothing when it is there already', () => {
    expect(connected().tell({ kind: 'move', channelId: 'lounge' }).take()).toEqual([]);
    expect(connected().tell({ kind: 'state', channelId: 'attic' }, { kind: 'move', channelId: 'attic' }).take()).toEqual([]);
  });

  it('goes to the new channel after whatever it is waiting for', () => {
    const driven = new Driven().tell({ kind: 'unsent' }, { kind: 'move', channelId: 'attic' }, { kind: 'ready' });
    expect(driven.orders.at(-1)).toMatchObject({ kind: 'join', channelId: 'attic' });
  });
});

describe('whatever happens', () => {
  const code = fc.constantFrom(1006, 4001, 4006, 4009, 4014, 4015, 4017, 4021, 4022, null);
  const fact: fc.Arbitrary<Fact> = fc.oneof(
    fc.record({ kind: fc.constantFrom('time', 'ready', 'unsent', 'opened', 'resuming') }) as fc.Arbitrary<Fact>,
    code.map(broken),
    fc.constantFrom('lounge', 'attic').map((channelId) => ({ kind: 'state', channelId }) as const),
    fc.boolean().map((available) => ({ kind: 'server', available }) as const),
    fc.constantFrom('lounge', 'attic').map((channelId) => ({ kind: 'move', channelId }) as const),
  );
  const story = fc.array(fc.record({ fact: fc.oneof({ weight: 20, arbitrary: fact }, { weight: 1, arbitrary: fc.constant(gone) }), ms: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 40_000 })) }), { maxLength: 120 });

  function tellStory(steps: readonly { readonly fact: Fact; readonly ms: number }[]): Driven {
    const driven = new Driven();
    for (const { fact, ms } of steps) driven.tell(fact).pass(ms);
    return driven;
  }

  it('never joins more than five times within a minute', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { orders } = tellStory(steps);
        const joins = orders.filter(({ kind }) => kind === 'join').map(({ at }) => at);
        for (const at of joins) expect(joins.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(MOST_JOINS);
      }),
      { numRuns: 500 },
    );
  });

  it('tells people of silence and sound in turns, and of nothing after it is lost', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const told = tellStory(steps).orders.map(({ kind }) => kind);
        const news = told.filter((kind) => kind === 'interrupted' || kind === 'reconnected');
        expect(news.every((kind, i) => kind === (i % 2 === 0 ? 'interrupted' : 'reconnected'))).toBe(true);
        const lost = told.indexOf('lost');
        expect(lost === -1 || lost === told.length - 1).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('has something to wait for, unless it is connected, lost, or without a gateway', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { state, now } = tellStory(steps);
        const at = wakeAt(state);
        if (at === null) expect(['connected', 'lost', 'unreached']).toContain(state.phase.kind);
        else expect(at).toBeGreaterThan(now);
      }),
      { numRuns: 500 },
    );
  });
});
