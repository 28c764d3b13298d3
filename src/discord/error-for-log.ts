import { DiscordAPIError, HTTPError } from 'discord.js';

/** Addresses of interactions hold the token with which they are answered. */
const TOKEN_IN_ADDRESS = /((?:interactions|webhooks)\/\d+\/)[^/?\s]+/g;
/** And addresses of people their ids. */
const PERSON_IN_ADDRESS = /((?:members|users)\/)\d+/g;

/** An error as the log may hold it: without tokens and members, and without what was sent to Discord. */
export function errorForLog(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: clean(String(error)) };
  const { name, message, stack = '', cause } = error;
  return {
    type: name,
    message: clean(message),
    ...(error instanceof DiscordAPIError || error instanceof HTTPError ? { status: error.status, method: error.method, url: clean(error.url) } : {}),
    ...('code' in error && { code: error.code }),
    ...(cause instanceof Error && { cause: clean(cause.message) }),
    stack: clean(stack),
  };
}

function clean(text: string): string {
  return text.replace(TOKEN_IN_ADDRESS, '$1…').replace(PERSON_IN_ADDRESS, '$1…');
}
