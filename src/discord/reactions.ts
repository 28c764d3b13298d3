import type { Part } from './door.ts';

export const hearReactions: Part = () => () => {};
