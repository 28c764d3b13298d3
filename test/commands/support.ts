import { expect } from 'vitest';
import { createCommandDesk } from '../../commands/desk/desk.ts';
import { commands } from '../../commands/registry.ts';
import type { TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import { NOTHING_ANALYSED, type AnalysisProgress } from '../../src/analysis/progress.ts';
import type { Caller, CommandContext, CommandDesk, Reply, Services } from '../../src/command.ts';
import type { View } from '../../src/view.ts';
import type { Affinity, ConsentState, Destination, ListenerId, ListenerScore, Member, Origin, Pick, PlaceSettings, Presence, Reaction, Track, TrackId } from '../../src/domain.ts';
import type { Vibe } from '../../src/vibe.ts';
import { DEFAULT_PLACE_SETTINGS } from '../../src/domain.ts';
import type { Library, LibraryStatus } from '../../src/library/library.ts';
import type { Listening } from '../../src/listening/listening.ts';
import { ListenerPreferences } from '../../src/listening/preferences.ts';
import { silentLogger, type Logger } from '../../src/log.ts';
import type { ReadingStatus } from '../../src/reading/reading.ts';
import { countTags, trackTags } from '../../src/library/track-tags.ts';
import type { LabelledTrack, Recommender, SimilarArtistHere, SimilarTrack, SoundMapPicture, WordsAbout } from '../../src/recommender/recommender.ts';
import type { PickRecord } from '../../src/recommender/pick-record.ts';
import type { PlaceStats } from '../../src/recommender/place-stats.ts';
import type { TasteProfile } from '../../src/recommender/taste-profile.ts';
import type { QueueEntry, Session, Sessions, SessionState, SessionView } from '../../src/session/session.ts';
import { UserError } from '../../src/user-error.ts';
import { nextDue } from '../../src/weekly/calendar.ts';
import { rhythmOf } from '../../src/weekly/preferences.ts';
import type { DiscoveryList, MemberPlan, PlacePlan, Recipient, Weekly } from '../../src/weekly/weekly.ts';
import { KnownRequests } from '../support/known-requests.ts';
import { TestClock } from '../support/test-clock.ts';
import { MapStore } from '../support/map-store.ts';
import { aTrack } from '../support/tracks.ts';

export const PLACE = 'room:lounge';
export const ADA: Member = { id: 'room:ada', name: 'Ada' };
export const BEN: Member = { id: 'room:ben', name: 'Ben' };
export const CEM: Member = { id: 'room:cem', name: 'Cem' };

export const CRAZY = aTrack(1, { title: 'Crazy in Love', artist: 'The Bells', genres: ['dream pop', 'shoegaze'], durationMs: 200_000 });
export const SLOW = aTrack(2, { title: 'Slow Water', artist: 'Mira Holm', genres: ['ambient'] });
export const MISSION = aTrack(3, { title: 'Mission: Possible', artist: 'Brass "Tin" Band' });
export const NIGHT = aTrack(4, { title: 'Night Bus', artist: 'The Bells', genres: ['dream pop'] });

/** What commands asked of the services, in order. */
type Calls = [method: string, ...args: unknown[]][];

/** A session that keeps its queue and writes down what it is told; it plays nothing. */
class RecordingSession implements Session {
  readonly id = 's1';
  readonly placeId = PLACE;
  readonly #calls: Calls;
  state: SessionState = { kind: 'starting' };
  queue: readonly QueueEntry[] = [];
  destination: Destination = { kind: 'stream' };
  vibe: Vibe | null = null;

  constructor(calls: Calls, vibe: Vibe | null = null) {
    this.#calls = calls;
    this.vibe = vibe;
  }

  view(): SessionView {
    return { id: this.id, placeId: this.placeId, destination: this.destination, state: this.state, queue: this.queue, history: [], reactions: [], skip: { votes: 0, needed: 1 }, volume: 1, vibe: this.vibe, notices: [] };
  }

  async request(trackId: TrackId, by: Member, options?: { readonly first?: boolean }): Promise<QueueEntry> {
    this.#calls.push(['request', trackId, by, ...(options ? [options] : [])]);
    const entry = queued(TRACKS.find(({ id }) => id === trackId) ?? CRAZY, { kind: 'request', by });
    const requests = this.queue.filter(({ origin }) => origin.kind === 'request').length;
    this.queue = this.queue.toSpliced(options?.first ? 0 : requests, 0, entry);
    return entry;
  }

  async playList(picks: readonly Pick[]): Promise<number> {
    this.#calls.push(['playList', picks.map(({ trackId }) => trackId)]);
    return picks.length;
  }

  async remove(entryId: string): Promise<QueueEntry> {
    this.#calls.push(['remove', entryId]);
    return this.#taken(entryId);
  }

  async move(entryId: string, to: number): Promise<QueueEntry> {
    this.#calls.push(['move', entryId, to]);
    const entry = this.#taken(entryId);
    this.queue = this.queue.toSpliced(to - 1, 0, entry);
    return entry;
  }

  #taken(entryId: string): QueueEntry {
    const index = this.queue.findIndex(({ id }) => id === entryId);
    const entry = this.queue[index];
    this.queue = this.queue.toSpliced(index, 1);
    return entry;
  }

  /** How many more it takes after a vote. */
  missing = 0;

  async voteToSkip(by: Member): Promise<number> {
    this.#calls.push(['voteToSkip', by]);
    return this.missing;
  }

  skip = async (by: Member): Promise<void> => this.#told('skip', by);
  pause = async (): Promise<void> => this.#told('pause');
  resume = async (): Promise<void> => this.#told('resume');
  seek = async (positionMs: number): Promise<void> => this.#told('seek', positionMs);
  setVolume = async (volume: number): Promise<void> => this.#told('setVolume', volume);
  react = async (by: Member, reaction: Reaction | null): Promise<void> => this.#told('react', by, reaction);
  moveTo = async (destination: Destination): Promise<void> => this.#told('moveTo', destination);
  stop = async (): Promise<void> => this.#told('stop');
  setVibe = (vibe: Vibe | null): void => void (this.vibe = vibe);
  frames = (): (() => void) => () => {};
  readonly unlearnt = new Set<ListenerId>();
  learnsFrom = (id: ListenerId): boolean => !this.unlearnt.has(id);
  setLearning = async (id: ListenerId, learns: boolean): Promise<void> => void (learns ? this.unlearnt.delete(id) : this.unlearnt.add(id));

  #told(method: string, ...args: unknown[]): void {
    this.#calls.push([method, ...args]);
  }
}

const TRACKS: readonly Track[] = [CRAZY, SLOW, MISSION, NIGHT];

/** A house in memory: what commands need of the services, and a note of all they did. */
export class House {
  readonly calls: Calls = [];
  readonly clock = new TestClock();
  readonly requests = new KnownRequests();
  reading: ReadingStatus = { on: false, why: 'Segue reads nothing.' };
  readonly desk: CommandDesk;
  readonly services: Services;
  session: RecordingSession | undefined;
  present: readonly Presence[] = [];
  settings: PlaceSettings = DEFAULT_PLACE_SETTINGS;
  tracks: readonly Track[] = TRACKS;
  analysis: AnalysisProgress = NOTHING_ANALYSED;
  libraryStatus: LibraryStatus = { tracks: 4, artists: 3, files: 5, sources: [], unreadable: [], measured: 2 };
  readonly consent = new Map<ListenerId, ConsentState>();
  readonly reactions = new Map<string, Reaction>();
  /** Who agreed that what they play elsewhere is kept. */
  readonly agreed = new Set<ListenerId>();
  /** Where the caller hears what starts or moves. */
  destination: () => Destination = () => ({ kind: 'stream' });
  /** Whether the recommender's process is there. */
  recommenderIsUp = true;
  /** What the recommender says when asked about any track. */
  explanation: readonly ListenerScore[] = [];
  similar: readonly SimilarTrack[] = [];
  /** null: the track was not heard yet. */
  sounding: readonly SimilarTrack[] | null = [];
  similarArtists: readonly SimilarArtistHere[] = [];
  /** What files sound like. */
  readonly heard = new Map<string, TrackAnalysis>();
  labelled: readonly LabelledTrack[] = [];
  /** How alike any two tastes are. */
  match: number | null = 0.84;
  /** A track each of artists to choose from. */
  onboarding: readonly TrackId[] = [];
  about: WordsAbout = { tags: [], sources: [] };
  /** What the log says of anybody's taste. */
  profile: TasteProfile | null | undefined = null;
  map: SoundMapPicture | null = null;
  stats: PlaceStats | null | undefined = null;
  record: PickRecord | undefined = undefined;
  affinities: readonly Affinity[] = [];

  constructor(log: Logger = silentLogger) {
    this.desk = createCommandDesk(commands, log);
    this.services = {
      clock: this.clock,
      requests: this.requests,
      reading: { status: () => this.reading },
      imports: { take: async () => [], reading: () => null, remove: async () => false, close: async () => {} },
      library: this.#library(),
      listening: this.#listening(),
      recommender: this.#recommender(),
      sessions: this.#sessions(),
      weekly: this.#weekly(),
    };
  }

  /** People in the place. */
  with(...people: readonly Member[]): this {
    this.present = people.map((member) => ({ ...member, deafened: false }));
    return this;
  }

  /** A session that plays `track` from 10 s on, with these entries waiting. */
  playing(track: Track = CRAZY, origin: Origin = { kind: 'request', by: BEN }, waiting: readonly QueueEntry[] = []): RecordingSession {
    this.session = new RecordingSession(this.calls);
    const now = this.clock.now();
    this.session.state = { kind: 'playing', current: { playId: 'p1', track, origin, startedAt: now - 10_000, positionMs: 10_000, positionAt: now } };
    this.session.queue = waiting;
    return this.session;
  }

  context(who: Member, given: Partial<Caller> = {}): CommandContext {
    const here = this.present.some(({ id }) => id === who.id);
    return { caller: { ...who, manager: false, operator: false, dj: false, here, ...given }, placeId: PLACE, services: this.services, destination: this.destination };
  }

  /** Types a line as `who`. */
  say(who: Member, line: string, given: Partial<Caller> = {}): Promise<Reply> {
    const { path, options } = this.desk.parse(line);
    return this.desk.execute(path, options, this.context(who, given));
  }

  #sessions(): Sessions {
    return {
      start: async (placeId, destination, vibe) => {
        if (!this.session) this.calls.push(['start', placeId, destination]);
        return (this.session ??= new RecordingSession(this.calls, vibe));
      },
      get: () => this.session,
      all: () => (this.session ? [this.session] : []),
      restore: async () => {},
      close: async () => {},
      arrive: () => {},
      leave: () => {},
      deafen: () => {},
      present: () => this.present,
      unheard: () => {},
      react: async (_place, by, trackId, reaction) => void this.calls.push(['react', by, trackId, reaction]),
      settings: async () => this.settings,
      changeSettings: async (_place, change) => {
        const changed = typeof change === 'function' ? change(this.settings) : change;
        this.calls.push(['changeSettings', changed]);
        return (this.settings = { ...this.settings, ...changed });
      },
      forgetPlace: async (placeId) => void this.calls.push(['forgetPlace', placeId]),
      onChange: () => () => {},
      beforeEnd: () => () => {},
      onEnd: () => () => {},
    };
  }

  /** By id, newest first. */
  lists: readonly DiscoveryList[] = [];
  placePlan: PlacePlan = { since: null, day: 'monday', hour: 9, zone: 'Europe/Berlin', length: 30, channelId: null };
  readonly memberPlans = new Map<ListenerId, MemberPlan>();
  /** What a list that is asked for now is; null when there is nothing for it. */
  discovered: DiscoveryList | null = null;

  #weekly(): Weekly {
    const { clock } = this;
    const nextAt = (to: Recipient) => {
      const plan = to.listenerId === null ? null : (this.memberPlans.get(to.listenerId) ?? null);
      const on = to.listenerId === null ? this.placePlan.since !== null : plan !== null;
      return on ? nextDue(rhythmOf(this.placePlan, plan), clock.now()).at : null;
    };
    return {
      get: async (id) => this.lists.find((list) => list.id === id) ?? null,
      latest: async ({ listenerId }) => this.lists.find((list) => list.kind === 'weekly' && list.listenerId === listenerId) ?? null,
      kept: async (_place, id) => this.lists.filter((list) => list.kind === 'kept' && list.listenerId === id),
      discover: async (request) => {
        this.calls.push(['discover', request]);
        return this.discovered;
      },
      keep: async (list, by) => this.calls.push(['keep', list.id, by]) > 0,
      wantLess: async (list, by) => void this.calls.push(['wantLess', list.id, by]),
      place: async () => this.placePlan,
      changePlace: async (_place, change) => {
        this.calls.push(['changePlace', change]);
        return (this.placePlan = { ...this.placePlan, ...(change as Partial<PlacePlan>) });
      },
      member: async (_place, id) => this.memberPlans.get(id) ?? null,
      join: async (_place, id, wishes) => {
        if (this.consent.get(id) !== 'given') throw new UserError('no-consent', 'A list made for you needs your taste.');
        const plan = { since: clock.now(), by: 'dm' as const, day: null, hour: null, zone: null, ...(wishes as Partial<MemberPlan>) };
        this.memberPlans.set(id, plan);
        return plan;
      },
      leave: async (_place, id) => void this.memberPlans.delete(id),
      nextAt: async (to) => nextAt(to),
      faultOf: async () => null,
      forgetPlace: async (placeId) => void this.calls.push(['weekly.forgetPlace', placeId]),
      deliverBy: () => () => {},
      bringUpToDate: async () => {},
      close: async () => {},
    };
  }

  #library(): Library {
    const text = (track: Track) => `${track.id} ${track.title} — ${track.artist}`.toLowerCase();
    const tracks = () => this.tracks;
    return {
      get: (id) => this.tracks.find((track) => track.id === id),
      get size() {
        return tracks().length;
      },
      tracks,
      search: (query, limit) => this.tracks.filter((track) => query.toLowerCase().split(/\s+/).every((word) => text(track).includes(word))).slice(0, limit),
      loudness: async () => null,
      match: () => undefined,
      cover: async () => null,
      status: () => this.libraryStatus,
      onChange: () => () => {},
      ready: async () => {},
      reportUnreadable: () => {},
      close: async () => {},
    };
  }

  #listening(): Listening {
    const told = (method: string, state: ConsentState) => async (who: Member | ListenerId) => {
      this.calls.push([method, who]);
      this.consent.set(typeof who === 'string' ? who : who.id, state);
    };
    const consentOf = (id: ListenerId) => this.consent.get(id) ?? 'unasked';
    return {
      preferences: new ListenerPreferences({ store: new MapStore(), consentOf, log: silentLogger }),
      consentOf,
      nameOf: async (id) => [ADA, BEN, CEM].find((one) => one.id === id && consentOf(id) !== 'unasked')?.name ?? null,
      giveConsent: told('giveConsent', 'given'),
      pauseConsent: told('pauseConsent', 'paused'),
      resumeConsent: told('resumeConsent', 'given'),
      deleteAll: told('deleteAll', 'unasked'),
      wasAsked: () => false,
      markAsked: async () => {},
      agreedToElsewhere: (id) => this.agreed.has(id),
      agreeToElsewhere: async (id, agreed) => {
        if (this.consent.get(id) !== 'given') throw new UserError('no-consent', 'You are not counted in yet: /privacy join comes first.');
        this.calls.push(['agreeToElsewhere', id, agreed]);
        if (agreed) this.agreed.add(id);
        else this.agreed.delete(id);
      },
      heardElsewhere: async () => {},
      matchElsewhere: async () => {},
      importHistory: async () => {},
      importsOf: async () => [],
      pickMade: async () => {},
      listShown: async () => {},
      listFeedback: async (said) => void this.calls.push(['listFeedback', said]),
      listsUnwanted: async () => [],
      verdictsOn: async () => ({ keep: 0, less: 0 }),
      listenersIn: async () => [],
      playStarted: async () => {},
      playResumed: async () => {},
      joined: () => {},
      left: () => {},
      deafened: () => {},
      disregarded: () => {},
      musicPaused: () => {},
      musicContinued: () => {},
      playEnded: async () => {},
      recover: async () => {},
      feedback: async (feedback) => void (feedback.kind === 'artist' && this.calls.push(['feedback', feedback.listenerId, feedback.kind, feedback.trackId])),
      takeBack: async () => {},
      reactionOf: async (id, trackId) => this.reactions.get(`${id} ${trackId}`) ?? null,
      affinities: async () => this.affinities,
      recentListens: async () => [],
      summary: async (id) => ({ consent: this.consent.get(id) ?? 'unasked', since: null, listens: 7, heardMs: 1, feedback: 2, picks: 3, elsewhere: { agreed: this.agreed.has(id), listens: 0 }, imports: [] }),
      exportOf: async (id) => ({ member: id, listens: [{ track: 'Crazy in Love' }] }),
      onLearnt: () => () => {},
      onForgotten: () => () => {},
      close: async () => {},
    };
  }

  #recommender(): Recommender {
    return {
      pick: async () => [],
      list: async () => [],
      explain: async (trackId, listeners) => {
        this.calls.push(['explain', trackId, listeners]);
        return this.explanation;
      },
      similar: async (trackId, count) => {
        this.calls.push(['similar', trackId, count]);
        return this.similar;
      },
      similarSounding: async (trackId, count) => {
        this.calls.push(['similarSounding', trackId, count]);
        return this.sounding;
      },
      analysisOf: async ({ path }) => this.heard.get(path) ?? null,
      similarArtists: async (artist, count) => {
        this.calls.push(['similarArtists', artist, count]);
        return this.similarArtists;
      },
      labelled: async (label, count) => {
        this.calls.push(['labelled', label, count]);
        return this.labelled;
      },
      onboardingArtists: async (count) => this.onboarding.slice(0, count),
      bestTracksOf: async (artist, count) => this.tracks.filter((track) => track.artist === artist).map(({ id }) => id).slice(0, count),
      wordsAbout: async (artist) => {
        this.calls.push(['wordsAbout', artist]);
        return this.about;
      },
      artistsElsewhere: async () => [],
      soundMap: async () => this.map,
      libraryTags: async (count) => countTags(this.tracks.map(trackTags)).slice(0, count),
      tasteMatch: async () => this.match,
      tasteOf: async (id) => {
        this.calls.push(['tasteOf', id]);
        return { modelVersion: 'm1', numbers: [0.25, -0.5] };
      },
      tasteProfile: async (id) => {
        this.calls.push(['tasteProfile', id]);
        return this.profile;
      },
      placeStats: async () => this.stats,
      pickRecord: async () => this.record,
      learn: () => {},
      forget: async (id) => void this.calls.push(['recommender.forget', id]),
      readingsChanged: () => {},
      libraryChanged: () => {},
      onAnalysis: () => () => {},
      status: () => ({ from: this.recommenderIsUp ? 'process' : 'snapshot', modelVersion: 'm1', listeners: 2, tracks: 4, artists: 0, trainedAt: null, training: null, analysis: this.analysis, restarts: 0 }),
      close: async () => {},
    };
  }
}

/** Somebody's list of this week, or everybody's, with these tracks. */
export function aList(of: Member | null, tracks: readonly Track[], given: Partial<DiscoveryList> = {}): DiscoveryList {
  const scores = of ? [scored(of, { tags: 1 }, [CRAZY])] : [];
  const picks = tracks.map((track): Pick => ({ id: `k-${track.id}`, trackId: track.id, modelVersion: 'm1', probability: 0.5, exploratory: false, madeAt: 0, list: 'l1', scores }));
  const cover = { variant: 'night', probability: 1 / 3, motif: 'rings', hues: [200, 220, 240], styles: ['ambient'], curves: tracks.map(() => [10, 200, 90, 30]), measured: 0, seed: 7 } as const;
  return { id: 'l1', kind: 'weekly', placeId: PLACE, listenerId: of?.id ?? null, week: '2026-W02', madeAt: 0, content: { picks, cover }, ...given };
}

export function queued(track: Track, origin: Origin): QueueEntry {
  return { id: `q-${track.id}`, track, origin };
}

export function requestedBy(by: Member): Origin {
  return { kind: 'request', by };
}

/** Contributions of the signals to one listener's score, at weight 1. */
export function scored(listener: Member, values: Partial<Record<keyof ListenerScore['signals'], number>>, because: readonly Track[] = []): ListenerScore {
  const signal = (name: keyof ListenerScore['signals']) => ({ value: values[name] ?? 0, weight: 1 });
  return {
    listenerId: listener.id,
    score: Object.values(values).reduce((sum, value) => sum + value, 0),
    relevance: 0.5,
    signals: { collaborative: signal('collaborative'), language: signal('language'), acoustic: signal('acoustic'), tags: signal('tags'), popularity: signal('popularity'), novelty: signal('novelty') },
    because: because.map(({ id }) => id),
  };
}

export function pickedFor(scores: readonly ListenerScore[], given: Partial<Pick> = {}): Origin {
  return {
    kind: 'pick',
    pick: { id: 'k1', trackId: CRAZY.id, modelVersion: 'm1', probability: 0.5, exploratory: false, madeAt: 0, scores, ...given },
  };
}

/** The reply's view, which must be of this kind. */
export function viewOf<K extends View['kind']>(reply: Reply, kind: K): Extract<View, { kind: K }> {
  expect(reply.view.kind, 'text' in reply.view ? reply.view.text : undefined).toBe(kind);
  return reply.view as Extract<View, { kind: K }>;
}

/** The sentence of a private error. */
export function refusal(reply: Reply): string {
  const { tone, text } = viewOf(reply, 'notice');
  expect({ tone, private: reply.private }, text).toEqual({ tone: 'error', private: true });
  return text;
}
