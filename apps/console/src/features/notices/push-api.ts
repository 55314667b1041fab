import { pushKeySchema, pushSubscriptionSchema, pushTestSchema } from '@foyer/protocol/push';
import { z } from 'zod';
import { itemsOf, request, requestNothing } from '../../api/rest-client.ts';

const path = '/me/push-subscriptions';
const idSchema = z.object({ id: z.string() });

/** Public key by which this browser knows who sends to it. */
export async function readPushKey(): Promise<string> {
  return (await request('GET', `${path}/key`, pushKeySchema)).publicKey;
}

export const listPushSubscriptions = () => request('GET', path, itemsOf(pushSubscriptionSchema));

/** The answer is the id under which the server knows this browser. */
export async function addPushSubscription(subscription: PushSubscription): Promise<string> {
  const { endpoint, keys } = subscription.toJSON();
  return (await request('POST', path, idSchema, { endpoint, keys })).id;
}

export const removePushSubscription = (id: string) => requestNothing('DELETE', `${path}/${id}`);

export const testPushSubscription = (id: string) => request('POST', `${path}/${id}/test`, pushTestSchema);
