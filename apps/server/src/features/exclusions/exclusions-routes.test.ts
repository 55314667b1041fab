import { afterAll, expect, test } from 'vitest';
import { signInAsAdministrator } from '../../testing/caller.ts';
import { openTestApp } from '../../testing/test-app.ts';

const server = await openTestApp();
const admin = await signInAsAdministrator(server);
afterAll(() => server.close());

const none = { pages: [], addresses: [], keywordsAndReferrers: [], countries: [] };
async function openSite(): Promise<string> {
  return `/api/v1/sites/${(await admin.must('POST', '/api/v1/sites', { name: 'Shop' })).id}/exclusions`;
}

test('a site that saved none has four empty lists of version 0', async () => {
  expect(await admin.must('GET', await openSite())).toEqual({ ...none, version: 0 });
});

test('what is saved is answered as it was written', async () => {
  const url = await openSite();
  const lists = {
    pages: ['*/admin/*'],
    addresses: ['10.*', '2001:db8::/32'],
    keywordsAndReferrers: ['spam words', '*.bad.example'],
    countries: ['France', 'gb'],
  };
  expect(await admin.must('PUT', url, { ...lists, version: 0 })).toEqual({ ...lists, version: 1 });
  expect(await admin.must('GET', url)).toEqual({ ...lists, version: 1 });
});

test.each<[what: string, saves: number, version: number, status: number]>([
  ['first, on version 0', 0, 0, 200],
  ['first, on another version', 0, 1, 409],
  ['again, on the version it has', 1, 1, 200],
  ['again, as if it were first', 1, 0, 409],
  ['again, on a stale version', 2, 1, 409],
])('saved %s', async (_what, saves, version, status) => {
  const url = await openSite();
  for (let saved = 0; saved < saves; saved++) await admin.must('PUT', url, { version: saved });
  expect((await admin.call('PUT', url, { body: { pages: ['x*'], version } })).statusCode).toBe(status);
  expect(await admin.must('GET', url)).toMatchObject(
    status === 200 ? { pages: ['x*'], version: version + 1 } : { pages: [], version: saves },
  );
});

test.each([
  'GB',
  'gb',
  'United Kingdom',
  'united kingdom',
  'UK',
  'Great Britain',
  'France',
  'Côte d’Ivoire',
  'Ivory Coast',
  'USA',
  'Turkey',
  ' Germany ',
])('S-063 a country may be written %s', async (country) => {
  expect((await admin.call('PUT', await openSite(), { body: { countries: [country], version: 0 } })).statusCode).toBe(
    200,
  );
});

test.each<[list: string, entries: string[], path: string, message: RegExp]>([
  ['countries', ['France', 'Germny'], 'countries.1', /Germny\. Did you mean Germany\?/],
  ['countries', ['Untied Kingdom'], 'countries.0', /Did you mean United Kingdom\?/],
  ['countries', ['Swizerland'], 'countries.0', /Did you mean Switzerland\?/],
  ['countries', ['XX'], 'countries.0', /is no country or ISO code: XX/],
  ['countries', ['qqqqqqqqqqqqqqqq'], 'countries.0', /is no country or ISO code: q+$/],
  ['addresses', ['10.0.0.1', 'somewhere'], 'addresses.1', /./],
  ['addresses', ['10.0.0.256'], 'addresses.0', /./],
  ['addresses', ['10.0.0.0/64'], 'addresses.0', /./],
  ['pages', ['ok', ' '], 'pages.1', /./],
  ['keywordsAndReferrers', [''], 'keywordsAndReferrers.0', /./],
  ['keywordsAndReferrers', ['a\0b'], 'keywordsAndReferrers.0', /cannot be stored/],
])('S-056 %s %j are refused, naming the entry', async (list, entries, path, message) => {
  const url = await openSite();
  const answer = await admin.call('PUT', url, { body: { [list]: entries, version: 0 } });
  const { errors = [] } = answer.json<{ errors?: { path: string; message: string }[] }>();
  expect(answer.statusCode).toBe(400);
  expect(errors.find((error) => error.path === path)?.message, JSON.stringify(errors)).toMatch(message);
  expect(await admin.must('GET', url)).toEqual({ ...none, version: 0 });
});
