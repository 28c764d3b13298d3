import { GatewayDispatchEvents, ShardClientUtil, Status, type GatewayGuildCreateDispatchData, type GatewayVoiceServerUpdateDispatchData, type GatewayVoiceState } from 'discord.js';
import type { DiscordVoice } from '../audio/voice-gateway.ts';
import type { Part } from './door.ts';

/** States of a shard in which what is sent is sent at once; otherwise discord.js would keep it for later. */
const CONNECTED: ReadonlySet<Status> = new Set([Status.Ready, Status.Nearly, Status.WaitingForGuilds]);

/** Carries between Discord's gateway and the voice connections what these need of it. */
export function relayVoice(voice: DiscordVoice): Part {
  return ({ client }) => {
    voice.attach({
      send(guildId, payload) {
        const shard = client.ws.shards.get(ShardClientUtil.shardIdForGuildId(guildId, client.options.shardCount ?? 1));
        if (!shard || !CONNECTED.has(shard.status)) return false;
        shard.send(payload);
        return true;
      },
    });
    client.ws.on(GatewayDispatchEvents.VoiceStateUpdate, (data: GatewayVoiceState) => {
      if (data.guild_id && data.user_id === client.user?.id) voice.tell({ kind: 'state', guildId: data.guild_id, data });
    });
    client.ws.on(GatewayDispatchEvents.VoiceServerUpdate, (data: GatewayVoiceServerUpdateDispatchData) => {
      voice.tell({ kind: 'server', guildId: data.guild_id, data });
    });
    client.ws.on(GatewayDispatchEvents.GuildCreate, ({ id }: GatewayGuildCreateDispatchData) => voice.tell({ kind: 'ready', guildId: id }));
    client.ws.on(GatewayDispatchEvents.Resumed, (_, shardId) => {
      for (const guild of client.guilds.cache.values()) {
        if (guild.shardId === shardId) voice.tell({ kind: 'ready', guildId: guild.id });
      }
    });
    return () => voice.attach(null);
  };
}
