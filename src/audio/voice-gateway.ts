/**
 * What a voice connection needs of Discord's gateway. The gateway client lives in the main thread with its
 * door, the connections in the voice worker; these are the few messages that pass between them.
 */
export interface VoiceGateway {
  /**
   * Sends a voice state update (gateway op 4): joins, moves or leaves.
   * @returns whether there was a connection to send it over; if not, {@link VoiceGatewayEvent} `ready` follows later.
   */
  send(guildId: string, payload: unknown): boolean;
}

/** Payloads are passed on as Discord sent them (snake case). */
export type VoiceGatewayEvent =
  /** The guild can be reached: after login, after a lost gateway connection, after an outage of the guild. */
  | { readonly kind: 'ready'; readonly guildId: string }
  /** The bot's own voice state has changed. */
  | { readonly kind: 'state'; readonly guildId: string; readonly data: unknown }
  | { readonly kind: 'server'; readonly guildId: string; readonly data: unknown };

/** The voice's side towards a door that has a gateway. */
export interface DiscordVoice {
  /** The door's gateway, as long as it is open. */
  attach(gateway: VoiceGateway | null): void;
  tell(event: VoiceGatewayEvent): void;
}
