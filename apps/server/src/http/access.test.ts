import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { type Access, enforceAccess } from './access.ts';
import { answerErrors } from './error-handler.ts';

function open() {
  const app = fastify();
  answerErrors(app, () => false);
  const routes = enforceAccess(app, {
    authenticate: async () => null,
    siteExists: async () => false,
    now: () => 0,
    onUnrecorded: () => undefined,
  });
  return { app, routes };
}
const answer = async () => ({});

test('G-14 a route without a declaration does not start', () => {
  expect(() => open().app.get('/open', answer)).toThrow('Route GET /open declares no access');
});

test('G-14 neither does one in a plugin', async () => {
  const { app } = open();
  await expect(app.register(async (below) => void below.post('/deep', answer)).ready()).rejects.toThrow(
    /POST \/deep declares no access/,
  );
});

test.each<[what: string, url: string, access: Access, isRefused: boolean]>([
  ['a site’s data needs the site in the path', '/alerts', { who: 'operator', touches: 'site' }, true],
  ['with it, it may be', '/sites/:siteId/alerts', { who: 'operator', touches: 'site' }, false],
  ['nothing private needs none', '/about', { who: 'anyone', touches: 'nothing' }, false],
])('G-14 declarations: %s', (_name, url, access, isRefused) => {
  const declare = () => open().app.get(url, { config: { access } }, answer);
  if (isRefused) expect(declare).toThrow(/no :siteId/);
  else expect(declare).not.toThrow();
});

test('G-14 each method of a route is declared', () => {
  const { app, routes } = open();
  app.route({
    method: ['GET', 'POST'],
    url: '/both',
    config: { access: { who: 'operator', touches: 'self' } },
    handler: answer,
  });
  expect(routes.map(({ method, url, access }) => [method, url, access.who])).toEqual([
    ['GET', '/both', 'operator'],
    ['POST', '/both', 'operator'],
  ]);
});

test('an address that no route has asks for no sign-in', async () => {
  const { app } = open();
  expect((await app.inject('/nothing')).statusCode).toBe(404);
});
