import type { OutboxDetail, OutboxItem, OutboxMessage } from '@foyer/protocol/outbox';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '../../http/new-id.ts';
import { signInAsAdministrator } from '../../testing/caller.ts';
import { openTestApp } from '../../testing/test-app.ts';
import { insertOutboxItems } from './insert-outbox-items.ts';
import { outboxData, sms, staffMail, webhook } from './outbox-fixture.ts';
import { toOutboxRow } from './outbox-row.ts';

const server = await openTestApp();
const admin = await signInAsAdministrator(server);
afterAll(() => server.close());
const { db } = server.storage;

/** Far enough ahead that the server does not touch what waits. */
const later = () => server.clock.now() + 86_400_000;

async function openSite(): Promise<{ siteId: string; url: string }> {
  const { id: siteId } = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
  return { siteId, url: `/api/v1/sites/${siteId}/outbox` };
}
async function add(siteId: string, message: OutboxMessage, state: string): Promise<string> {
  const id = newId();
  const row = toOutboxRow({
    siteId,
    id,
    at: later(),
    occurrence: id,
    cause: 'Serious',
    visitorId: 'v1',
    visitId: 'w1',
    message,
  });
  const isSettled = state !== 'waiting' && state !== 'sending';
  const change = { state, attempts: 3, last_answer: '<b>no</b>', settled_at: isSettled ? later() : null };
  await insertOutboxItems(db, server.storage.dialect, [{ ...row, ...change }]);
  return id;
}
interface Page {
  items: OutboxItem[];
  next: string | null;
}

describe('the list', async () => {
  const { siteId, url } = await openSite();
  const dead = await add(siteId, staffMail('a@shop.example'), 'dead');
  const sent = await add(siteId, sms(), 'sent');
  const waiting = await add(siteId, webhook(), 'waiting');
  const held = await add(siteId, staffMail(), 'notConfigured');
  const deadHook = await add(siteId, webhook('alert.matched'), 'dead');
  await add((await openSite()).siteId, staffMail(), 'dead');

  test.each<[query: string, ids: string[]]>([
    ['', [deadHook, held, waiting, sent, dead]],
    ['?state=dead', [deadHook, dead]],
    ['?kind=email', [held, dead]],
    ['?state=dead&kind=webhook', [deadHook]],
    ['?state=suppressed', []],
  ])('%s is newest first', async (query, ids) => {
    const { items, next } = await admin.must<Page>('GET', `${url}${query}`);
    expect([items.map(({ id }) => id), next]).toEqual([ids, null]);
  });

  test('it is paged', async () => {
    const first = await admin.must<Page>('GET', `${url}?limit=2`);
    expect(first.items.map(({ id }) => id)).toEqual([deadHook, held]);
    const second = await admin.must<Page>('GET', `${url}?limit=2&cursor=${first.next}`);
    expect(second.items.map(({ id }) => id)).toEqual([waiting, sent]);
    const third = await admin.must<Page>('GET', `${url}?limit=2&cursor=${second.next}`);
    expect([third.items.map(({ id }) => id), third.next]).toEqual([[dead], null]);
  });

  test.each(['state=lost', 'kind=fax', 'limit=0', 'other=1'])('R-170 ?%s is refused', async (query) => {
    expect((await admin.call('GET', `${url}?${query}`)).statusCode).toBe(400);
  });

  test('it has a count for each state', async () => {
    expect(await admin.must('GET', `${url}/counts`)).toEqual({
      waiting: 1,
      sending: 0,
      sent: 1,
      dead: 2,
      notConfigured: 1,
      suppressed: 0,
    });
  });

  test('one item says what it is, what it says, and what came back, as text', async () => {
    const item = await admin.must<OutboxDetail>('GET', `${url}/${dead}`);
    expect(item).toMatchObject({
      id: dead,
      kind: 'email',
      recipient: 'a@shop.example',
      cause: 'Serious',
      visitorId: 'v1',
      visitId: 'w1',
      state: 'dead',
      attempts: 3,
      nextAt: null,
      settledAt: expect.any(Number),
      lastAnswer: '<b>no</b>',
    });
    expect(JSON.parse(item.payload)).toMatchObject({ template: 'staff', data: outboxData });
    expect(item.payload).toContain('\n  "');
    expect(await admin.must('GET', `${url}/${waiting}`)).toMatchObject({
      recipient: 'prospect.fired',
      nextAt: expect.any(Number),
      settledAt: null,
    });
  });
});

describe('sending again', () => {
  test.each<[state: string, code: number]>([
    ['dead', 200],
    ['notConfigured', 200],
    ['waiting', 409],
    ['sending', 409],
    ['sent', 409],
    ['suppressed', 409],
  ])('R-157 an item that is %s: %i', async (state, code) => {
    const { siteId, url } = await openSite();
    const id = await add(siteId, staffMail(), state);
    const answer = await admin.call('POST', `${url}/${id}/retry`);
    expect(answer.statusCode).toBe(code);
    if (code === 200) expect(answer.json()).toMatchObject({ state: 'waiting', attempts: 0, settledAt: null });
    else expect(await admin.must('GET', `${url}/${id}`)).toMatchObject({ state, attempts: 3 });
  });

  test.each<[what: string, body: object, fates: string[]]>([
    ['all dead ones', {}, ['waiting', 'waiting', 'notConfigured', 'sent']],
    ['of one kind', { kind: 'webhook' }, ['dead', 'waiting', 'notConfigured', 'sent']],
    ['the not configured ones', { state: 'notConfigured' }, ['dead', 'dead', 'waiting', 'sent']],
  ])('R-157 %s', async (_what, body, fates) => {
    const { siteId, url } = await openSite();
    const other = await openSite();
    const ids = [
      await add(siteId, staffMail(), 'dead'),
      await add(siteId, webhook(), 'dead'),
      await add(siteId, staffMail(), 'notConfigured'),
      await add(siteId, staffMail(), 'sent'),
    ];
    const elsewhere = await add(other.siteId, webhook(), 'dead');
    const answer = await admin.must<{ retried: number }>('POST', `${url}/retry`, body);
    expect(answer.retried).toBe(fates.filter((fate) => fate === 'waiting').length);
    const seen = await Promise.all(ids.map((id) => admin.must<OutboxDetail>('GET', `${url}/${id}`)));
    // Nothing is configured here: what waited may have been looked at by now.
    const fateOf = ({ state, attempts }: OutboxDetail) => (state === 'sending' || attempts === 0 ? 'waiting' : state);
    expect(seen.map(fateOf)).toEqual(fates);
    expect(await admin.must('GET', `${other.url}/${elsewhere}`)).toMatchObject({ state: 'dead' });
  });

  test.each([{ state: 'sent' }, { state: 'suppressed' }, { kind: 'fax' }, { other: 1 }])(
    '%j is refused',
    async (body) => {
      expect((await admin.call('POST', `${(await openSite()).url}/retry`, { body })).statusCode).toBe(400);
    },
  );

  test('an item of another site is not there', async () => {
    const id = await add((await openSite()).siteId, staffMail(), 'dead');
    const { url } = await openSite();
    expect((await admin.call('GET', `${url}/${id}`)).statusCode).toBe(404);
    expect((await admin.call('POST', `${url}/${id}/retry`)).statusCode).toBe(404);
  });
});
