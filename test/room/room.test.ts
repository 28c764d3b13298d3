import { afterEach, describe, expect, it } from 'vitest';
import { ANALYSIS_VERSION } from '../../models/acoustic/track-analysis.ts';
import { MEMBER_HEADER, type RoomMessage, type RoomReply, type RoomView } from '../../src/room/protocol.ts';
import { putAnalysedFile, putAnalysis } from '../../src/storage/track-analyses.ts';
import { anAnalysis } from '../analysis/analyses.ts';
import { RoomMember } from '../support/room-member.ts';
import { temporarySqlite } from '../support/storage.ts';
import { House } from './house.ts';

const opened: { close(): Promise<void> }[] = [];

async function open(options?: Parameters<typeof House.open>[0]): Promise<House> {
  const house = await House.open(options);
  opened.push(house);
  return house;
}

afterEach(async () => {
  for (const house of opened.splice(0).toReversed()) await house.close();
});

function text(view: RoomView): string {
  return 'text' in view ? view.text : JSON.stringify(view);
}

describe('the listening room', () => {
  it('shows everybody who is here, and who has left', async () => {
    const house = await open();
    const ada = await RoomMember.enter(house.url, 'Ada');
    const ben = await RoomMember.enter(house.url, 'Ben');
    await ada.until(({ people }) => people.length === 2);
    expect(ada.state.people.map(({ name }) => name).toSorted()).toEqual(['Ada', 'Ben']);
    expect(ada.state.me.name).toBe('Ada');
    ben.leave();
    await ada.until(({ people }) => people.length === 1, 10_000);
    ada.leave();
  });

  it('plays what is asked for, and tells everybody who asked', async () => {
    const house = await open();
    const ada = await RoomMember.enter(house.url, 'Ada');
    const ben = await RoomMember.enter(house.url, 'Ben');
    const reply = await ada.command('/play northern line 7');
    expect(reply).toMatchObject({ private: false, view: { kind: 'queued', track: { title: 'Northern Line 7' } } });
    await ben.until(() => ben.now?.title === 'Northern Line 7');
    expect(ben.state.session?.state).toMatchObject({ current: { origin: { kind: 'request', by: { name: 'Ada' } } } });
    await ada.until(({ session }) => session?.queue.length === 2);
    ada.leave();
    ben.leave();
  });

  it('shows how far the analysis of the library is, and as it goes on', async () => {
    const database = await temporarySqlite();
    const house = await open({ database });
    const ada = await RoomMember.enter(house.url, 'Ada');
    await ada.until(({ library }) => library.analysis.sentences.join() === '0 of 24 tracks analysed.');
    const [first, second] = house.library.tracks().map(({ file }) => ({ path: file.path, size: 1, mtimeMs: 1, version: ANALYSIS_VERSION, tries: 0, triedAt: 1, fault: null, contentHash: null }));
    if (!first || !second) throw new Error('the library is empty');
    await putAnalysis(database.storage, { ...first, contentHash: 'aa' }, { analysis: anAnalysis(), embedding: null, networkVersion: null });
    await putAnalysedFile(database.storage, { ...second, fault: 'it is damaged beyond reading' });
    house.services.recommender.libraryChanged();
    const { library } = await ada.until((state) => state.library.analysis.faults === 1);
    expect(library.analysis).toEqual({ sentences: ['1 of 24 tracks analysed.', 'One track could not be analysed.'], faults: 1 });
    expect(JSON.stringify(library)).not.toContain(second.path);
    const reply = await ada.command('/library show');
    expect(reply.view).toMatchObject({ kind: 'library', analysis: { faulty: [{ path: second.path, reason: 'it is damaged beyond reading' }] } });
    ada.leave();
    await house.close();
    opened.splice(0);
    await database.remove();
  });

  it('ends the vibe that a button was about, and no other', async () => {
    const house = await open();
    const ada = await RoomMember.enter(house.url, 'Ada');
    await ada.command('/vibe tag:ambient');
    const { session } = await ada.until((state) => state.session?.vibe);
    const since = session?.vibe?.since ?? 0;
    const press = async (vibeSince: number) => {
      const answer = await fetch(`${house.url}/api/r/lounge/command`, { method: 'POST', headers: { 'content-type': 'application/json', [MEMBER_HEADER]: ada.token }, body: JSON.stringify({ path: ['vibe'], options: { clear: true }, vibeSince }) });
      return text(((await answer.json()) as RoomReply).view);
    };
    expect(await press(since - 1)).toBe('That one is over already.');
    expect(ada.state.session?.vibe?.words).toEqual(['ambient']);
    await press(since);
    await ada.until((state) => state.session?.vibe === null);
    ada.leave();
  });

  it('keeps rooms apart', async () => {
    const house = await open();
    const ada = await RoomMember.enter(house.url, 'Ada', { place: 'kitchen' });
    const ben = await RoomMember.enter(house.url, 'Ben', { place: 'attic-2' });
    await ada.command('/dj start');
    await ada.until(() => ada.now !== null);
    expect(ben.state.people.map(({ name }) => name)).toEqual(['Ben']);
    expect(ben.state.session).toBeNull();
    expect(house.services.sessions.all().map(({ placeId }) => placeId)).toEqual(['room:kitchen']);
    ada.leave();
    ben.leave();
  });

  it('remembers a reaction of who is counted in, shows it to them alone, and takes it back', async () => {
    const house = await open();
    const ada = await RoomMember.enter(house.url, 'Ada');
    const ben = await RoomMember.enter(house.url, 'Ben');
    await ada.command('/dj start');
    await ada.until(() => ada.now !== null);
    expect((await ada.command('/like')).view).toMatchObject({ kind: 'notice', tone: 'error' });
    await ada.command('/privacy join');
    await ada.until(({ me }) => me.consent === 'given');
    await ada.command('/like');
    await ada.until(({ me }) => me.reaction === 'like');
    expect(ben.state.me).toMatchObject({ consent: 'unasked', reaction: null });
    expect(JSON.stringify(ben.state)).not.toContain('"like"');
    await ada.command('/like');
    await ada.until(({ me }) => me.reaction === null);
    ada.leave();
    ben.leave();
  });

  it('never tells where files lie, nor what others were scored by', async () => {
    const house = await open();
    const ada = await RoomMember.enter(house.url, 'Ada');
    await ada.command('/privacy join');
    await ada.command('/dj start');
    await ada.command('/play northern line 3');
    await ada.command('/skip');
    await ada.until(({ session }) => (session?.history.length ?? 0) > 0 && session?.queue.length === 2);
    const replies = await Promise.all(['/nowplaying', '/queue', '/why'].map((line) => ada.command(line)));
    expect(replies.map(({ view }) => view.kind)).toEqual(['now-playing', 'queue', 'why']);
    const everything = JSON.stringify([ada.state, replies]);
    expect(everything).toContain('Northern Line');
    expect(everything).not.toContain('/music/');
    expect(JSON.stringify(ada.state)).not.toContain('signals');
    ada.leave();
  });

  it('knows a member again after a restart, with what they agreed to', async () => {
    const database = await temporarySqlite();
    const before = await House.open({ database });
    const ada = await RoomMember.enter(before.url, 'Ada');
    await ada.command('/privacy join');
    const { id } = (await ada.until(({ me }) => me.consent === 'given')).me;
    ada.leave();
    await before.close();
    const after = await open({ database });
    const again = await RoomMember.enter(after.url, 'Ada', { token: ada.token });
    expect(again.state.me).toMatchObject({ id, consent: 'given' });
    again.leave();
    await opened.pop()?.close();
    await database.remove();
  });

  it('shows who has muted every tab', async () => {
    const house = await open();
    const ben = await RoomMember.enter(house.url, 'Ben');
    const ada = await openTab(house.url, 'Ada', { deafened: true });
    const deafened = () => ben.state.people.find(({ name }) => name === 'Ada')?.deafened;
    await ben.until(() => deafened() === true);
    await ada.report({ deafened: false });
    await ben.until(() => deafened() === false);
    ada.close();
    ben.leave();
  });

  it('suggests commands and tracks for a line as it is typed', async () => {
    const house = await open();
    const ada = await RoomMember.enter(house.url, 'Ada');
    const complete = async (line: string) => {
      const answer = await fetch(`${house.url}/api/r/lounge/complete?line=${encodeURIComponent(line)}`, { headers: { [MEMBER_HEADER]: ada.token } });
      return (await answer.json()) as { name: string; value: string }[];
    };
    expect((await complete('/pri')).map(({ value }) => value)).toEqual(['/privacy ']);
    const [track] = await complete('/play line nothern 12');
    expect(track.name).toContain('Northern Line 12');
    expect(text((await ada.command(track.value)).view)).toContain('Northern Line 12');
    ada.leave();
  });

  it('shows public answers to the others, private ones to nobody', async () => {
    const house = await open();
    const ada = await RoomMember.enter(house.url, 'Ada');
    const ben = await openTab(house.url, 'Ben', { deafened: false });
    await ben.next('state');
    await ada.command('/privacy show');
    await ada.command('/dj start');
    expect(await ben.next('said')).toMatchObject({ by: { name: 'Ada' }, line: '/dj start', reply: { private: false } });
    ben.close();
    ada.leave();
  });
});

interface Tab {
  /** The next message of this type; others are passed over. */
  next(type: RoomMessage['type']): Promise<RoomMessage>;
  report(body: { readonly deafened: boolean }): Promise<void>;
  close(): void;
}

/** A tab of a new member, message by message. */
async function openTab(url: string, name: string, { deafened }: { readonly deafened: boolean }): Promise<Tab> {
  const json = { 'content-type': 'application/json' };
  const joined = await fetch(`${url}/api/member`, { method: 'POST', headers: json, body: JSON.stringify({ name }) });
  const headers = { ...json, [MEMBER_HEADER]: ((await joined.json()) as { token: string }).token };
  const stop = new AbortController();
  const answer = await fetch(`${url}/api/r/lounge/state?deafened=${deafened}`, { headers, signal: stop.signal });
  const messages = readMessages(answer.body!);
  const next = async (type: RoomMessage['type']) => {
    for (;;) {
      const { value, done } = await messages.next();
      if (done) throw new Error('the stream has ended');
      if (value.type === type) return value;
    }
  };
  const hello = await next('hello');
  const tab = hello.type === 'hello' ? hello.tab : '';
  return {
    next,
    close: () => stop.abort(),
    async report(body) {
      const reported = await fetch(`${url}/api/r/lounge/hearing`, { method: 'POST', headers, body: JSON.stringify({ tab, ...body }) });
      expect(reported.status).toBe(204);
    },
  };
}

async function* readMessages(body: ReadableStream<Uint8Array>): AsyncGenerator<RoomMessage, void> {
  let rest = '';
  for await (const text of body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)) {
    const events = (rest + text).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) if (event.startsWith('data: ')) yield JSON.parse(event.slice('data: '.length)) as RoomMessage;
  }
}
