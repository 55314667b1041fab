import { expect, test } from 'vitest';
import type { Access } from './access.ts';
import { allows, rightOf } from './api-right.ts';

const site: Access = { who: 'operator', touches: 'site' };
const whole: Access = { who: 'administrator', touches: 'installation' };

test.each<[method: string, url: string, access: Access, right: string | null]>([
  ['GET', '/api/v1/sites/:siteId/chats/:chatId/entries', site, 'chats:read'],
  ['GET', '/api/v1/sites/:siteId/visits', site, 'visitors:read'],
  ['HEAD', '/api/v1/sites/:siteId/visits', site, 'visitors:read'],
  ['POST', '/api/v1/sites/:siteId/customers/:visitorId/undo', site, 'visitors:write'],
  ['GET', '/api/v1/sites/:siteId', site, 'settings:read'],
  ['PUT', '/api/v1/sites/:siteId/alerts/:alertId', site, 'settings:write'],
  ['DELETE', '/api/v1/sites/:siteId/departments/:departmentId', site, 'settings:write'],
  ['POST', '/api/v1/sites', whole, 'settings:write'],
  ['GET', '/api/v1/users', whole, 'users:read'],
  ['PUT', '/api/v1/users/:userId', whole, 'users:write'],
  ['POST', '/api/v1/users/:userId/restore', whole, 'users:write'],
  ['POST', '/api/v1/users/:userId/link', whole, null],
  ['GET', '/api/v1/users/:userId/sessions', whole, null],
  ['DELETE', '/api/v1/users/:userId/two-factor', whole, null],
  ['POST', '/api/v1/users/invitations', whole, null],
  ['POST', '/api/v1/api-keys', whole, null],
  ['PUT', '/api/v1/sign-in-policy', whole, null],
  ['GET', '/api/v1/me', { who: 'operator', touches: 'self' }, null],
  ['GET', '/api/v1/sites', { who: 'operator', touches: 'self' }, null],
  ['POST', '/api/v1/session', { who: 'anyone', touches: 'nothing' }, null],
])('an API key that calls %s %s', (method, url, access, right) => {
  expect(rightOf(method, url, access)).toBe(right);
});

test('who may write may read, and nothing else', () => {
  expect(allows(['chats:write'], 'chats:read')).toBe(true);
  expect(allows(['chats:read'], 'chats:write')).toBe(false);
  expect(allows(['chats:write'], 'visitors:read')).toBe(false);
});
