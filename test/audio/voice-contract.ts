import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Voice, VoiceEvent, VoiceItem, VoicePlayer } from '../../src/audio/voice.ts';

/** A voice with the means to test it. */
export interface VoiceHarness {
  readonly voice: Voice;
  /** A playable item of this length. */
  item(playId: string, lengthMs: number, options?: { readonly startMs?: number; readonly gapless?: boolean }): VoiceItem;
  broken(playId: string): VoiceItem;
  /** Lets time pass until the condition holds; fails when it does not within ten seconds of music. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** What every voice does, whatever it sounds like. */
export function voiceContract(name: string, open: () => Promise<VoiceHarness>): void {
  describe(`${name} keeps the contract of a voice`, () => {
    let harness: VoiceHarness;
    let player: VoicePlayer;
    let events: VoiceEvent[];
    const of = <K extends VoiceEvent['kind']>(kind: K, playId?: string) =>
      events.filter((event): event is Extract<VoiceEvent, { kind: K }> => event.kind === kind && (!playId || ('playId' in event && event.playId === playId)));
    const happened = (kind: VoiceEvent['kind'], playId?: string) => harness.until(() => of(kind, playId).length > 0);
    const order = () => events.filter((event) => event.kind !== 'position').map((event) => ('playId' in event ? `${event.kind} ${event.playId}` : event.kind));

    beforeEach(async () => {
      harness = await open();
      events = [];
      player = await harness.voice.open('place', { destination: { kind: 'stream' }, bitrate: 96_000, crossfadeMs: 400, volume: 1 }, (event) => events.push(event));
    });
    afterEach(() => harness.close());

    it('plays an item to its end and is idle then', async () => {
      player.play(harness.item('a', 900));
      await happened('idle');
      expect(order()).toEqual(['started a', 'ended a', 'idle']);
      expect(of('started')[0]?.positionMs).toBe(0);
      expect(of('ended')[0]?.how).toBe('finished');
      expect(of('ended')[0]?.positionMs).toBeGreaterThan(800);
    });

    it('begins where it is told to', async () => {
      player.play(harness.item('a', 3_000, { startMs: 2_400 }));
      await happened('ended', 'a');
      expect(of('started')[0]?.positionMs).toBeGreaterThanOrEqual(2_350);
      expect((of('ended')[0]?.at ?? 0) - (of('started')[0]?.at ?? 0)).toBeLessThan(2_000);
    });

    it('crossfades into what is up next by itself', async () => {
      player.play(harness.item('a', 1_500));
      player.upNext(harness.item('b', 1_500));
      await happened('idle');
      expect(order()).toEqual(['started a', 'started b', 'ended a', 'ended b', 'idle']);
      const overlap = (of('ended', 'a')[0]?.at ?? 0) - (of('started', 'b')[0]?.at ?? 0);
      expect(overlap).toBeGreaterThan(200);
      expect(overlap).toBeLessThan(700);
    });

    it('replaces what plays at once, and forgets what was up next', async () => {
      player.play(harness.item('a', 5_000));
      await happened('started', 'a');
      player.upNext(harness.item('b', 5_000));
      player.play(harness.item('c', 800));
      await happened('idle');
      expect(order()).toEqual(['started a', 'ended a', 'started c', 'ended c', 'idle']);
      expect(of('ended', 'a')[0]?.how).toBe('replaced');
    });

    it('takes another item up next in place of the first, or none', async () => {
      player.play(harness.item('a', 1_500));
      player.upNext(harness.item('b', 800));
      player.upNext(harness.item('c', 800));
      await happened('started', 'c');
      player.upNext(harness.item('d', 800));
      player.upNext(null);
      await happened('idle');
      expect(order()).toEqual(['started a', 'started c', 'ended a', 'ended c', 'idle']);
    });

    it('says that an item is broken, and is idle when nothing else is there', async () => {
      player.play(harness.broken('x'));
      await happened('idle');
      expect(order()).toEqual(['failed x', 'idle']);
      expect(of('failed')[0]?.reason).toMatch(/\w+.*\.$/);
    });

    it('knows early that what is up next is broken, and plays on', async () => {
      player.play(harness.item('a', 2_500));
      await happened('started', 'a');
      player.upNext(harness.broken('x'));
      await happened('failed', 'x');
      expect(of('ended', 'a')).toEqual([]);
      player.upNext(harness.item('b', 600));
      await happened('idle');
      expect(order()).toEqual(['started a', 'failed x', 'started b', 'ended a', 'ended b', 'idle']);
    });

    it('stands still while paused', async () => {
      player.play(harness.item('a', 1_500));
      await happened('started', 'a');
      player.pause();
      await harness.until(() => of('position').some((event) => event.paused));
      const stoodAt = of('position').findLast((event) => event.paused)?.positionMs ?? 0;
      player.resume();
      await harness.until(() => of('position').at(-1)?.paused === false);
      expect(Math.abs((of('position').at(-1)?.positionMs ?? 0) - stoodAt)).toBeLessThan(150);
      await happened('ended', 'a');
    });

    it('plays another item in place of a paused one once it is resumed', async () => {
      player.play(harness.item('a', 5_000));
      await happened('started', 'a');
      player.pause();
      player.play(harness.item('b', 700));
      player.resume();
      await happened('ended', 'b');
    });

    it('jumps within the item', async () => {
      player.play(harness.item('a', 8_000));
      await happened('started', 'a');
      player.seek(7_200);
      await harness.until(() => (of('position').at(-1)?.positionMs ?? 0) >= 7_100);
      await happened('ended', 'a');
      expect((of('ended', 'a')[0]?.at ?? 0) - (of('started', 'a')[0]?.at ?? 0)).toBeLessThan(4_000);
    });

    it('stops the music on demand and can play again', async () => {
      player.play(harness.item('a', 5_000));
      await happened('started', 'a');
      player.stop();
      await happened('idle');
      expect(of('ended', 'a')[0]?.how).toBe('replaced');
      player.play(harness.item('b', 600));
      await happened('ended', 'b');
    });

    it('opens a place once', async () => {
      await expect(harness.voice.open('place', { destination: { kind: 'stream' }, bitrate: 96_000, crossfadeMs: 0, volume: 1 }, () => {})).rejects.toThrow();
    });
  });
}
