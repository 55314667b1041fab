import type { RuleFinding } from '@foyer/protocol/rule-finding';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';

describe.each(appsOnStores)('B-303 findings of a site, on %s', (_name, open) => {
  let server: StoredApp;
  let below: string;
  beforeAll(async () => {
    server = await open();
    const site = await server.admin.must<{ id: string }>('POST', '/api/v1/sites', { name: 'Shop' });
    below = `/api/v1/sites/${site.id}`;
  });
  afterAll(() => server.close());
  const findings = async () =>
    (await server.admin.must<{ items: RuleFinding[] }>('GET', `${below}/rule-findings`)).items;
  const draft = async (body: object) =>
    (await server.admin.must<{ items: RuleFinding[] }>('POST', `${below}/rule-findings`, body)).items;
  const fewAndMany = {
    all: [
      { variable: 'visit.pages', operator: '>', value: 5 },
      { variable: 'visit.pages', operator: '<', value: 3 },
    ],
  };

  test('a new site has none; a draft is told of as if it were saved, and saving it brings it to the list', async () => {
    expect(await findings()).toEqual([]);
    const document = { name: 'Odd', minPages: 2, conditions: fewAndMany };
    const told = await draft({ kind: 'prospectRule', id: null, document });
    expect(told).toMatchObject([
      {
        code: 'contradicts',
        path: 'conditions.all.1',
        relatedPath: 'conditions.all.0',
        severity: 'error',
        ruleName: 'Odd',
      },
    ]);
    expect(await findings()).toEqual([]);
    const saved = await server.admin.must('POST', `${below}/prospect-rules`, document);
    expect(await findings()).toMatchObject([{ code: 'contradicts', ruleId: saved.id }]);
    // Mended in the editor: nothing to say of it any more.
    expect(await draft({ kind: 'prospectRule', id: saved.id, document: { name: 'Odd', minPages: 2 } })).toEqual([]);
  });

  test('a new alert is looked at before All visitors, exclusions with what they take from rules', async () => {
    expect(await draft({ kind: 'alert', id: null, document: { name: 'New', entryPages: ['sale*'] } })).toEqual([]);
    await server.admin.must('POST', `${below}/alerts`, { name: 'Sale', entryPages: ['sale/spring*'] });
    const told = await draft({ kind: 'exclusions', document: { pages: ['sale/*'] } });
    expect(told).toMatchObject([{ kind: 'alert', code: 'excluded', facts: ['sale/spring*', 'sale/*'] }]);
  });

  test('what is no rule is refused', async () => {
    const answer = await server.admin.call('POST', `${below}/rule-findings`, {
      body: { kind: 'alert', id: null, document: { nam: 'x' } },
    });
    expect(answer.statusCode).toBe(400);
  });
});
