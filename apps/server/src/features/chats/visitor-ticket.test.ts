import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, randomHex } from '../../http/new-id.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { insertVisitorToken, redeemVisitorToken, VisitorTickets } from './visitor-ticket.ts';

const start = Date.UTC(2026, 2, 1, 9);
const dayMs = 24 * 3_600_000;

describe('a ticket', () => {
  const tickets = new VisitorTickets('a secret of at least thirty-two characters');
  const [siteId, vera, other] = [newId(), randomHex(16), randomHex(16)];
  const ticket = tickets.make(siteId, vera, start);
  const [site, visitor, expires, signature] = ticket.split('.');
  const forger = new VisitorTickets('another secret of thirty-two characters');

  test('names its visitor, also on another node and more than once', () => {
    const elsewhere = new VisitorTickets('a secret of at least thirty-two characters');
    expect([tickets, elsewhere, tickets].map((one) => one.read(ticket, siteId, start))).toEqual([vera, vera, vera]);
  });

  test.each<[age: string, afterMs: number, expected: string | null]>([
    ['almost a minute old is valid', 59_999, vera],
    ['a minute old is not', 60_000, null],
    ['a day old is not', dayMs, null],
  ])('%s', (_age, afterMs, expected) => {
    expect(tickets.read(ticket, siteId, start + afterMs)).toBe(expected);
  });

  test('is of no use on another site', () => {
    expect(tickets.read(ticket, newId(), start)).toBeNull();
  });

  test.each<[what: string, text: string]>([
    ['signed with another secret', forger.make(siteId, vera, start)],
    ['for another visitor', [site, other, expires, signature].join('.')],
    ['with a later end', [site, visitor, Number(expires) + 1, signature].join('.')],
    ['with an end that is no number', [site, visitor, 'never', signature].join('.')],
    ['with another signature of the same length', [site, visitor, expires, 'A'.repeat(43)].join('.')],
    ['with a cut signature', ticket.slice(0, -1)],
    ['with a longer signature', `${ticket}A`],
    ['with a signature of other letters', [site, visitor, expires, 'é'.repeat(43)].join('.')],
    ['without a signature', [site, visitor, expires].join('.')],
    ['with an empty signature', [site, visitor, expires, ''].join('.')],
    ['with a part too many', `${ticket}.`],
    ['with dots only', '...'],
    ['empty', ''],
    ['some text', 'let me in'],
  ])('%s is refused', (_what, text) => {
    expect(tickets.read(text, siteId, start)).toBeNull();
  });

  test('for another site cannot be made of one for this', () => {
    const elsewhere = newId();
    expect(tickets.read([elsewhere, visitor, expires, signature].join('.'), elsewhere, start)).toBeNull();
  });
});

describe.each(stores)('a visitor’s token on %s', (_name, open) => {
  let own: Stores;
  const [siteId, vera] = [newId(), randomHex(16)];

  beforeAll(async () => {
    own = await open();
  });
  afterAll(() => own.close());

  const insert = (visitorId = vera) => insertVisitorToken(own.storage.db, siteId, visitorId, start);
  const redeem = (token: string, now: number, site = siteId) => redeemVisitorToken(own.storage.db, site, token, now);

  test('names its visitor, again and again', async () => {
    const token = await insert();
    expect([await redeem(token, start), await redeem(token, start + dayMs)]).toEqual([vera, vera]);
  });

  test('each is another one, and names its own visitor', async () => {
    const other = randomHex(16);
    const [first, second] = [await insert(), await insert(other)];
    expect(first).not.toBe(second);
    expect([await redeem(first, start), await redeem(second, start)]).toEqual([vera, other]);
  });

  test('is of no use on another site', async () => {
    expect(await redeem(await insert(), start, newId())).toBeNull();
  });

  test.each(['', 'A'.repeat(43)])('one that was never given (%j) names nobody', async (token) => {
    expect(await redeem(token, start)).toBeNull();
  });

  test('is not stored, only its hash', async () => {
    const token = await insert();
    const rows = await own.storage.db.selectFrom('visitor_token').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('unused for 30 days it is void', async () => {
    const token = await insert();
    expect(await redeem(token, start + 30 * dayMs)).toBeNull();
  });

  test('each use gives it 30 more days', async () => {
    const token = await insert();
    expect(await redeem(token, start + 30 * dayMs - 1)).toBe(vera);
    expect(await redeem(token, start + 60 * dayMs - 2)).toBe(vera);
    expect(await redeem(token, start + 90 * dayMs - 2)).toBeNull();
  });
});
