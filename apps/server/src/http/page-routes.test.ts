import { afterAll, expect, test } from 'vitest';
import { callerOf } from '../testing/caller.ts';
import { openTestApp } from '../testing/test-app.ts';

const server = await openTestApp();
const nobody = callerOf(server);
afterAll(() => server.close());

test.each(['foyer.js', 'foyer-invite.js', 'foyer-watch.js'])('%s can be loaded by any page', async (name) => {
  const { statusCode, headers, body } = await nobody.call('GET', `/${name}?v=1`);
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=300',
  });
  // Pages name other charsets than ours.
  expect(body).toMatch(/^[\0-\x7f]+$/);
});
