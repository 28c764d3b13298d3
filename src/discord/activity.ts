import type { Part } from './door.ts';

/** Logs what members who agreed to it play elsewhere. */
export const followActivities: Part = () => () => {};
