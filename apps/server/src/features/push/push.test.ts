import { createDecipheriv, createECDH, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushPayload, PushSubscriptionInfo } from '@foyer/protocol/push';
import type { Site } from '@foyer/protocol/site';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoredApp } from '../../testing/app-on-each-store.ts';
import type { Caller } from '../../testing/caller.ts';
import { signInAsAdministrator } from '../../testing/caller.ts';
import { stores } from '../../testing/each-store.ts';
import { openTestApp, testSecret } from '../../testing/test-app.ts';
import { openVisitor, requestChat } from '../../testing/visitor.ts';
import { addOperator, openConsole } from '../../testing/world.ts';
import { SecretBox } from '../notifications/secret-box.ts';
import { ensurePushKeys } from './push-keys.ts';

/** A push service on this machine, with the browser behind each endpoint: it reads what only it can. */
async function openPushService() {
  const browsers = new Map<string, { read: (body: Buffer) => PushPayload; got: PushPayload[]; answer: number }>();
  const headers: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const browser = browsers.get(request.url ?? '');
      headers.push(request.headers);
      if (browser?.answer === 201) browser.got.push(browser.read(Buffer.concat(chunks)));
      response.writeHead(browser?.answer ?? 404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    port: (server.address() as AddressInfo).port,
    headers,
    /** A browser as it subscribes. */
    addBrowser(path: string) {
      const ecdh = createECDH('prime256v1');
      const publicKey = ecdh.generateKeys();
      const auth = randomBytes(16);
      const browser = {
        read: (body: Buffer) => decrypt(body, ecdh, publicKey, auth),
        got: [] as PushPayload[],
        answer: 201,
      };
      browsers.set(path, browser);
      const keys = { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') };
      return { ...browser, browser, subscription: { endpoint: `${origin}${path}`, keys } };
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** RFC 8291 and RFC 8188, from the receiver's side. */
function decrypt(body: Buffer, ecdh: ReturnType<typeof createECDH>, publicKey: Buffer, auth: Buffer): PushPayload {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + keyLength);
  const secret = ecdh.computeSecret(sender);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, sender]);
  const ikm = Buffer.from(hkdfSync('sha256', secret, auth, info, 32));
  const prk = createHmac('sha256', salt).update(ikm).digest();
  const expand = (label: string, length: number) =>
    createHmac('sha256', prk)
      .update(Buffer.from(`${label}\0\x01`, 'latin1'))
      .digest()
      .subarray(0, length);
  const sealed = body.subarray(21 + keyLength);
  const decipher = createDecipheriv(
    'aes-128-gcm',
    expand('Content-Encoding: aes128gcm', 16),
    expand('Content-Encoding: nonce', 12),
  ).setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString());
}

/** Work that is done now and then takes its time. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

describe.each(stores)('push on %s', (_name, openStores) => {
  let service: Awaited<ReturnType<typeof openPushService>>;
  let own: Awaited<ReturnType<typeof openStores>>;
  let server: StoredApp;
  let origin: string;
  let site: Site;
  let rounds = 0;
  beforeAll(async () => {
    service = await openPushService();
    own = await openStores();
    const app = await openTestApp({ FOYER_EGRESS_ALLOW: `127.0.0.1:${service.port}` }, own.storage);
    server = { ...app, admin: await signInAsAdministrator(app) };
    origin = await server.listen();
  });
  afterAll(async () => {
    await server.close();
    await own.close();
    await service.close();
  });
  beforeEach(async () => {
    server.clock.aheadMs = 0;
    site = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Shop' });
    rounds += 1;
  });

  const mine = '/api/v1/me/push-subscriptions';
  async function enter(name: string) {
    const letter = 'abcdefghijklmnopqrstuvwxyz'[rounds];
    const operator = await addOperator(server, `${name} ${letter}`, 'operator', [site.id]);
    const browser = service.addBrowser(`/${name}-${rounds}-${_name.length}`);
    return { ...operator, ...browser, console_: await openConsole(origin, operator.caller) };
  }
  const subscribe = async (caller: Caller, subscription: object) =>
    (await caller.must<{ id: string }>('POST', mine, subscription)).id;
  const ask = async (question: string) =>
    requestChat((await openVisitor({ server: origin, siteKey: site.key })).window, question);
  const outbox = async () =>
    (
      await server.admin.must<{ items: { kind: string; recipient: string; state: string; lastAnswer: string }[] }>(
        'GET',
        `/api/v1/sites/${site.id}/outbox`,
      )
    ).items;

  test('whoever could take a pending chat is called in each of their browsers, once, and reads who asks what', async () => {
    const [olga, otto, away] = [await enter('olga'), await enter('otto'), await enter('away')];
    const second = service.addBrowser(`/second-${rounds}-${_name.length}`);
    for (const [caller, subscription] of [
      [olga.caller, olga.subscription],
      [olga.caller, second.subscription],
      [otto.caller, otto.subscription],
      [away.caller, away.subscription],
    ] as const)
      await subscribe(caller, subscription);
    away.console_.send({ type: 'status.chosen', status: 'away', requestId: 'away' });
    await away.console_.next('done');
    const chatId = await ask('Is it red?');
    const expected = {
      kind: 'notice',
      title: expect.stringMatching(/^Pending chat: /),
      body: 'Is it red?',
      path: `/console/chats/${chatId}`,
      tag: `chat-${chatId}`,
    };
    for (const { got } of [olga, second, otto]) await eventually(() => got).toEqual([expected]);
    expect(away.got).toEqual([]);
    await eventually(async () => (await outbox()).map(({ kind, state }) => [kind, state])).toEqual(
      Array.from({ length: 3 }, () => ['push', 'sent']),
    );
    expect((await outbox()).map(({ recipient }) => recipient.split(' ')[0]).sort()).toEqual(['olga', 'olga', 'otto']);
    // It is kept with the chat that they were called, and how.
    type Noticed = { items: { operators: { name: string; told: { channel: string }[] }[] }[] };
    const notices = `/api/v1/sites/${site.id}/chats/${chatId}/notices`;
    await eventually(async () =>
      (await server.admin.must<Noticed>('GET', notices)).items[0]?.operators
        .filter(({ told }) => told.some(({ channel }) => channel === 'push'))
        .map(({ name }) => name.split(' ')[0])
        .sort(),
    ).toEqual(['olga', 'otto']);
    // The private key is nowhere in the open, and each message names the sender.
    const keys = await server.storage.db
      .selectFrom('installation')
      .select('value')
      .where('name', '=', 'push_keys')
      .executeTakeFirstOrThrow();
    const { publicKey } = await olga.caller.must<{ publicKey: string }>('GET', `${mine}/key`);
    expect(JSON.parse(keys.value)).toEqual({ publicKey, sealedPrivateKey: expect.stringMatching(/^v1\./) });
    expect(service.headers.at(-1)).toMatchObject({
      authorization: expect.stringContaining(`k=${publicKey}`),
      'content-encoding': 'aes128gcm',
      urgency: 'high',
    });
  });

  test('S-083 levels one and two call once each; a chat that was taken calls nobody any more', async () => {
    const olga = await enter('olga');
    await subscribe(olga.caller, olga.subscription);
    const chatId = await ask('Hello?');
    await eventually(() => olga.got.length).toBe(1);
    server.clock.aheadMs += 31_000;
    await eventually(() => olga.got.length).toBe(2);
    server.clock.aheadMs += 30_000;
    await eventually(() => olga.got.length).toBe(3);
    expect(olga.got.map((one) => one.kind === 'notice' && one.title.split(':')[0])).toEqual([
      'Pending chat',
      'Still waiting',
      'Has waited too long',
    ]);
    olga.console_.send({ type: 'chat.accepted', siteId: site.id, chatId, requestId: 'accept' });
    await olga.console_.next('done');
    server.clock.aheadMs += 120_000;
    await olga.console_.ask({ type: 'ping' });
    expect(olga.got).toHaveLength(3);
  });

  test('a subscription that is gone is taken off; another browser goes on', async () => {
    const [olga, otto] = [await enter('olga'), await enter('otto')];
    await subscribe(olga.caller, olga.subscription);
    await subscribe(otto.caller, otto.subscription);
    olga.browser.answer = 410;
    await ask('Hello?');
    await eventually(() => otto.got.length).toBe(1);
    await eventually(async () => (await olga.caller.must<{ items: object[] }>('GET', mine)).items).toEqual([]);
    expect((await otto.caller.must<{ items: object[] }>('GET', mine)).items).toHaveLength(1);
    await eventually(async () => (await outbox()).map(({ state }) => state).sort()).toEqual(['dead', 'sent']);
  });

  test('whoever has signed out is not called', async () => {
    const [olga, otto] = [await enter('olga'), await enter('otto')];
    await subscribe(olga.caller, olga.subscription);
    await subscribe(otto.caller, otto.subscription);
    await olga.caller.must('DELETE', '/api/v1/session');
    await ask('Hello?');
    await eventually(() => otto.got.length).toBe(1);
    expect(olga.got).toEqual([]);
  });

  test('a test goes there and back: the answer of the browser counts, and nobody else’s', async () => {
    const [olga, otto] = [await enter('olga'), await enter('otto')];
    const id = await subscribe(olga.caller, olga.subscription);
    expect(await olga.caller.must('POST', `${mine}/${id}/test`)).toEqual({ sent: true, answer: '201 Created' });
    const [message] = olga.got;
    expect(message).toMatchObject({ kind: 'test', subscriptionId: id });
    const nonce = message?.kind === 'test' ? message.nonce : '';
    const answer = (caller: Caller, given: string) =>
      caller.call('POST', `${mine}/${id}/answer`, { body: { nonce: given } });
    const answeredAt = async () =>
      (await olga.caller.must<{ items: PushSubscriptionInfo[] }>('GET', mine)).items[0]?.answeredAt;
    expect((await answer(otto.caller, nonce)).statusCode).toBe(404);
    expect((await answer(olga.caller, 'f'.repeat(32))).statusCode).toBe(404);
    expect(await answeredAt()).toBeNull();
    expect((await answer(olga.caller, nonce)).statusCode).toBe(204);
    expect(await answeredAt()).toBeTypeOf('number');
    expect((await answer(olga.caller, nonce)).statusCode).toBe(404);
    expect((await otto.caller.call('POST', `${mine}/${id}/test`)).statusCode).toBe(404);
    expect((await otto.caller.call('DELETE', `${mine}/${id}`)).statusCode).toBe(404);
    expect((await olga.caller.call('DELETE', `${mine}/${id}`)).statusCode).toBe(204);
  });

  test('the keys are made once, also by two nodes at once, and cannot be opened under another secret', async () => {
    const { db } = server.storage;
    const box = new SecretBox(testSecret);
    const [one, two] = await Promise.all([ensurePushKeys(db, box), ensurePushKeys(db, box)]);
    expect(one).toEqual(two);
    expect(one?.privateKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await ensurePushKeys(db, new SecretBox('another secret of at least thirty-two characters'))).toBeNull();
    expect(await ensurePushKeys(db, box)).toEqual(one);
  });

  test('an endpoint on somebody’s inner network is refused, and whoever signs in at a browser takes it over', async () => {
    const [olga, otto] = [await enter('olga'), await enter('otto')];
    const inner = { ...olga.subscription, endpoint: 'https://10.0.0.1/push' };
    expect((await olga.caller.call('POST', mine, { body: inner })).statusCode).toBe(400);
    await subscribe(olga.caller, olga.subscription);
    await subscribe(otto.caller, olga.subscription);
    expect((await olga.caller.must<{ items: object[] }>('GET', mine)).items).toEqual([]);
    expect((await otto.caller.must<{ items: object[] }>('GET', mine)).items).toHaveLength(1);
  });
});
