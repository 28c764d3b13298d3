import { place } from './api.ts';
import { SoundTurn } from './sound-turn.ts';
import { createStore } from './store.ts';

/** What the person hears, and if nothing, why. */
export type Sound =
  /** No session plays. */
  | 'silent'
  | 'starting'
  | 'playing'
  /** The browser wants a press before it lets a page make sound. */
  | 'blocked'
  /** Another tab of this browser plays the same room. */
  | 'elsewhere'
  | 'muted'
  | 'unsupported';

export interface PlayerState {
  readonly sound: Sound;
  /** For this tab alone, 0 to 1. */
  readonly volume: number;
}

/** What the room plays, as far as the player cares. */
export interface Playing {
  readonly sessionId: string;
  readonly paused: boolean;
}

const TYPE = 'audio/ogg; codecs=opus';
const VOLUME = 'segue.volume';
const CHECK_MS = 1_000;
/** Behind the live edge by this much it plays a little faster until it has caught up; by too much, it jumps. */
const LAG_S = { caughtUp: 2, behind: 3, tooMuch: 8 };
const CATCHING_UP = 1.04;
/** Sound that stands still for this long is fetched anew. */
const STALL_MS = 5_000;
/** After a pause longer than this the sound has run dry. */
const DRY_MS = 1_500;
const RETRY_MS = [300, 1_000, 2_000, 4_000, 8_000];

/** Plays the room's live stream. */
export class Player {
  readonly state = createStore<PlayerState>({ sound: 'silent', volume: storedVolume() });
  readonly #audio: HTMLAudioElement;
  readonly #turn: SoundTurn;
  #muted = false;
  #playing: Playing | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  /** Where the sound was when it last moved, and when that was. */
  #position = 0;
  #movedAt = 0;

  constructor(audio: HTMLAudioElement) {
    this.#audio = audio;
    this.#turn = new SoundTurn(`segue.sound.${place}`, {
      begin: () => this.#start(),
      wait: () => {
        this.#stop();
        this.state.set({ sound: 'elsewhere' });
      },
    });
    audio.volume = this.state.get().volume;
    audio.addEventListener('playing', () => {
      this.#failures = 0;
      this.state.set({ sound: 'playing' });
    });
    audio.addEventListener('error', () => this.#again());
    audio.addEventListener('ended', () => this.#again());
    setInterval(() => this.#check(), CHECK_MS);
    if (audio.canPlayType(TYPE) === '') this.state.set({ sound: 'unsupported' });
  }

  /** Whether the person does not hear the music, as far as this tab knows. */
  get deafened(): boolean {
    const { sound } = this.state.get();
    return this.#muted || sound === 'blocked' || sound === 'unsupported';
  }

  /** Follows what the room plays; null is silence. */
  follow(playing: Playing | null): void {
    const before = this.#playing;
    this.#playing = playing;
    if (playing?.sessionId !== before?.sessionId) {
      this.#turn.end();
      this.#update();
    }
    // Players that ran dry gather seconds before they go on, and stay behind by them: begin at the live edge.
    if (before?.paused && !playing?.paused && this.#stoodStillMs > DRY_MS) this.#start();
  }

  /** Called by a press of the person, which also lets a browser that wanted one play. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#update();
  }

  /** Takes the sound over from another tab. */
  playHere(): void {
    this.#turn.claim({ now: true });
  }

  setVolume(volume: number): void {
    this.#audio.volume = volume;
    localStorage.setItem(VOLUME, String(volume));
    this.state.set({ volume });
  }

  #update(): void {
    if (this.state.get().sound === 'unsupported') return;
    if (!this.#muted && this.#playing) return this.#turn.claim({ now: false });
    this.#turn.end();
    this.#stop();
    this.state.set({ sound: this.#muted ? 'muted' : 'silent' });
  }

  #start(): void {
    clearTimeout(this.#retry);
    this.#position = 0;
    this.#movedAt = Date.now();
    this.state.set({ sound: 'starting' });
    this.#audio.src = `/live/${place}.ogg?${Date.now()}`;
    this.#audio.play().catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      this.#turn.end();
      this.#stop();
      this.state.set({ sound: 'blocked' });
    });
  }

  #stop(): void {
    clearTimeout(this.#retry);
    if (!this.#audio.hasAttribute('src')) return;
    this.#audio.pause();
    this.#audio.removeAttribute('src');
    this.#audio.load();
  }

  /** For how long nothing has been heard of a stream that plays. */
  get #stoodStillMs(): number {
    return this.state.get().sound === 'playing' ? Date.now() - this.#movedAt : 0;
  }

  #again(): void {
    if (!this.#audio.hasAttribute('src')) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#start(), RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)]);
  }

  /** Catches up when behind, starts anew when stuck. */
  #check(): void {
    const audio = this.#audio;
    if (this.state.get().sound !== 'playing' || audio.buffered.length === 0) return;
    if (audio.currentTime !== this.#position) {
      this.#position = audio.currentTime;
      this.#movedAt = Date.now();
    }
    if (this.#playing?.paused) return;
    const lag = audio.buffered.end(audio.buffered.length - 1) - audio.currentTime;
    if (lag > LAG_S.tooMuch || this.#stoodStillMs > STALL_MS) return this.#start();
    if (lag > LAG_S.behind) audio.playbackRate = CATCHING_UP;
    else if (lag < LAG_S.caughtUp) audio.playbackRate = 1;
  }
}

function storedVolume(): number {
  const stored = Number(localStorage.getItem(VOLUME) ?? 1);
  return stored >= 0 && stored <= 1 ? stored : 1;
}
