import type { Part } from './door.ts';

export const showVoiceStatus: Part = () => () => {};
