import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { newId } from '../../http/new-id.ts';
import { stores } from '../../testing/each-store.ts';
import { type MailServerOptions, openMailServer } from '../../testing/mail-server.ts';
import { type Answer, openReceiver, type Receiver, status } from '../../testing/receiver.ts';
import { readNotifications } from '../notifications/read-notifications.ts';
import { insertOutboxItems } from './insert-outbox-items.ts';
import {
  links,
  mailTo,
  openTestOutbox,
  outboxData,
  sms,
  smsTo,
  staffMail,
  type TestOutbox,
  visitorMail,
  webhook,
} from './outbox-fixture.ts';
import { requeueItems } from './outbox-repository.ts';
import { toOutboxRow } from './outbox-row.ts';
import { addressHash } from './unsubscribe-links.ts';
import { insertUnsubscribed } from './unsubscribed-repository.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

async function receive(answer: Answer): Promise<Receiver> {
  const receiver = await openReceiver(answer);
  onTestFinished(() => receiver.close());
  return receiver;
}
async function receiveMail(options: MailServerOptions = {}) {
  const server = await openMailServer(options);
  onTestFinished(() => server.close());
  return server;
}
const idOf = (request: { headers: Record<string, unknown> } | undefined) => request?.headers['webhook-id'];
const hookAt = (port: number) => ({ webhook: { url: `http://127.0.0.1:${port}/hook` } });

describe.each(stores)('on %s', async (_name, open) => {
  const opened = await open();
  const { storage } = opened;
  afterAll(() => opened.close());
  const outboxFor = (...ports: number[]) => openTestOutbox(storage, ports);
  const siteWithHook = async (outbox: TestOutbox, port: number) => {
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, hookAt(port));
    return siteId;
  };

  test('each kind of item goes out once and is sent', async () => {
    const mail = await receiveMail();
    const web = await receive(status(200));
    const outbox = outboxFor(mail.port, web.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, {
      smtp: mailTo(mail.port),
      sms: { ...smsTo(web.port), headers: [{ name: 'Authorization', secret: true, value: 'Basic abc' }] },
      ...hookAt(web.port),
      emailVisitors: true,
    });
    const [staffId, visitorId, smsId, hookId] = await outbox.add(siteId, staffMail(), visitorMail(), sms(), webhook());
    await outbox.runAt(outbox.clock.ms);
    await outbox.runAt(outbox.clock.ms + 7 * day);

    expect(await outbox.fates(siteId)).toEqual(['sent 1', 'sent 1', 'sent 1', 'sent 1']);
    const mails = new Map(mail.mails.map((one) => [one.parsed.messageId, one]));
    expect(mails.get(`<${staffId}@shop.example>`)?.parsed.subject).toBe('Shop: Serious');
    const toVisitor = mails.get(`<${visitorId}@shop.example>`)?.parsed;
    const unsubscribe = `https://chat.example.com${links.pathFor(siteId, 'ann@visitor.example')}`;
    expect(toVisitor?.subject).toBe('Thank you for visiting Shop');
    expect(toVisitor?.text).toContain(unsubscribe);
    expect(toVisitor?.headers.get('list')).toMatchObject({ unsubscribe: { url: unsubscribe } });
    expect(mails.size).toBe(2);

    const texted = web.requests.find(({ path }) => path === '/sms');
    expect(texted?.headers).toMatchObject({ authorization: 'Basic abc', 'idempotency-key': smsId });
    expect(JSON.parse(texted?.body ?? '')).toEqual({
      to: '+447700900222',
      text: 'Shop: Serious, Ann, https://shop.example/prices',
    });
    const hooked = web.requests.find(({ path }) => path === '/hook');
    expect(idOf(hooked)).toBe(hookId);
    expect(JSON.parse(hooked?.body ?? '')).toMatchObject({
      type: 'prospect.fired',
      timestamp: '2026-07-01T12:00:00.000Z',
      data: { visitor: { name: 'Ann' }, link: 'https://chat.example.com/console/visits/7' },
    });
    expect(web.requests).toHaveLength(2);
  });

  test('one occurrence is one item, however often it is written', async () => {
    const web = await receive(status(200));
    const outbox = outboxFor(web.port);
    const siteId = await siteWithHook(outbox, web.port);
    const row = () =>
      toOutboxRow({
        siteId,
        id: newId(),
        at: outbox.clock.ms,
        occurrence: 'rule 1, visit 2, to a\0b\ud800',
        cause: 'A\0B\ud800',
        visitorId: null,
        visitId: null,
        message: webhook(),
      });
    const write = () =>
      storage.db.transaction().execute((trx) => insertOutboxItems(trx, storage.dialect, [row(), row()]));
    expect(await write()).toHaveLength(1);
    expect(await write()).toEqual([]);
    await outbox.runAt(outbox.clock.ms);
    expect(web.requests).toHaveLength(1);
    expect((await outbox.rows(siteId))[0]?.cause).toBe('A\ufffdB\ufffd');
  });

  test('G-13 every item is delivered or dead, and only what was taken without a word is delivered twice', async () => {
    // 30 % of all requests fail, each in another way; one site's receiver is dead for good.
    const ways: Answer[] = [
      status(500),
      status(429, { 'retry-after': '120' }),
      (response) => response.destroy(),
      status(302, { location: 'http://127.0.0.1/' }),
      (response) => response.writeHead(503).end('x'.repeat(100_000)),
    ];
    const takenSilently = new Set<string>();
    const good = new Set<string>();
    const web = await receive((response, request, count) => {
      const id = String(idOf(request) ?? request.headers['idempotency-key']);
      const way = count % 10 < 3 ? ways[count % ways.length] : undefined;
      if (way) return way(response, request, count);
      if (good.has(id) && !takenSilently.has(id)) throw new Error('this one was answered well before');
      good.add(id);
      if (count % 50 === 4) takenSilently.add(id);
      if (count % 50 === 4) response.destroy();
      else response.end('ok');
    });
    const cut = new Set<number>();
    const mail = await receiveMail({
      refuse: (command, count) => (command === 'rcpt' && count % 10 < 3 ? [451, 'Greylisted'] : null),
      cutAfter: (count) => count % 50 === 4 && cut.add(count) !== null,
    });
    const dead = await receive(status(500));
    const outbox = outboxFor(web.port, mail.port, dead.port);
    const sites = await Promise.all([outbox.addSite(), outbox.addSite(), outbox.addSite()]);
    for (const [index, siteId] of sites.entries())
      await outbox.configure(siteId, {
        ...hookAt(index === 2 ? dead.port : web.port),
        smtp: mailTo(mail.port),
        sms: smsTo(web.port),
      });
    const ids: string[] = [];
    for (const siteId of sites)
      ids.push(
        ...(await outbox.add(
          siteId,
          ...Array.from({ length: siteId === sites[2] ? 8 : 30 }, () => webhook()),
          ...Array.from({ length: 15 }, () => staffMail()),
          ...Array.from({ length: 15 }, () => sms()),
        )),
      );
    await outbox.runToEnd();

    const rows = (await outbox.rows()).filter(({ id }) => ids.includes(id));
    expect(rows).toHaveLength(158);
    const isOfDead = (row: (typeof rows)[number]) => row.site_id === sites[2] && row.kind === 'webhook';
    for (const row of rows) expect([row.id, row.state]).toEqual([row.id, isOfDead(row) ? 'dead' : 'sent']);
    for (const row of rows.filter(isOfDead))
      expect(row).toMatchObject({ attempts: 10, last_answer: '500 Internal Server Error' });
    const arrived = mail.mails.map(({ parsed }) => parsed.messageId);
    expect(new Set(arrived).size).toBe(45);
    expect(arrived.length - 45).toBe(cut.size);
    expect(good.size).toBe(60 + 45);
    expect(cut.size + takenSilently.size).toBeGreaterThan(1);
  }, 60_000);

  test('two nodes over one database never send one item twice', async () => {
    const web = await receive((response) => setImmediate(() => response.end()));
    const clock = { ms: Date.parse('2026-07-01T12:00:00Z') };
    const nodes = [1, 2, 3].map(() => openTestOutbox(storage, [web.port], { clock }));
    const [first] = nodes;
    if (!first) throw new Error('there are three');
    const sites = [await siteWithHook(first, web.port), await siteWithHook(first, web.port)];
    const ids = (
      await Promise.all(sites.map((siteId) => first.add(siteId, ...Array.from({ length: 100 }, () => webhook()))))
    ).flat();
    await Promise.all(nodes.map((node) => node.runAt(clock.ms)));
    expect(web.requests.map(idOf).sort()).toEqual(ids.sort());
    for (const siteId of sites) expect(new Set(await first.fates(siteId))).toEqual(new Set(['sent 1']));
  });

  test('what a killed node had taken is sent by another once its lease has run out, under the same id', async () => {
    const held: Parameters<Answer>[0][] = [];
    const web = await receive((response, _request, count) => {
      if (count === 1) held.push(response);
      else response.end();
    });
    const clock = { ms: Date.parse('2026-07-01T12:00:00Z') };
    const warnings: string[] = [];
    const slow = openTestOutbox(storage, [web.port], { clock, onWarning: (message) => warnings.push(message) });
    const other = openTestOutbox(storage, [web.port], { clock });
    const siteId = await siteWithHook(slow, web.port);
    const [id] = await slow.add(siteId, webhook());
    await slow.worker.tick();
    await other.runAt(clock.ms + 59_999);
    expect(await other.fates(siteId)).toEqual(['sending 1']);
    await other.runAt(clock.ms + 1);
    expect(await other.fates(siteId)).toEqual(['sent 2']);
    expect(web.requests.map(idOf)).toEqual([id, id]);

    // The first node was only slow: what it learns now changes nothing.
    held[0]?.writeHead(500).end();
    await slow.worker.idle();
    expect(await other.fates(siteId)).toEqual(['sent 2']);
    expect(warnings).toEqual(['a lease had run out before its item was settled']);
  });

  test('a node that dies at every attempt ends the item too', async () => {
    const web = await receive(status(200));
    const outbox = outboxFor(web.port);
    const siteId = await siteWithHook(outbox, web.port);
    const [id = ''] = await outbox.add(siteId, webhook());
    await storage.db
      .updateTable('outbox')
      .set({ state: 'sending', attempts: 10, lease_until: outbox.clock.ms, next_at: outbox.clock.ms })
      .where('id', '=', id)
      .execute();
    await outbox.runAt(outbox.clock.ms);
    expect(await outbox.rows(siteId)).toMatchObject([
      { state: 'dead', last_answer: 'The server stopped in the middle of the last attempt' },
    ]);
    expect(web.requests).toEqual([]);
  });

  test('a node that stops gives back what it has begun and cannot end', async () => {
    const arrived = Promise.withResolvers<void>();
    const web = await receive((response, _request, count) => {
      if (count === 1) arrived.resolve();
      else response.end();
    });
    const stopping = outboxFor(web.port);
    const siteId = await siteWithHook(stopping, web.port);
    await stopping.add(siteId, webhook());
    await stopping.worker.tick();
    await arrived.promise;
    const closed = stopping.worker.close();
    await new Promise((resolve) => setImmediate(resolve));
    stopping.expire();
    await closed;
    expect(await stopping.fates(siteId)).toEqual(['waiting 0']);
    await stopping.add(siteId, webhook());
    await stopping.worker.tick();
    expect(web.requests).toHaveLength(1);

    const next = outboxFor(web.port);
    await next.runAt(stopping.clock.ms);
    expect(await next.fates(siteId)).toEqual(['sent 1', 'sent 1']);
  });

  test('R-157 a receiver that fails for three days gets it on the fourth', async () => {
    const begin = Date.parse('2026-07-01T12:00:00Z');
    let isWell = false;
    const web = await receive((response) => response.writeHead(isWell ? 204 : 500).end('broken'));
    const outbox = outboxFor(web.port);
    const siteId = await siteWithHook(outbox, web.port);
    await outbox.add(siteId, webhook());
    const waits: number[] = [];
    await outbox.runAt(begin);
    for (let attempt = 1; attempt < 10; attempt++) {
      const [row] = await outbox.rows(siteId);
      expect(row).toMatchObject({
        state: 'waiting',
        attempts: attempt,
        last_answer: '500 Internal Server Error: broken',
      });
      waits.push(Number(row?.next_at) - outbox.clock.ms);
      isWell = Number(row?.next_at) - begin > 3 * day;
      await outbox.runAt(Number(row?.next_at) - 1);
      expect(web.requests).toHaveLength(attempt);
      await outbox.runAt(Number(row?.next_at));
    }
    expect(waits).toEqual([5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, day]);
    expect(await outbox.fates(siteId)).toEqual(['sent 10']);
  });

  test('R-157 what failed ten times is dead, with the reason; sent again it begins anew, under the same id', async () => {
    const web = await receive((response, _request, count) =>
      response.writeHead(count > 11 ? 200 : 500).end('<b>no</b>'),
    );
    const outbox = outboxFor(web.port);
    const siteId = await siteWithHook(outbox, web.port);
    const [id] = await outbox.add(siteId, webhook());
    await outbox.runToEnd();
    expect(await outbox.rows(siteId)).toMatchObject([
      { state: 'dead', attempts: 10, last_answer: '500 Internal Server Error: <b>no</b>', settled_at: outbox.clock.ms },
    ]);
    expect((await readNotifications(storage.db, siteId)).webhook?.enabled).toBe(true);
    expect(await requeueItems(storage.db, siteId, { state: 'dead' }, outbox.clock.ms)).toBe(1);
    await outbox.runToEnd();
    expect(await outbox.fates(siteId)).toEqual(['sent 2']);
    expect(web.requests.map(idOf)).toEqual(Array(12).fill(id));
  });

  test.each<[what: string, answer: Answer, state: string, lastAnswer: string]>([
    ['any 2xx is a success', status(299), 'sent 1', '299'],
    ['a redirect is not', status(307, { location: 'http://127.0.0.1/' }), 'waiting 1', '307 Temporary Redirect'],
    ['nor is 400', status(400), 'waiting 1', '400 Bad Request'],
    ['nor 404', status(404), 'waiting 1', '404 Not Found'],
    [
      'a huge answer is cut',
      (response) => response.end('y'.repeat(1_000_000)),
      'sent 1',
      `200 OK: ${'y'.repeat(1992)}`,
    ],
    ['control characters are not kept', (response) => response.end('a\0\x07\nb'), 'sent 1', '200 OK: a\ufffd\ufffd\nb'],
  ])('what a webhook’s answer means: %s', async (_what, answer, fate, lastAnswer) => {
    const web = await receive(answer);
    const outbox = outboxFor(web.port);
    const siteId = await siteWithHook(outbox, web.port);
    await outbox.add(siteId, webhook());
    await outbox.runAt(outbox.clock.ms);
    expect(await outbox.fates(siteId)).toEqual([fate]);
    expect((await outbox.rows(siteId))[0]?.last_answer).toBe(lastAnswer);
  });

  test.each<[header: string, waitMs: number]>([
    ['1200', 20 * minute],
    ['86400', hour],
    ['1', 5_000],
    ['Wed, 01 Jul 2026 12:10:00 GMT', 10 * minute],
  ])('Retry-After: %s is waited for %i ms', async (header, waitMs) => {
    const web = await receive(status(429, { 'retry-after': header }));
    const outbox = outboxFor(web.port);
    const siteId = await siteWithHook(outbox, web.port);
    await outbox.add(siteId, webhook());
    await outbox.runAt(outbox.clock.ms);
    expect((await outbox.rows(siteId))[0]?.next_at).toBe(outbox.clock.ms + waitMs);
  });

  test.each<[what: string, code: number, fate: string]>([
    ['a number that is none', 400, 'dead 1'],
    ['what cannot be processed', 422, 'dead 1'],
    ['a wrong password', 401, 'waiting 1'],
    ['too many', 429, 'waiting 1'],
    ['a broken service', 500, 'waiting 1'],
  ])('what an SMS service’s answer means: %s (%i)', async (_what, code, fate) => {
    const web = await receive(status(code));
    const outbox = outboxFor(web.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, { sms: smsTo(web.port) });
    await outbox.add(siteId, sms());
    await outbox.runAt(outbox.clock.ms);
    expect(await outbox.fates(siteId)).toEqual([fate]);
  });

  test('an SMS is escaped as its content type asks', async () => {
    const web = await receive(status(200));
    const outbox = outboxFor(web.port);
    const siteId = await outbox.addSite();
    const name = 'A"n\\n & {{to}}=\u2028\n+<é>';
    const message = sms();
    if (message.kind !== 'sms') throw new Error('it is an SMS');
    const item = { ...message, data: { ...outboxData, visitor: { ...outboxData.visitor, name } } };
    await outbox.configure(siteId, { sms: { ...smsTo(web.port), text: '{{visitor.name}}' } });
    await outbox.add(siteId, item);
    await outbox.runAt(outbox.clock.ms);
    await outbox.configure(siteId, {
      sms: {
        ...smsTo(web.port),
        method: 'PUT',
        contentType: 'application/x-www-form-urlencoded',
        body: 'To={{to}}&From=%2B447700900000&Body={{text}}',
        text: '{{visitor.name}}',
      },
    });
    await outbox.add(siteId, item);
    await outbox.runAt(outbox.clock.ms);
    const [asJson, asForm] = web.requests;
    const said = 'A"n\\n & {{to}}= +<é>';
    expect(JSON.parse(asJson?.body ?? '')).toEqual({ to: '+447700900222', text: said });
    expect(asForm).toMatchObject({ method: 'PUT', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect(Object.fromEntries(new URLSearchParams(asForm?.body))).toEqual({
      To: '+447700900222',
      From: '+447700900000',
      Body: said,
    });
  });

  test('410 switches the webhook off and tells its owner; what else there was waits for them', async () => {
    const mail = await receiveMail();
    let isGone = true;
    const web = await receive((response) => response.writeHead(isGone ? 410 : 200).end());
    const outbox = outboxFor(web.port, mail.port);
    const siteId = await outbox.addSite();
    const settings = { ...hookAt(web.port), smtp: mailTo(mail.port), emails: ['owner@shop.example'] };
    await outbox.configure(siteId, settings);
    await outbox.add(siteId, webhook());
    await outbox.runAt(outbox.clock.ms);
    await outbox.add(siteId, webhook());
    await outbox.runAt(outbox.clock.ms);
    expect((await readNotifications(storage.db, siteId)).webhook).toMatchObject({
      enabled: false,
      stopped: { at: outbox.clock.ms, reason: 'The receiver answered that it is gone (410)' },
    });
    expect(mail.mails.map(({ parsed }) => [parsed.subject, parsed.to])).toMatchObject([
      ['A webhook was switched off', { text: 'owner@shop.example' }],
    ]);
    const hooks = async () => (await outbox.rows(siteId)).filter(({ kind }) => kind === 'webhook');
    expect(await hooks()).toMatchObject([
      { state: 'dead' },
      { state: 'notConfigured', last_answer: 'The receiver answered that it is gone (410)', attempts: 0 },
    ]);

    isGone = false;
    await outbox.configure(siteId, settings);
    await outbox.runAt(outbox.clock.ms);
    expect((await hooks()).map(({ state }) => state)).toEqual(['dead', 'sent']);
    expect((await readNotifications(storage.db, siteId)).webhook?.stopped).toBeNull();
  });

  test.each([
    ['four days', 4 * day, true],
    ['five days', 5 * day, false],
  ])('R-157 a receiver that has only failed for %s', async (_what, forMs, isStillOn) => {
    const web = await receive(status(500));
    const outbox = outboxFor(web.port);
    const siteId = await siteWithHook(outbox, web.port);
    const begin = outbox.clock.ms;
    await outbox.add(siteId, webhook());
    await outbox.runAt(begin);
    await outbox.runAt(begin + forMs);
    expect((await readNotifications(storage.db, siteId)).webhook?.enabled).toBe(isStillOn);
  });

  test('R-157 a success in between begins the five days anew', async () => {
    const web = await receive((response, _request, count) => response.writeHead(count === 2 ? 200 : 500).end());
    const outbox = outboxFor(web.port);
    const siteId = await siteWithHook(outbox, web.port);
    const begin = outbox.clock.ms;
    for (const at of [begin, begin + 3 * day, begin + 3 * day + hour, begin + 6 * day]) {
      outbox.clock.ms = at;
      await outbox.add(siteId, webhook());
      await outbox.runAt(at);
    }
    expect((await readNotifications(storage.db, siteId)).webhook?.enabled).toBe(true);
  });

  test('R-158 an endpoint that hangs holds up no other, and no more than four of its own', async () => {
    const dead = await receive(() => undefined);
    const web = await receive(status(200));
    const outbox = outboxFor(dead.port, web.port);
    const hanging = await siteWithHook(outbox, dead.port);
    const healthy = await siteWithHook(outbox, web.port);
    await outbox.add(hanging, ...Array.from({ length: 500 }, () => webhook()));
    await outbox.worker.tick();
    await outbox.configure(hanging, { ...hookAt(dead.port), sms: smsTo(web.port) });
    await outbox.add(healthy, webhook());
    await outbox.add(hanging, sms());
    while ((await outbox.fates(healthy))[0] !== 'sent 1' || web.requests.length < 2) await outbox.worker.tick();
    expect(dead.requests).toHaveLength(4);
    outbox.expire();
    while ((await outbox.rows(hanging)).filter(({ attempts }) => attempts > 0).length < 6) await outbox.worker.tick();
    outbox.expire();
    await outbox.worker.close();
    expect(dead.requests.length).toBeLessThanOrEqual(8);
    await storage.db.deleteFrom('outbox').where('site_id', '=', hanging).execute();
  });

  test('R-158 an endpoint that fails five times in a row is left alone for a while, then tried by one', async () => {
    let isWell = false;
    const web = await receive((response) => response.writeHead(isWell ? 200 : 500).end());
    const outbox = outboxFor(web.port);
    const siteId = await siteWithHook(outbox, web.port);
    await outbox.add(siteId, ...Array.from({ length: 20 }, () => webhook()));
    const begin = outbox.clock.ms;
    await outbox.runAt(begin);
    const first = web.requests.length;
    expect(first).toBeGreaterThanOrEqual(5);
    expect(first).toBeLessThanOrEqual(8);
    await outbox.runAt(begin + 29_000);
    expect(web.requests).toHaveLength(first);
    await outbox.runAt(begin + 5 * minute);
    expect(web.requests).toHaveLength(first + 1);
    isWell = true;
    await outbox.runAt(begin + 15 * minute);
    expect(new Set((await outbox.fates(siteId)).map((fate) => fate.split(' ')[0]))).toEqual(new Set(['sent']));
  });

  test('R-158 a lane is bounded, and what is dropped is seen', async () => {
    const outbox = openTestOutbox(storage, [], { laneLimit: 3 });
    const siteId = await outbox.addSite();
    const other = await outbox.addSite();
    await outbox.add(siteId, ...Array.from({ length: 5 }, () => webhook()), sms());
    await outbox.add(other, webhook());
    await outbox.worker.sweep();
    expect(await outbox.rows(siteId)).toMatchObject([
      ...Array.from({ length: 3 }, () => ({ state: 'waiting' })),
      ...Array.from({ length: 2 }, () => ({
        state: 'dead',
        last_answer: 'More than 3 items wait: the newest are given up',
      })),
      { kind: 'sms', state: 'waiting' },
    ]);
    expect(await outbox.fates(other)).toEqual(['waiting 0']);
  });

  test('what nobody takes for four days is given up', async () => {
    const outbox = outboxFor();
    const siteId = await outbox.addSite();
    await outbox.add(siteId, webhook());
    outbox.clock.ms += 4 * day;
    await outbox.worker.sweep();
    expect(await outbox.fates(siteId)).toEqual(['waiting 0']);
    outbox.clock.ms += 1;
    await outbox.worker.sweep();
    expect(await outbox.rows(siteId)).toMatchObject([
      { state: 'dead', last_answer: 'It could not be delivered within four days' },
    ]);
  });

  test('G-13 thousands are given up and sent again to the last one', async () => {
    const outbox = outboxFor();
    const siteId = await outbox.addSite();
    const other = await outbox.addSite();
    await outbox.add(siteId, ...Array.from({ length: 5001 }, () => webhook()), sms());
    outbox.clock.ms += 4 * day + 1;
    await outbox.worker.sweep();
    await outbox.add(other, webhook());
    const states = async () => new Set((await outbox.rows(siteId)).map(({ state }) => state));
    expect(await states()).toEqual(new Set(['dead']));
    expect(await requeueItems(storage.db, siteId, { kind: 'webhook' }, outbox.clock.ms)).toBe(5001);
    expect(await requeueItems(storage.db, siteId, {}, outbox.clock.ms)).toBe(1);
    expect(await states()).toEqual(new Set(['waiting']));
    await storage.db.deleteFrom('outbox').where('site_id', '=', siteId).execute();
  });

  test('without a transport an item is not configured; saved within a day it is sent by itself', async () => {
    const mail = await receiveMail();
    const web = await receive(status(200));
    const outbox = outboxFor(mail.port, web.port);
    const siteId = await outbox.addSite();
    const begin = outbox.clock.ms;
    await outbox.add(siteId, staffMail('old@shop.example'), sms());
    await outbox.runAt(begin);
    outbox.clock.ms += hour;
    await outbox.add(siteId, staffMail('new@shop.example'), webhook());
    await outbox.runAt(outbox.clock.ms);
    expect(await outbox.rows(siteId)).toMatchObject([
      { state: 'notConfigured', attempts: 0, last_answer: 'No mail server is configured' },
      { state: 'notConfigured', attempts: 0, last_answer: 'No SMS service is configured' },
      { state: 'notConfigured', attempts: 0, last_answer: 'No mail server is configured' },
      { state: 'notConfigured', attempts: 0, last_answer: 'No webhook is configured' },
    ]);
    outbox.clock.ms = begin + day + 1;
    await outbox.configure(siteId, { smtp: mailTo(mail.port) });
    await outbox.runAt(outbox.clock.ms);
    expect(await outbox.fates(siteId)).toEqual(['notConfigured 0', 'notConfigured 0', 'sent 1', 'notConfigured 0']);
    expect(mail.mails.map(({ recipients }) => recipients)).toEqual([['new@shop.example']]);
    expect(web.requests).toEqual([]);
  });

  test('secrets of another installation are not guessed around: the items wait until they are entered again', async () => {
    const web = await receive(status(200));
    const outbox = outboxFor(web.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, {
      smtp: { ...mailTo(25), host: '93.184.215.14', user: 'shop', password: 'right' },
      sms: { ...smsTo(web.port), headers: [{ name: 'Authorization', secret: true, value: 'x' }] },
      ...hookAt(web.port),
    });
    const restored = openTestOutbox(storage, [web.port], {
      secret: 'another secret of at least thirty-two characters',
    });
    await restored.add(siteId, staffMail(), sms(), webhook());
    await restored.runAt(restored.clock.ms);
    const last_answer = 'Its secret was stored under another FOYER_SECRET: enter it again';
    expect(await restored.rows(siteId)).toMatchObject(Array(3).fill({ state: 'notConfigured', last_answer }));
    expect(web.requests).toEqual([]);
  });

  test('mail to visitors needs the site’s opt-in, as it is when it would be sent', async () => {
    const mail = await receiveMail();
    const outbox = outboxFor(mail.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, { smtp: mailTo(mail.port), emailVisitors: false });
    await outbox.add(siteId, visitorMail(), staffMail());
    await outbox.runAt(outbox.clock.ms);
    expect(await outbox.fates(siteId)).toEqual(['suppressed 0', 'sent 1']);
    expect((await outbox.rows(siteId))[0]?.last_answer).toBe('Mail to visitors is switched off');
  });

  test('an address that has unsubscribed gets nothing more from that site', async () => {
    const mail = await receiveMail();
    const outbox = outboxFor(mail.port);
    const here = await outbox.addSite();
    const there = await outbox.addSite();
    for (const siteId of [here, there])
      await outbox.configure(siteId, { smtp: mailTo(mail.port), emailVisitors: true });
    await insertUnsubscribed(storage.db, here, addressHash(here, ' ANN@visitor.example'), outbox.clock.ms);
    await outbox.add(
      here,
      visitorMail('Ann@Visitor.Example'),
      staffMail('ann@visitor.example'),
      visitorMail('bob@visitor.example'),
    );
    await outbox.add(there, visitorMail());
    await outbox.runAt(outbox.clock.ms);
    expect(await outbox.fates(here)).toEqual(['suppressed 0', 'suppressed 0', 'sent 1']);
    expect(await outbox.fates(there)).toEqual(['sent 1']);
    expect(mail.mails.flatMap(({ recipients }) => recipients).sort()).toEqual([
      'ann@visitor.example',
      'bob@visitor.example',
    ]);
  });

  test('an address that nobody has proved gets three mails an hour, and all of them a hundred', async () => {
    const mail = await receiveMail();
    const outbox = outboxFor(mail.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, { smtp: mailTo(mail.port), emailVisitors: true });
    const states = async () => {
      const count: Record<string, number> = {};
      for (const { state } of await outbox.rows(siteId)) count[state] = (count[state] ?? 0) + 1;
      return count;
    };
    await outbox.add(siteId, ...Array.from({ length: 5 }, () => visitorMail()), staffMail(), staffMail());
    await outbox.runAt(outbox.clock.ms);
    expect(await states()).toEqual({ sent: 5, suppressed: 2 });
    // As if 96 more had gone out meanwhile.
    const more = await outbox.add(
      siteId,
      ...Array.from({ length: 96 }, (_, n) => visitorMail(`v${n}@visitor.example`)),
    );
    await storage.db
      .updateTable('outbox')
      .set({ state: 'sent', admitted_at: outbox.clock.ms })
      .where('id', 'in', more)
      .execute();
    await outbox.add(siteId, visitorMail('x@visitor.example'), visitorMail('y@visitor.example'));
    await outbox.runAt(outbox.clock.ms + 1);
    expect(await states()).toEqual({ sent: 5 + 96 + 1, suppressed: 3 });
    outbox.clock.ms += hour;
    await outbox.add(siteId, visitorMail());
    await outbox.runAt(outbox.clock.ms);
    expect(await states()).toEqual({ sent: 5 + 96 + 2, suppressed: 3 });
  });

  test('a retry is not counted a second time', async () => {
    const mail = await receiveMail({ refuse: (at, count) => (at === 'rcpt' && count <= 3 ? [451, 'Later'] : null) });
    const outbox = outboxFor(mail.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, { smtp: mailTo(mail.port), emailVisitors: true });
    await outbox.add(siteId, visitorMail(), visitorMail(), visitorMail());
    await outbox.runAt(outbox.clock.ms);
    await outbox.runAt(outbox.clock.ms + 5_000);
    expect(await outbox.fates(siteId)).toEqual(['sent 2', 'sent 2', 'sent 2']);
  });

  test('R-164 SMS go to listed countries only, and no more a day than the cap', async () => {
    const web = await receive(status(200));
    const outbox = outboxFor(web.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, { sms: { ...smsTo(web.port), countries: ['+44', '+331'], dailyCap: 5 } });
    const flood = Array.from({ length: 20 }, (_, n) => sms(`+4477009002${String(n).padStart(2, '0')}`));
    await outbox.add(
      siteId,
      sms('+19005550100'),
      sms('+33612345678'),
      sms('+33112345678'),
      sms('07700 900222'),
      ...flood,
    );
    await outbox.runAt(outbox.clock.ms);
    const rows = await outbox.rows(siteId);
    expect(rows.slice(0, 4).map(({ state }) => state)).toEqual(['suppressed', 'suppressed', 'sent', 'dead']);
    expect(rows.filter(({ state }) => state === 'sent')).toHaveLength(5);
    expect(rows.at(-1)).toMatchObject({
      state: 'suppressed',
      last_answer: 'More SMS than the 5 allowed within 24 hours',
    });
    expect(web.requests).toHaveLength(5);
    outbox.clock.ms += day;
    await outbox.add(siteId, sms());
    await outbox.runAt(outbox.clock.ms);
    expect(web.requests).toHaveLength(6);
  });

  test('R-162 mail is retried by class: greylisted later, unknown never, taken but unsaid twice', async () => {
    const mail = await receiveMail({
      refuse: (at, count) => {
        if (at !== 'rcpt') return null;
        if (count === 1) return [450, 'Greylisted'];
        return count === 2 ? [550, 'No such user'] : null;
      },
      cutAfter: (count) => count === 3,
    });
    const outbox = outboxFor(mail.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, { smtp: mailTo(mail.port) });
    for (const who of ['grey', 'unknown', 'cut']) {
      await outbox.add(siteId, staffMail(`${who}@shop.example`));
      await outbox.runAt(outbox.clock.ms);
    }
    expect(await outbox.fates(siteId)).toEqual(['waiting 1', 'dead 1', 'waiting 1']);
    await outbox.runToEnd();
    expect(await outbox.fates(siteId)).toEqual(['sent 2', 'dead 1', 'sent 2']);
    const ids = mail.mails.map(({ parsed }) => parsed.messageId);
    expect([ids.length, new Set(ids).size]).toEqual([3, 2]);
  });

  test('R-162 greylisted recipients do not hold up the others', async () => {
    const mail = await receiveMail({
      refuse: (at, count) => (at === 'rcpt' && count <= 8 ? [451, 'Greylisted'] : null),
    });
    const outbox = outboxFor(mail.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, { smtp: mailTo(mail.port) });
    await outbox.add(siteId, ...Array.from({ length: 10 }, (_, n) => staffMail(`s${n}@shop.example`)));
    await outbox.runAt(outbox.clock.ms);
    expect(mail.mails).toHaveLength(2);
    expect((await outbox.rows(siteId)).filter(({ state }) => state === 'waiting')).toHaveLength(8);
  });

  test('R-162 a mail server that is away for two hours loses nothing', async () => {
    const away = await receiveMail();
    await away.close();
    const outbox = outboxFor(away.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, { smtp: mailTo(away.port) });
    await outbox.add(siteId, staffMail());
    const begin = outbox.clock.ms;
    for (const at of [0, 5_000, 6 * minute, 40 * minute]) await outbox.runAt(begin + at);
    expect(await outbox.fates(siteId)).toEqual(['waiting 4']);
    const back = await receiveMail();
    const restarted = outboxFor(back.port);
    await restarted.configure(siteId, { smtp: mailTo(back.port) });
    await restarted.runAt(begin + 3 * hour);
    expect(await restarted.fates(siteId)).toEqual(['sent 5']);
    expect(back.mails).toHaveLength(1);
  });

  test('R-159 an address with more than an address in it is dead, and nothing goes out', async () => {
    const mail = await receiveMail();
    const outbox = outboxFor(mail.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, { smtp: mailTo(mail.port), emailVisitors: true });
    await outbox.add(siteId, visitorMail('a@b.example\r\nBcc: c@d.example'), visitorMail('a@b.example,c@d.example\0'));
    await outbox.runAt(outbox.clock.ms);
    expect(await outbox.fates(siteId)).toEqual(['dead 1', 'dead 1']);
    expect(mail.mails).toEqual([]);
  });

  test('R-150 a receiver inside is refused at connect too, at once and for good', async () => {
    const web = await receive(status(200));
    const outbox = outboxFor();
    const siteId = await siteWithHook(outbox, web.port);
    await outbox.add(siteId, webhook());
    await outbox.runAt(outbox.clock.ms);
    expect(await outbox.rows(siteId)).toMatchObject([
      { state: 'dead', last_answer: expect.stringContaining('not allowed') },
    ]);
    expect(web.requests).toEqual([]);
  });

  test('a webhook hears only of the events that it asks for', async () => {
    const web = await receive(status(200));
    const outbox = outboxFor(web.port);
    const siteId = await outbox.addSite();
    await outbox.configure(siteId, { webhook: { ...hookAt(web.port).webhook, events: ['alert.matched'] } });
    await outbox.add(siteId, webhook('prospect.fired'), webhook('alert.matched'));
    await outbox.runAt(outbox.clock.ms);
    expect(await outbox.fates(siteId)).toEqual(['suppressed 0', 'sent 1']);
  });

  test('an item that cannot be read is dead', async () => {
    const outbox = outboxFor();
    const siteId = await outbox.addSite();
    const [id = ''] = await outbox.add(siteId, webhook());
    await storage.db.updateTable('outbox').set({ payload: '{"kind":"fax"}' }).where('id', '=', id).execute();
    await outbox.runAt(outbox.clock.ms);
    expect(await outbox.rows(siteId)).toMatchObject([{ state: 'dead', last_answer: 'This item cannot be read' }]);
  });
});
