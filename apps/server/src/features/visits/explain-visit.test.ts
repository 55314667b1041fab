import {
  type Condition,
  type Expression,
  type operatorsOf,
  type VariableName,
  variables,
} from '@foyer/protocol/condition';
import { evaluationInputSchema, explanationQuerySchema, type RuleKind } from '@foyer/protocol/explanation';
import { prospectRuleInputSchema } from '@foyer/protocol/prospect-rule';
import type { Site } from '@foyer/protocol/site';
import type { Explanation } from '@foyer/rules/explanation';
import { mapLeaves } from '@foyer/rules/map-leaves';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../http/new-id.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { addAlert } from '../alerts/list-alerts.ts';
import { addInvite } from '../invites/list-invites.ts';
import { createSite } from '../sites/create-site.ts';
import { evaluateDraft } from './evaluate-draft.ts';
import { type ExplainParts, explainVisit, explainVisitRule } from './explain-visit.ts';
import { FactWriter } from './fact-writer.ts';
import { SiteConfigurations } from './site-configuration.ts';
import { type IncomingEvent, VisitEngine } from './visit-engine.ts';

const start = Date.UTC(2026, 2, 1, 9);
const minute = 60_000;
const vera = '0123456789abcdef0123456789abcdef';
const direct = {
  referrer: null,
  referrerHost: null,
  referringSite: null,
  isSearch: false,
  searchPhrase: null,
  utm: { source: null, medium: null, campaign: null, term: null, content: null },
};

/** Fields of the member of the union of events that a type belongs to. */
type Fields<T, E = IncomingEvent> = E extends { type: infer Type } ? (T extends Type ? Partial<E> : never) : never;

describe.each(stores)('B-301 why and why not, on %s', (_name, open) => {
  let own: Stores;
  let site: Site;
  let configurations: SiteConfigurations;
  let engine: VisitEngine;
  let now: number;
  let online: number;

  const parts = (): ExplainParts => ({
    storage: own.storage,
    store: own.visits,
    configurations,
    staffOf: () => ({ online, withRoom: online, queueLength: 0, insideOpeningHours: null }),
    now: () => now,
  });

  beforeEach(async () => {
    own = await open();
    site = await own.storage.db
      .transaction()
      .execute((trx) => createSite(trx, { name: 'Shop', timeZone: 'Europe/London' }, start));
    configurations = new SiteConfigurations(own.storage.db);
    now = start;
    online = 1;
    engine = new VisitEngine({
      ...parts(),
      bus: own.shared.bus,
      facts: new FactWriter(own.storage, { schedule: (work) => setImmediate(work) }),
      logger: pino({ level: 'silent' }),
      onPresenceChanged: () => undefined,
      onHostNameWanted: () => undefined,
      onWakeUp: () => undefined,
    });
  });
  afterEach(async () => own.close());

  async function addRule(name: string, fields: Record<string, unknown>): Promise<string> {
    const body = JSON.stringify(prospectRuleInputSchema.parse({ name, ...fields }));
    const id = newId();
    const row = { site_id: site.id, id, position: 1, version: 3, body };
    await own.storage.db.insertInto('prospect_rule').values(row).execute();
    configurations.forget({ siteId: site.id, documents: 'prospectRules' });
    return id;
  }

  /** Lets something happen to Vera, `after` ms from the start; the answer is her visit's id. */
  async function happen<T extends IncomingEvent['type']>(after: number, type: T, fields: Fields<T>): Promise<string> {
    now = start + after;
    const event = { type, at: now, siteId: site.id, visitorId: vera, ...fields } as unknown as IncomingEvent;
    const outcome = await engine.happen(event);
    await outcome?.stored;
    return (outcome?.visit ?? outcome?.before)?.id ?? '';
  }

  let reports = 0;
  const views = (after: number, path: string, fields: Fields<'page.viewed'> = {}) =>
    happen(after, 'page.viewed', {
      tab: 'a',
      n: ++reports,
      nodeId: 'node',
      url: `https://shop.example${path}`,
      title: `Title of ${path}`,
      visible: true,
      source: direct,
      place: {
        address: '203.0.113.7',
        country: 'GB',
        region: 'England',
        city: 'Leeds',
        organisation: 'Acme Ltd',
        ownOrganisation: true,
        hostName: 'gw.acme.example',
      },
      technology: {
        language: 'en',
        timeZone: 'Europe/London',
        browser: 'Chrome',
        os: 'Linux',
        device: 'desktop',
        screenWidth: 1280,
      },
      spider: null,
      ...fields,
    });
  /** Leaves the site, and lets the visit time out. */
  async function leave(after: number): Promise<void> {
    await happen(after, 'page.left', { tab: 'a' });
    await happen(after + 31 * minute, 'clock', {});
  }

  const list = (visitId: string, query: Record<string, unknown> = {}) =>
    explainVisit(parts(), site.id, visitId, explanationQuerySchema.parse(query));
  const whole = (visitId: string, kind: RuleKind, ruleId: string) =>
    explainVisitRule(parts(), site.id, visitId, { kind, ruleId });
  const ruleOf = async (visitId: string, kind: RuleKind, ruleId: string) => {
    const explained = await whole(visitId, kind, ruleId);
    if (explained?.rule == null) throw new Error('nothing is explained');
    return explained.rule;
  };

  test('the blocking condition is named, and one more page view flips the verdict', async () => {
    const id = await addRule('Keen', { minPages: 3, activation: 'oncePerVisit' });
    await views(0, '/');
    const visitId = await views(1000, '/b');
    expect(await list(visitId, { kind: 'prospectRule' })).toEqual({
      visitId,
      at: start + 1000,
      live: true,
      recorded: [],
      rules: [
        {
          kind: 'prospectRule',
          id,
          name: 'Keen',
          enabled: true,
          shadow: false,
          verdict: false,
          state: 'blocked',
          blocked: [{ label: 'minPages 3', fact: '2', verdict: false, flipsAt: null, wanted: true }],
          flipsAt: null,
          note: null,
        },
      ],
      next: null,
    });
    await views(2000, '/c');
    expect(await list(visitId, { kind: 'prospectRule' })).toMatchObject({
      recorded: [
        {
          kind: 'prospectRule',
          ruleId: id,
          name: 'Keen',
          version: 3,
          at: start + 2000,
          shadow: false,
          explanation: { label: 'all', verdict: true, parts: [{ label: 'minPages 3', fact: '3', verdict: true }] },
        },
      ],
      rules: [{ verdict: true, state: 'fired', blocked: [] }],
    });
  });

  test('so does an e-mail address that the page supplies', async () => {
    const conditions = { all: [{ variable: 'visitor.email', operator: 'endsWith', value: '@acme.example' }] };
    const id = await addRule('Known', { conditions });
    const visitId = await views(0, '/');
    expect(await ruleOf(visitId, 'prospectRule', id)).toMatchObject({
      verdict: 'unknown',
      state: 'unknown',
      blocked: [{ label: 'visitor.email endsWith @acme.example', fact: 'unknown' }],
    });
    await happen(1000, 'contact.changed', { email: 'vera@acme.example' });
    expect(await ruleOf(visitId, 'prospectRule', id)).toMatchObject({ verdict: true, state: 'fired' });
  });

  test('time is told when it flips', async () => {
    const id = await addRule('Reader', { minMinutes: 3 });
    const visitId = await views(0, '/');
    now = start + minute;
    expect(await ruleOf(visitId, 'prospectRule', id)).toMatchObject({
      flipsAt: start + 3 * minute,
      blocked: [{ label: 'minMinutes 3', fact: '1', flipsAt: start + 3 * minute }],
    });
    await happen(3 * minute, 'clock', {});
    expect(await ruleOf(visitId, 'prospectRule', id)).toMatchObject({ verdict: true, state: 'fired', flipsAt: null });
  });

  test('an alert names the one that took the visit, and keeps why it did', async () => {
    const { id } = await addAlert(own.storage.db, site.id, { name: 'AdWords', entryPages: ['*source=adwords'] });
    const { id: other } = await addAlert(own.storage.db, site.id, { name: 'Elsewhere', entryPages: ['x'] });
    const visitId = await views(0, '/?source=adwords');
    const explained = await list(visitId, { kind: 'alert' });
    expect(explained?.rules).toMatchObject([
      { id, name: 'AdWords', state: 'fired' },
      { id: other, state: 'blocked', blocked: [{ label: 'entryPages x' }], note: expect.stringContaining('“AdWords”') },
      { name: 'All visitors', state: 'taken', verdict: true, blocked: [], note: expect.stringContaining('“AdWords”') },
    ]);
    expect(explained?.recorded).toMatchObject([{ kind: 'alert', ruleId: id, version: 1, at: start }]);
  });

  test('S-009 an invite that nobody online holds back', async () => {
    const { id } = await addInvite(own.storage.db, site.id, {
      name: 'Hello',
      altText: 'Chat with us',
      autoSend: { enabled: true, pages: ['sales*'], conditions: null },
    });
    online = 0;
    const visitId = await views(0, '/sales');
    expect(await ruleOf(visitId, 'invite', id)).toMatchObject({
      state: 'blocked',
      blocked: [{ label: 'guard nobodyOnline', fact: '0 online' }],
    });
    online = 1;
    expect(await ruleOf(visitId, 'invite', id)).toMatchObject({ state: 'true', verdict: true });
    await views(1000, '/sales/2');
    expect(await ruleOf(visitId, 'invite', id)).toMatchObject({ state: 'fired' });
  });

  test('B-305 what would have acted in shadow is told as recorded', async () => {
    const { id } = await addAlert(own.storage.db, site.id, { name: 'Trial', shadow: true });
    const visitId = await views(0, '/');
    expect(await whole(visitId, 'alert', id)).toMatchObject({
      rule: { shadow: true, state: 'fired', note: null },
      recorded: [{ ruleId: id, shadow: true, explanation: { verdict: true } }],
    });
  });

  test('a visit that is over is judged as of its end: what came later changes nothing', async () => {
    const pages = await addRule('Pages', { minPages: 3 });
    const again = await addRule('Again', { startAfterVisits: 2, activation: 'oncePerVisit' });
    const bought = await addRule('Bought', {
      conditions: { all: [{ variable: 'visitor.lifetimeRevenue', operator: '>=', value: 25 }] },
      actions: { flagAsCustomer: true },
    });
    const customer = await addRule('Customer', {
      conditions: { all: [{ variable: 'visitor.isCustomer', operator: 'isTrue' }] },
      activation: 'oncePerVisit',
    });
    const first = await views(0, '/');
    await views(minute, '/b');
    await leave(2 * minute);
    const second = await views(60 * minute, '/c');
    await happen(61 * minute, 'revenue.reported', {
      tab: null,
      n: null,
      amount: '25.00',
      currency: null,
      orderId: 'A1',
      isOrderKnown: false,
    });
    expect(second).not.toBe(first);
    expect(await list(first, { kind: 'prospectRule' })).toMatchObject({ at: start + 2 * minute, live: false });
    const seenIn = async (visitId: string, id: string) => {
      const { state, blocked } = await ruleOf(visitId, 'prospectRule', id);
      return [state, ...(blocked ?? []).map(({ label, fact }) => `${label}: ${fact}`)];
    };
    for (const [id, then, later] of [
      [pages, ['blocked', 'minPages 3: 2'], ['fired']],
      [again, ['blocked', 'startAfterVisits 2: 1'], ['fired']],
      [bought, ['blocked', 'visitor.lifetimeRevenue >= 25: 0'], ['fired']],
      [customer, ['blocked', 'visitor.isCustomer isTrue: no'], ['fired']],
    ] as const) {
      expect(await seenIn(first, id)).toEqual(then);
      expect(await seenIn(second, id)).toEqual(later);
    }
    // In the second visit it was a prospect type of hers already.
    await leave(62 * minute);
    const third = await views(120 * minute, '/d');
    await leave(121 * minute);
    expect(await seenIn(third, pages)).toEqual(['spent']);
    expect(await ruleOf(third, 'prospectRule', pages)).toMatchObject({
      note: expect.stringContaining('earlier visit'),
    });
  });

  test('every fact of a visit is read back as it was when the visit was live', async () => {
    await addAlert(own.storage.db, site.id, { name: 'AdWords', paid: { cost: { fixed: '0.50' }, clickFraud: null } });
    await views(-3 * 24 * 60 * minute, '/old');
    await leave(-3 * 24 * 60 * minute + minute);
    const conditions = {
      any: (Object.keys(variables) as VariableName[]).map((variable): Condition => {
        const { type, named }: { type: keyof typeof operatorsOf; named?: true } = variables[variable];
        const named_ = named ? { name: 'plan' } : {};
        if (type === 'yesNo') return { variable, ...named_, operator: 'isTrue' };
        if (type === 'date') return { variable, operator: 'isOneOf', value: ['2020-01-01'] };
        if (type === 'address') return { variable, operator: 'equals', value: '192.0.2.1' };
        if (type === 'list') return { variable, operator: 'includes', value: 'x' };
        return {
          variable,
          ...named_,
          ...(type === 'number' ? { operator: '=', value: -1 } : { operator: 'equals', value: 'x' }),
        };
      }),
    };
    const id = await addRule('All', { conditions, enabled: false });
    await addRule('Keen', { minPages: 2, actions: { flagAsCustomer: true } });
    const google = {
      ...direct,
      referrer: 'https://www.google.com/search?q=red+shoes',
      referrerHost: 'www.google.com',
      referringSite: 'Google',
      isSearch: true,
      searchPhrase: 'red shoes',
      utm: { source: 's', medium: 'm', campaign: 'c', term: 't', content: 'o' },
    };
    const visitId = await views(0, '/?plan=pro', { source: google });
    await views(minute, '/b?plan=pro');
    await happen(2 * minute, 'contact.changed', {
      name: 'Vera',
      company: 'Acme',
      email: 'vera@acme.example',
      phone: '+44 1',
      variables: { plan: 'pro' },
    });
    await happen(2 * minute, 'event.happened', { tab: null, n: null, name: 'plan' });
    await happen(2 * minute, 'revenue.reported', {
      tab: null,
      n: null,
      amount: '25.00',
      currency: null,
      orderId: null,
      isOrderKnown: false,
    });
    now = start + 3 * minute;
    await happen(3 * minute, 'page.hidden', { tab: 'a' });
    const facts = async () => {
      const seen = new Map<string, string>();
      const { explanation } = await ruleOf(visitId, 'prospectRule', id);
      mapLeaves(explanation as Explanation, (leaf) => {
        seen.set(String(leaf.label.split(' ')[0]), `${leaf.fact} ${leaf.verdict}`);
        return leaf;
      });
      return seen;
    };
    const live = await facts();
    await leave(3 * minute);
    const stored = await facts();
    // What is not kept is unknown afterwards.
    const staff = ['staff.online', 'staff.withRoom', 'staff.queueLength'];
    for (const variable of staff) expect(stored.get(variable)).toBe('not kept unknown');
    for (const [variable, fact] of live)
      if (!staff.includes(variable)) expect([variable, stored.get(variable)]).toEqual([variable, fact]);
    // The test says something of each of them only if there was something to see.
    const unseen = [...live].filter(([, fact]) => fact === 'unknown unknown').map(([variable]) => variable);
    expect(unseen).toEqual([
      'page.scrollDepth',
      'page.exitIntent',
      'visitor.lastWrapUp',
      'visitor.lastRating',
      'chat.department',
      'chat.skill',
      'survey.answer(plan)',
      'time.insideOpeningHours',
    ]);
  });

  test('re-evaluating what was recorded gives the recorded verdict', async () => {
    await addRule('Keen', {
      minPages: 2,
      specificPages: ['b OR c'],
      conditions: {
        any: [
          { variable: 'place.country', operator: 'equals', value: 'FR' },
          { none: [{ variable: 'visitor.isCustomer', operator: 'isTrue' }] },
        ],
      },
    });
    await views(0, '/');
    const visitId = await views(1000, '/b');
    const { recorded } = (await list(visitId)) ?? { recorded: [] };
    expect(recorded.map(({ kind }) => kind)).toEqual(['prospectRule', 'alert']);
    for (const { explanation } of recorded) {
      expect(explanation?.verdict).toBe(true);
      expect(mapLeaves(explanation as Explanation, (leaf) => leaf)).toEqual(explanation);
    }
  });

  test('with the live visits lost, the last hit is what is known', async () => {
    const id = await addRule('Keen', { minPages: 3 });
    await views(0, '/');
    const visitId = await views(minute, '/b');
    await own.visits.update(site.id, vera, () => ({ next: null, wakeAt: null, result: null }));
    now = start + 2 * minute;
    expect(await whole(visitId, 'prospectRule', id)).toMatchObject({
      live: false,
      at: start + minute,
      rule: { blocked: [{ label: 'minPages 3', fact: '2' }] },
    });
  });

  test('rules come in their order, some at a time, by kind and by words of their names', async () => {
    await addAlert(own.storage.db, site.id, { name: 'Red shoes' });
    await addAlert(own.storage.db, site.id, { name: 'Blue shoes' });
    await addRule('Shoes seen', { minPages: 1 });
    await addInvite(own.storage.db, site.id, { name: 'Need shoes?', altText: 'Chat' });
    const visitId = await views(0, '/');
    const names = async (query: Record<string, unknown>) => (await list(visitId, query))?.rules.map(({ name }) => name);
    const all = ['Red shoes', 'Blue shoes', 'All visitors', 'Shoes seen', 'Need shoes?'];
    expect(await names({})).toEqual(all);
    expect(await names({ kind: 'alert' })).toEqual(all.slice(0, 3));
    expect(await names({ search: ' SHOES  e ' })).toEqual(['Red shoes', 'Blue shoes', 'Shoes seen', 'Need shoes?']);
    expect(await names({ kind: 'invite', search: 'blue' })).toEqual([]);
    for (const limit of [1, 2, 4, 5, 9]) {
      const read: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list(visitId, {
          limit,
          ...(cursor === null ? {} : { cursor }),
        });
        expect(page?.rules.length).toBeLessThanOrEqual(limit);
        read.push(...(page?.rules ?? []).map(({ name }) => name));
        cursor = page?.next ?? null;
      } while (cursor !== null && read.length < 20);
      expect(read).toEqual(all);
    }
    await expect(list(visitId, { cursor: 'alert:gone' })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('a rule that was deleted since is told of as recorded', async () => {
    const id = await addRule('Keen', { minPages: 1 });
    const visitId = await views(0, '/');
    await own.storage.db.deleteFrom('prospect_rule').where('id', '=', id).execute();
    configurations.forget({ siteId: site.id, documents: 'prospectRules' });
    expect(await whole(visitId, 'prospectRule', id)).toMatchObject({ rule: null, recorded: [{ name: 'Keen' }] });
    expect((await list(visitId, { kind: 'prospectRule' }))?.rules).toEqual([]);
    expect(await whole(visitId, 'alert', id)).toBeNull();
  });

  test('facts that are too long to tell are cut', async () => {
    const conditions = { all: [{ variable: 'page.anyThisVisit', operator: 'contains', value: 'nowhere' }] };
    const id = await addRule('Pages', { conditions });
    for (let n = 0; n < 9; n++) await views(n * 1000, `/${'x'.repeat(900)}${n}`);
    const visitId = await views(9000, '/end');
    const { blocked, explanation } = await ruleOf(visitId, 'prospectRule', id);
    expect(blocked?.[0]?.fact).toHaveLength(301);
    expect(explanation.parts[0]?.parts[0]?.fact).toHaveLength(4001);
  });

  test('no such visit, or one of another site', async () => {
    const id = await addRule('Keen', { minPages: 2 });
    const visitId = await views(0, '/');
    expect(await list(newId())).toBeNull();
    expect(await whole(newId(), 'prospectRule', id)).toBeNull();
    const other = await own.storage.db.transaction().execute((trx) => createSite(trx, { name: 'Other' }, start));
    expect(await explainVisit(parts(), other.id, visitId, explanationQuerySchema.parse({}))).toBeNull();
    expect(await explainVisitRule(parts(), other.id, visitId, { kind: 'prospectRule', ruleId: id })).toBeNull();
  });

  describe('S-037 conditions that are not saved, tried on a visit', () => {
    const expression: Expression = {
      all: [
        { variable: 'visit.pages', operator: '>=', value: 2 },
        {
          any: [
            { variable: 'place.country', operator: 'isOneOf', value: ['FR', 'GB'] },
            { variable: 'visitor.email', operator: 'equals', value: 'v@example.com' },
          ],
        },
        { variable: 'staff.online', operator: '>=', value: 1 },
      ],
    };
    const evaluate = (visitId: string, input: unknown) =>
      evaluateDraft(parts(), site.id, visitId, evaluationInputSchema.parse(input));

    test('each condition has its path, its verdict and the fact seen', async () => {
      const visitId = await views(0, '/');
      expect(await evaluate(visitId, { expression })).toMatchObject({
        visitId,
        at: start,
        live: true,
        verdict: false,
        conditions: [
          { path: 'all.0', verdict: false, fact: '1' },
          { path: 'all.1', verdict: true, fact: null },
          { path: 'all.1.any.0', verdict: true, fact: 'GB' },
          { path: 'all.1.any.1', verdict: 'unknown', fact: 'unknown' },
          { path: 'all.2', verdict: true, fact: '1' },
        ],
      });
      await views(1000, '/b');
      expect(await evaluate(visitId, { expression })).toMatchObject({ verdict: true });
    });

    test('a whole rule is judged as it would be live, and fires nothing', async () => {
      const visitId = await views(0, '/sales.htm');
      const prospectRule = {
        name: 'Keen',
        minPages: 2,
        specificPages: ['sales.htm OR products.htm'],
        conditions: expression,
        actions: { popup: true, flagAsCustomer: true },
      };
      const before = await evaluate(visitId, { prospectRule });
      expect(before).toMatchObject({ verdict: false, explanation: { label: 'all' } });
      expect(before?.explanation.parts.map(({ label, verdict }) => [label, verdict])).toEqual([
        ['minPages 2', false],
        ['all', true],
        ['all', false],
      ]);
      expect(before?.conditions.map(({ path }) => path)).toEqual([
        'all.0',
        'all.1',
        'all.1.any.0',
        'all.1.any.1',
        'all.2',
      ]);
      await views(1000, '/b');
      expect(await evaluate(visitId, { prospectRule })).toMatchObject({ verdict: true });
      // The same rule, saved: the engine comes to the same.
      const id = await addRule('Keen', prospectRule);
      expect(await ruleOf(visitId, 'prospectRule', id)).toMatchObject({ verdict: true, state: 'true' });
      const fired = await own.storage.db
        .selectFrom('firing')
        .select('id')
        .where('rule_kind', '=', 'prospectRule')
        .execute();
      expect(fired).toEqual([]);
    });

    test('of a visit that is over, staff is unknown, and so is what hangs on it', async () => {
      const visitId = await views(0, '/');
      await views(1000, '/b');
      await leave(minute);
      expect(await evaluate(visitId, { expression })).toMatchObject({
        live: false,
        verdict: 'unknown',
        conditions: [{ verdict: true }, {}, {}, {}, { path: 'all.2', verdict: 'unknown', fact: 'not kept' }],
      });
    });

    test.each<[what: string, input: unknown, path: string]>([
      [
        'an expression that can’t be run',
        { expression: { any: [{ variable: 'page.title', operator: 'matchesExpression', value: '(' }] } },
        'expression.any.0.value',
      ],
      ['a line of pages', { prospectRule: { name: 'X', specificPages: ['a OR '] } }, 'prospectRule.specificPages.0'],
      [
        'a condition of a rule',
        {
          prospectRule: {
            name: 'X',
            conditions: { all: [{ variable: 'place.country', operator: 'equals', value: 'Frnce' }] },
          },
        },
        'prospectRule.conditions.all.0.value',
      ],
    ])('refused as when it is saved, naming the field: %s', async (_what, input, path) => {
      const visitId = await views(0, '/');
      await expect(evaluate(visitId, input)).rejects.toMatchObject({
        code: 'invalid_request',
        fields: [expect.objectContaining({ path })],
      });
    });

    test('no such visit, or one of another site', async () => {
      const visitId = await views(0, '/');
      expect(await evaluate(newId(), { expression })).toBeNull();
      const other = await own.storage.db.transaction().execute((trx) => createSite(trx, { name: 'Other' }, start));
      expect(await evaluateDraft(parts(), other.id, visitId, { expression })).toBeNull();
    });
  });
});
