/** Settings of the instruments, as plain data. Times in seconds, frequencies in Hz. */
export type Patch =
  | SynthPatch
  | FmPatch
  | PluckPatch
  | PianoPatch
  | DrumPatch
  | NoisePatch
  | RiserPatch;

export interface Envelope {
  readonly attack: number;
  /** Time constant of the fall from the peak to `sustain`. */
  readonly decay: number;
  /** 0 to 1. */
  readonly sustain: number;
  readonly release: number;
}

export type Waveform = 'sine' | 'triangle' | 'saw' | 'square' | 'pulse25' | 'pulse12' | 'organ' | 'reed' | 'whistle' | 'hollow';

/** Subtractive: band-limited waves, detuned in unison, through a resonant low-pass. */
export interface SynthPatch {
  readonly kind: 'synth';
  readonly wave: Waveform;
  readonly envelope: Envelope;
  readonly unison?: number;
  /** Cents between the outermost unison voices and the middle. */
  readonly detune?: number;
  /** Unison voices and chord notes lie left and right by turns. */
  readonly wide?: boolean;
  /** Level of a plain sine at the pitch: weight for basses. */
  readonly sub?: number;
  /** Level of breath noise around the pitch. */
  readonly breath?: number;
  readonly filter?: FilterSettings;
  readonly vibrato?: { readonly rate: number; readonly cents: number; readonly delay: number };
  /** Semitones the pitch starts off by, gliding in within about 40 ms. */
  readonly scoop?: number;
}

export interface FilterSettings {
  /** For middle C. */
  readonly cutoff: number;
  /** How far the cutoff follows the pitch, 0 to 1. */
  readonly track: number;
  /** Octaves the envelope opens it by. */
  readonly sweep: number;
  readonly attack: number;
  readonly decay: number;
  readonly resonance: number;
}

/** Frequency modulation (Chowning 1973): pairs of sines, each with its own index and decay. */
export interface FmPatch {
  readonly kind: 'fm';
  readonly envelope: Envelope;
  readonly pairs: readonly FmPair[];
  readonly tremolo?: { readonly rate: number; readonly depth: number };
}

export interface FmPair {
  readonly carrier: number;
  readonly modulator: number;
  readonly index: number;
  /** Time constant of the index. */
  readonly indexDecay: number;
  readonly level: number;
  /** Time constant of the pair's level; Infinity leaves it to the envelope. */
  readonly decay: number;
  readonly detune?: number;
}

/** A plucked string (Karplus and Strong 1983, tuned and damped after Jaffe and Smith 1983). */
export interface PluckPatch {
  readonly kind: 'pluck';
  /** Time to decay by 60 dB at middle C. */
  readonly seconds: number;
  /** 0 dull finger to 1 bright plectrum. */
  readonly brightness: number;
  /** Where the string is plucked, 0.05 (bridge) to 0.5 (middle). */
  readonly position: number;
  /** Level of the wooden body's resonance. */
  readonly body: number;
  readonly release: number;
}

/** A struck string of slightly stretched partials, high ones fading first. */
export interface PianoPatch {
  readonly kind: 'piano';
  readonly brightness: number;
  /** Time constant of middle C's lowest partial. */
  readonly seconds: number;
  readonly hammer: number;
  readonly release: number;
}

export type DrumPatch =
  | { readonly kind: 'kick'; readonly from: number; readonly to: number; readonly drop: number; readonly decay: number; readonly click: number; readonly drive: number }
  | { readonly kind: 'snare'; readonly tone: number; readonly body: number; readonly decay: number; readonly low: number; readonly high: number; readonly gate?: number }
  | { readonly kind: 'clap'; readonly decay: number; readonly low: number; readonly high: number }
  | { readonly kind: 'cymbal'; readonly decay: number; readonly low: number; readonly metal: number; readonly attack?: number }
  | { readonly kind: 'tom'; readonly from: number; readonly drop: number; readonly decay: number; readonly skin: number }
  | { readonly kind: 'rim'; readonly pitch: number; readonly decay: number }
  | { readonly kind: 'shaker'; readonly attack: number; readonly decay: number; readonly low: number; readonly high: number }
  | { readonly kind: 'chip'; readonly rate: number; readonly decay: number; readonly fall: number };

/** A bed of noise: vinyl, rain, wind. Loops without a seam when notes follow each other. */
export interface NoisePatch {
  readonly kind: 'noise';
  readonly low: number;
  readonly high: number;
  /** Clicks a second, as dust on a record. */
  readonly crackle: number;
  /** Slow swelling, 0 to 1. */
  readonly swell: number;
}

/** Noise whose band rises over the note, or falls when `from` is above `to`. */
export interface RiserPatch {
  readonly kind: 'riser';
  readonly from: number;
  readonly to: number;
}
