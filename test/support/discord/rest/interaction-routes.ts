import type { FakeInteraction } from '../interaction.ts';
import type { FakeMessage, MessageBody } from '../message.ts';
import { RestError, type Call, type Route } from './route.ts';

const WEBHOOK = { name: 'webhook', limit: 5, windowMs: 5_000 };

/** Answers to interactions: the callback, and the webhook that the token opens. */
export const interactionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/interactions/{interaction}/{token}/callback',
    answer(call) {
      const interaction = call.discord.interactions.get(call.params['interaction'] ?? '');
      if (interaction?.token !== call.params['token']) throw new RestError(404, 10062, 'Unknown interaction');
      const callback = call.body as NonNullable<FakeInteraction['callback']>;
      const refusal = interaction.acknowledge(callback, call.files);
      if (refusal) throw new RestError(refusal.status, refusal.code, refusal.message);
      if (call.query['with_response'] !== 'true') return undefined;
      const message = interaction.original;
      const shown = message ? { response_message_id: message.id, response_message_ephemeral: message.ephemeral, response_message_loading: callback.type === 5 } : {};
      return { interaction: { id: interaction.id, type: 2, ...shown }, ...(message ? { resource: { type: callback.type, message } } : {}) };
    },
  },
  {
    method: 'POST',
    path: '/webhooks/{application}/{token}',
    budget: WEBHOOK,
    answer: (call) => usable(call).followUp(call.body as MessageBody, call.files),
  },
  { method: 'GET', path: '/webhooks/{application}/{token}/messages/{message}', answer: (call) => messageOf(call) },
  {
    method: 'PATCH',
    path: '/webhooks/{application}/{token}/messages/{message}',
    budget: WEBHOOK,
    answer: (call) => usable(call).edit(messageOf(call), call.body as MessageBody, call.files),
  },
  {
    method: 'DELETE',
    path: '/webhooks/{application}/{token}/messages/{message}',
    budget: WEBHOOK,
    answer: (call) => messageOf(call).delete(),
  },
];

function usable(call: Call): FakeInteraction {
  const interaction = [...call.discord.interactions.values()].find(({ token }) => token === call.params['token']);
  if (!interaction) throw new RestError(404, 10015, 'Unknown Webhook');
  const refusal = interaction.refusal();
  if (refusal) throw new RestError(refusal.status, refusal.code, refusal.message);
  return interaction;
}

function messageOf(call: Call): FakeMessage {
  const message = usable(call).message(call.params['message'] ?? '');
  if (!message) throw new RestError(404, 10008, 'Unknown Message');
  return message;
}
