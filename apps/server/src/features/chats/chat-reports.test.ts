import { type ReportId, reportDefinitions } from '@foyer/protocol/report';
import type { Site } from '@foyer/protocol/site';
import { localTime } from '@foyer/rules/site-time';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { addOperator } from '../operators/add-operator.ts';
import { buildReport } from '../reports/build-report.ts';
import { createSite } from '../sites/create-site.ts';
import { rebuildTotals } from '../visits/rebuild-totals.ts';
import { acceptPendingChat, appendDecided, appendEntry, insertChat, system } from './chat-log-repository.ts';
import { requeued } from './chat-route.ts';

const second = 1000;
const minute = 60 * second;

/** What a test did to a chat, kept in plain figures. */
interface Told {
  readonly askedAt: number;
  takenAt: number | null;
  endedAt: number | null;
  isMissed: boolean;
  rating: number | null;
  operatorId: string | null;
}

/** The same figures in every run, from 0 to 1. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe.each(stores)('reports of chats on %s', (_name, open) => {
  let own: Stores;
  let site: Site;
  let olga: { id: string; name: string };
  let otto: { id: string; name: string };
  const told: Told[] = [];

  beforeAll(async () => {
    own = await open();
    const { db } = own.storage;
    // The clocks of this zone go forward on 29 March.
    site = await db.transaction().execute((trx) => createSite(trx, { name: 'Shop', timeZone: 'Europe/London' }, 0));
    olga = await addStaff('Olga');
    otto = await addStaff('Otto');
    const roll = dice(7);
    for (let index = 0; index < 60; index += 1) await playChat(Date.UTC(2026, 2, 27, 22) + index * 71 * minute, roll);
  });
  afterAll(() => own.close());

  async function addStaff(name: string) {
    const operator = { name, email: `${name}@example.test`, role: 'operator', siteIds: [site.id] } as const;
    const id = await addOperator(own.storage.db, { ...operator, maxChats: 0, passwordHash: null }, 0);
    return { id, name };
  }

  const append = (
    chatId: string,
    states: readonly ('pending' | 'active')[],
    entry: Parameters<typeof appendEntry>[4],
  ) => appendEntry(own.storage.db, site.id, chatId, { states }, entry);
  const accept = (chatId: string, who: { id: string; name: string }, at: number) =>
    acceptPendingChat(own.storage.db, site.id, chatId, who, at);
  const miss = (chatId: string, at: number) =>
    append(chatId, ['pending'], {
      sender: system,
      cid: null,
      at,
      content: { kind: 'missed', reason: 'timedOut' },
      patch: { state: 'missed', ended_at: at, missed_reason: 'timedOut', pending_since: null },
    });

  const ask = (
    id: string,
    visitor: { kind: 'visitor'; id: string; name: string },
    at: number,
    more: Partial<Parameters<typeof insertChat>[1]> = {},
  ) =>
    insertChat(
      own.storage.db,
      {
        id,
        siteId: site.id,
        visitorId: visitor.id,
        visitId: null,
        state: 'pending',
        visitorName: visitor.name,
        visitorEmail: null,
        inviteId: null,
        invitationId: null,
        alertId: null,
        country: null,
        pageUrl: null,
        missedReason: null,
        at,
        ...more,
      },
      [
        {
          sender: visitor,
          cid: randomHex(16),
          content: { kind: 'requested', name: 'Vera', email: null, question: 'Red?', pageUrl: null },
        },
      ],
    );

  /** A chat that is asked for, and by lot taken, handed back, taken again, missed, ended, rated, rated otherwise. */
  async function playChat(askedAt: number, roll: () => number): Promise<void> {
    const id = v7({ msecs: askedAt });
    const isOffline = roll() < 0.1;
    const one: Told = {
      askedAt,
      takenAt: null,
      endedAt: isOffline ? askedAt : null,
      isMissed: isOffline,
      rating: null,
      operatorId: null,
    };
    told.push(one);
    const visitor = { kind: 'visitor', id: randomHex(16), name: 'Vera' } as const;
    const missed = { state: 'missed', missedReason: 'offlineMessage' } as const;
    await ask(id, visitor, askedAt, isOffline ? missed : {});
    if (isOffline) return;
    let at = askedAt + Math.floor(roll() * 200 * second);
    if (roll() < 0.15) {
      await miss(id, at);
      Object.assign(one, { isMissed: true, endedAt: at });
      return;
    }
    await accept(id, olga, at);
    one.takenAt = at;
    one.operatorId = olga.id;
    if (roll() < 0.3) {
      at += minute;
      const sender = { kind: 'operator', ...olga } as const;
      const patch = requeued(at, olga.id);
      await append(id, ['active'], { sender, cid: null, at, content: { kind: 'left', operatorName: 'Olga' }, patch });
      at += minute;
      if (roll() < 0.4) {
        await miss(id, at);
        Object.assign(one, { isMissed: true, takenAt: null, endedAt: at, operatorId: null });
        return;
      }
      await accept(id, otto, at);
      one.operatorId = otto.id;
    }
    if (roll() < 0.1) return; // goes on
    at += Math.floor(roll() * 20 * minute);
    await append(id, ['active'], {
      sender: visitor,
      cid: null,
      at,
      content: { kind: 'ended', by: 'visitor', reason: null },
      patch: { state: 'closed', ended_at: at, ended_by: 'visitor' },
      waitsForWrapUp: roll() < 0.5,
    });
    one.endedAt = at;
    for (let times = Math.floor(roll() * 3); times > 0; times -= 1) {
      const rating = 1 + Math.floor(roll() * 5);
      one.rating = rating;
      await appendDecided(own.storage.db, site.id, id, { states: ['ended', 'closed'], at }, async () => ({
        sender: visitor,
        content: { kind: 'rated', rating, comment: null },
        patch: { rating },
      }));
    }
  }

  const days = { from: '2026-03-28', to: '2026-03-30' };
  const read = (id: ReportId, more: object = {}) =>
    buildReport(
      {
        db: own.storage.reports,
        dialect: own.storage.dialect,
        site,
        now: Date.UTC(2026, 3, 2),
        isWanted: () => true,
      },
      id,
      { ...days, compare: 'none', grain: 'day', limit: 100, expression: null, ...more },
    );
  const valuesOf = (id: ReportId, values: readonly (number | null)[]) =>
    Object.fromEntries(reportDefinitions[id].columns.map((column, index) => [column.id, values[index]]));
  const local = (one: Told) => localTime(one.askedAt, site.timeZone);
  const isWithin = (one: Told) => local(one).date >= days.from && local(one).date <= days.to;
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const average = (values: readonly number[]) => (values.length === 0 ? null : sum(values) / values.length);
  const waitOf = ({ askedAt, takenAt }: Told) => ((takenAt ?? 0) - askedAt) / 1000;
  const isTaken = (one: Told) => one.takenAt !== null;

  test('what is counted with each change is what the chats say when all are counted anew (B-306)', async () => {
    expect(told.filter(({ isMissed }) => isMissed).length).toBeGreaterThan(3);
    const { differences, counters } = await rebuildTotals(own.storage, { write: false });
    expect(differences).toEqual([]);
    expect(counters).toBeGreaterThan(50);
  });

  test('chats day by day, across the night without an hour', async () => {
    const { rows, source } = await read('chats');
    expect(source).toBe('dayTotals');
    expect(rows.map(({ key }) => key)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
    for (const { key, values } of rows) {
      const those = told.filter((one) => local(one).date === key);
      const taken = those.filter(isTaken);
      const rated = those.flatMap(({ rating }) => rating ?? []);
      const over = taken.filter(({ endedAt }) => endedAt !== null);
      expect(valuesOf('chats', values)).toEqual({
        requests: those.length,
        taken: taken.length,
        missed: those.filter(({ isMissed }) => isMissed).length,
        averageWait: closeTo(average(taken.map(waitOf))),
        inTimePercent: closeTo((100 * taken.filter((one) => waitOf(one) < 60).length) / taken.length),
        averageLength: closeTo(average(over.map((one) => ((one.endedAt ?? 0) - (one.takenAt ?? 0)) / 1000))),
        ratings: rated.length,
        averageRating: closeTo(average(rated)),
      });
    }
  });

  test('by weekday and hour of the site’s clock', async () => {
    const { rows } = await read('chat-hours');
    const expected = new Map<string, number[]>();
    for (const one of told.filter(isWithin)) {
      const { hour, date } = local(one);
      const key = `${new Date(date).getUTCDay() || 7} ${hour}`;
      const [requests = 0, missed = 0] = expected.get(key) ?? [];
      expected.set(key, [requests + 1, missed + Number(one.isMissed)]);
    }
    const found = rows.filter(({ values }) => values[0] !== 0).map(({ key, values }) => [key, values]);
    expect(new Map(found as [string, number[]][])).toEqual(expected);
  });

  test('classes of waiting times, in their order, and ratings', async () => {
    const waits = told.filter(isWithin).filter(isTaken).map(waitOf);
    const { rows } = await read('waiting-times');
    expect(rows.map(({ label }) => label).slice(0, 2)).toEqual(['Under 5 s', '5 s to 10 s']);
    const limits = [0, 5, 10, 20, 30, 60, 120, 300, 600, Number.POSITIVE_INFINITY];
    expect(rows.map(({ values }) => values[0])).toEqual(
      limits
        .slice(1)
        .map((limit, index) => waits.filter((wait) => wait >= (limits[index] ?? 0) && wait < limit).length),
    );
    const ratings = await read('ratings');
    expect(ratings.rows.map(({ key, values }) => [key, values[0]])).toEqual(
      [5, 4, 3, 2, 1].map((rating) => [
        String(rating),
        told.filter((one) => isWithin(one) && one.rating === rating).length,
      ]),
    );
  });

  test('missed chats by reason; those of no department together', async () => {
    const missed = told.filter((one) => isWithin(one) && one.isMissed);
    const { totals, rows } = await read('missed-chats');
    expect(totals.values).toEqual([missed.length, 0]);
    expect(rows.map(({ key }) => key).sort()).toEqual(['offlineMessage', 'timedOut']);
    const departments = await read('departments');
    expect(departments.rows).toMatchObject([{ key: '', label: 'No department' }]);
    const [requests, taken] = departments.rows[0]?.values ?? [];
    expect([requests, taken]).toEqual([told.filter(isWithin).length, told.filter(isWithin).filter(isTaken).length]);
  });

  test('answers count for whoever wrote them, from the taking or from the visitor’s first word of a turn', async () => {
    const askedAt = Date.UTC(2026, 4, 4, 9);
    const at = (seconds: number) => askedAt + seconds * second;
    const id = v7({ msecs: askedAt });
    const visitor = { kind: 'visitor', id: randomHex(16), name: 'Vera' } as const;
    await ask(id, visitor, askedAt);
    const say = (who: typeof visitor | typeof olga, body: string, seconds: number) =>
      append(id, ['active'], {
        sender: 'kind' in who ? who : { kind: 'operator', ...who },
        cid: null,
        at: at(seconds),
        content: { kind: 'message', body },
      });
    await accept(id, olga, at(20));
    await say(olga, 'Hello', 27); // first answer: 7 s after she took it
    await say(olga, 'It is', 30); // the same turn
    await say(visitor, 'Thank you', 40);
    await say(visitor, 'And blue?', 45);
    await say(olga, 'Blue, too', 51); // 11 s after 'Thank you'
    const patch = { operator_id: otto.id, operator_name: otto.name };
    await append(id, ['active'], {
      sender: { kind: 'operator', ...otto },
      cid: null,
      at: at(60),
      content: { kind: 'takenOver', operatorName: 'Otto' },
      patch,
    });
    await say(visitor, 'Green?', 70);
    await append(id, ['active'], {
      sender: { kind: 'operator', ...olga },
      cid: null,
      at: at(72),
      content: { kind: 'whisper', body: 'No green' },
    });
    await say(otto, 'No green', 75); // 5 s
    const { rows, totals } = await read('operators', { from: '2026-05-04', to: '2026-05-04' });
    const figures = (values: readonly (number | null)[] = []) => {
      const { chats, averageFirstAnswer, averageAnswer } = valuesOf('operators', values);
      return [chats, averageFirstAnswer, averageAnswer];
    };
    const of = (operatorId: string) => figures(rows.find(({ key }) => key === operatorId)?.values);
    expect(of(olga.id)).toEqual([0, 7, 11]);
    expect(of(otto.id)).toEqual([1, null, 5]);
    expect(figures(totals.values)).toEqual([1, 7, 8]);
  });

  test('what became of invites: those sent in these days, and what followed from them', async () => {
    const { db } = own.storage;
    const start = Date.UTC(2026, 5, 1, 9);
    const inviteId = v7({ msecs: start });
    const visitId = v7({ msecs: start });
    const invitation = (hours: number, state: string, more: object = {}) => ({
      site_id: site.id,
      id: v7({ msecs: start + hours * 60 * minute }),
      visit_id: visitId,
      visitor_id: 'vera',
      invite_id: inviteId,
      invite_name: 'Help',
      source: 'autoSend',
      occurrence: `${state} ${hours}`,
      state,
      reason: null,
      operator_id: null,
      queued_at: start + hours * 60 * minute,
      shown_at: null,
      ended_at: null,
      ...more,
    });
    const shown = { shown_at: start };
    await db
      .insertInto('invitation')
      .values([
        invitation(0, 'accepted', { ...shown, ended_at: start + minute }),
        invitation(1, 'declined', shown),
        invitation(2, 'timedOut', shown),
        invitation(3, 'queued'),
        invitation(4, 'suppressed'),
        invitation(5, 'suppressed'),
        invitation(24, 'accepted', { ...shown, ended_at: start + 2 * minute }),
      ])
      .execute();
    const revenue = (seconds: number, amount: number) => ({
      site_id: site.id,
      id: v7({ msecs: start + seconds * second }),
      at: start + seconds * second,
      day: '2026-06-01',
      visitor_id: 'vera',
      visit_id: visitId,
      amount,
      order_id: null,
      first_referrer: 'direct',
      referrer_host: null,
      occurrence: `order ${seconds}`,
    });
    await db
      .insertInto('revenue_entry')
      .values([revenue(30, 100), revenue(90, 2500), revenue(100, -300)])
      .execute();
    const id = v7({ msecs: start + minute });
    await ask(id, { kind: 'visitor', id: randomHex(16), name: 'Vera' }, start + minute, { inviteId });
    const { rows } = await read('invites', { from: '2026-06-01', to: '2026-06-01' });
    expect(rows.map(({ label, values }) => [label, valuesOf('invites', values)])).toEqual([
      [
        'Help',
        {
          sent: 4,
          shown: 3,
          accepted: 1,
          acceptedPercent: closeTo(100 / 3),
          declined: 1,
          chats: 1,
          revenue: 2200,
          suppressed: 2,
        },
      ],
    ]);
  });

  test('a chat counts for the operator who had it last', async () => {
    const { rows } = await read('operators');
    for (const { id, name } of [olga, otto]) {
      const theirs = told.filter((one) => isWithin(one) && one.operatorId === id && !one.isMissed);
      const row = rows.find(({ key }) => key === id);
      expect(row?.label).toBe(name);
      expect(valuesOf('operators', row?.values ?? [])).toMatchObject({
        chats: theirs.length,
        averageRating: closeTo(average(theirs.flatMap(({ rating }) => rating ?? []))),
      });
    }
  });
});

function closeTo(value: number | null): unknown {
  return value === null || Number.isNaN(value) ? null : expect.closeTo(value, 6);
}
