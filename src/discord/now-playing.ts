import type { Part } from './door.ts';

export const keepCards: Part = () => () => {};
