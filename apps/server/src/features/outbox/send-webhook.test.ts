import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { createEgressGuard } from '../../http/egress-guard.ts';
import { openReceiver, type ReceivedRequest, status } from '../../testing/receiver.ts';
import { sendWebhook } from './send-webhook.ts';

const newest = `whsec_${Buffer.alloc(32, 'n').toString('base64')}`;
const previous = `whsec_${Buffer.alloc(32, 'p').toString('base64')}`;
const stranger = `whsec_${Buffer.alloc(32, 's').toString('base64')}`;
const body = '{"type":"prospect.fired","data":{"name":"Käthe"}}';
const minuteMs = 60_000;

/** What arrives of a webhook that is signed with these secrets, so long ago. */
async function received(secrets: readonly string[], agoMs = 0): Promise<ReceivedRequest> {
  const receiver = await openReceiver(status(200));
  onTestFinished(() => receiver.close());
  const guard = createEgressGuard([`127.0.0.1:${receiver.port}`]);
  const settings = { url: `${receiver.origin}/hook`, secrets };
  // The receiver's sample compares with its own clock.
  await sendWebhook(guard, settings, { id: 'msg_1', body }, Date.now() - agoMs, new AbortController().signal);
  const [request] = receiver.requests;
  if (!request) throw new Error('nothing arrived');
  return request;
}

/** What the reference implementation for receivers says. */
function verdict(secret: string, request: ReceivedRequest, change: Partial<Record<string, string>> = {}): string {
  try {
    const headers = { ...request.headers, ...change } as Record<string, string>;
    new Webhook(secret).verify(change.body ?? request.body, headers);
    return 'genuine';
  } catch (error) {
    return (error as Error).message;
  }
}

test.each<
  [what: string, secrets: string[], agoMs: number, secret: string, change: Record<string, string>, says: string]
>([
  ['the secret it was signed with', [newest], 0, newest, {}, 'genuine'],
  ['the newest of two', [newest, previous], 0, newest, {}, 'genuine'],
  ['the one before it, while both are valid', [newest, previous], 0, previous, {}, 'genuine'],
  ['the one before it, afterwards', [newest], 0, previous, {}, 'No matching signature found'],
  ['somebody else’s', [newest, previous], 0, stranger, {}, 'No matching signature found'],
  [
    'one byte of the body changed',
    [newest],
    0,
    newest,
    { body: body.replace('K', 'k') },
    'No matching signature found',
  ],
  ['another id', [newest], 0, newest, { 'webhook-id': 'msg_2' }, 'No matching signature found'],
  ['sent again after ten minutes', [newest], 10 * minuteMs, newest, {}, 'Message timestamp too old'],
  [
    'sent again after ten minutes with the time put right',
    [newest],
    10 * minuteMs,
    newest,
    { 'webhook-timestamp': String(Math.floor(Date.now() / 1000)) },
    'No matching signature found',
  ],
])('R-156 %s', async (_what, secrets, agoMs, secret, change, says) => {
  expect(verdict(secret, await received(secrets, agoMs), change)).toBe(says);
});

test('a webhook is a JSON request that names its outbox id', async () => {
  const { method, path, headers, body: sent } = await received([newest]);
  expect([method, path, sent]).toEqual(['POST', '/hook', body]);
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'msg_1', 'user-agent': 'Foyer' });
});
