import type { Part } from './door.ts';

export const askForConsent: Part = () => () => {};
