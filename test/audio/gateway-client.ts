import { Client, GatewayIntentBits, Status } from 'discord.js';
import type { VoiceGateway, VoiceGatewayEvent } from '../../src/audio/voice-gateway.ts';

export interface LoggedIn extends VoiceGateway {
  readonly client: Client;
  close(): Promise<void>;
}

/** A bot that is logged in, and passes on what voice connections need. */
export async function logIn(discord: { readonly api: string; readonly token: string }, tell: (event: VoiceGatewayEvent) => void): Promise<LoggedIn> {
  const client = new Client({ intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates], rest: { api: discord.api } });
  client.on('raw', ({ t, d }: { readonly t: string; readonly d: { readonly guild_id: string; readonly id: string; readonly user_id?: string } }) => {
    if (t === 'GUILD_CREATE') setImmediate(() => tell({ kind: 'ready', guildId: d.id }));
    if (t === 'VOICE_STATE_UPDATE' && d.user_id === client.user?.id) tell({ kind: 'state', guildId: d.guild_id, data: d });
    if (t === 'VOICE_SERVER_UPDATE') tell({ kind: 'server', guildId: d.guild_id, data: d });
  });
  const ready = new Promise<void>((resolve) => void client.once('clientReady', () => resolve()));
  await client.login(discord.token);
  await ready;
  return {
    client,
    send(guildId, payload) {
      const shard = client.guilds.cache.get(guildId)?.shard;
      if (shard?.status !== Status.Ready) return false;
      shard.send(payload);
      return true;
    },
    close: () => client.destroy(),
  };
}
