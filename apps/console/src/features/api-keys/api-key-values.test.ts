import { expect, test } from 'vitest';
import { type ApiKeyValues, fromApiKeyValues } from './api-key-values.ts';

const values: ApiKeyValues = {
  name: 'Archive',
  levels: { visitors: 'read', chats: 'write', settings: 'none', users: 'none' },
  isForAllSites: true,
  siteIds: ['left over from before'],
  expiry: '2',
};

test('a key for all sites forgets which were chosen, and expires in days', () => {
  expect(fromApiKeyValues(values, 1000)).toEqual({
    name: 'Archive',
    scopes: ['visitors:read', 'chats:write'],
    siteIds: null,
    expiresAt: 172_801_000,
  });
});

test('a key for some sites that is kept until it is revoked', () => {
  const key = fromApiKeyValues({ ...values, isForAllSites: false, siteIds: ['a'], expiry: 'never' }, 1000);
  expect([key.siteIds, key.expiresAt]).toEqual([['a'], null]);
});
