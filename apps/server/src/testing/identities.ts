import { type ApiScope, apiScopes } from '@foyer/protocol/api-key';
import type { Role } from '@foyer/protocol/operator';
import { type Caller, callerOf, signIn } from './caller.ts';
import { addOperator, type World } from './world.ts';

/** Somebody who tries a route or verb, with the rights that they must have: the matrix compares the two. */
export interface Identity {
  readonly name: string;
  /** Null: counts as nobody. */
  readonly role: Role | null;
  /** Indexes in `world.sites` of the sites they may use. */
  readonly sites: readonly number[];
  /** Of an API key, whose role says nothing; null: a person. */
  readonly key: { readonly scopes: readonly ApiScope[]; readonly isLimited: boolean } | null;
  caller: Caller;
  /** Signs in again, for those who can. */
  readonly renew: () => Promise<void>;
}

const hourMs = 3_600_000;

/** Everybody of the authorisation matrix (reliability G-14). "This" site is the first one of the world. */
export async function openIdentities(world: World): Promise<Identity[]> {
  const [here, there] = world.sites;
  const nobody = (name: string, caller: Caller): Identity => ({
    name,
    role: null,
    sites: [],
    key: null,
    caller,
    renew: async () => undefined,
  });
  const bearer = (name: string, token: string) => {
    const plain = callerOf(world, `foyer-session=${token}`);
    return nobody(name, {
      ...plain,
      call: (method, url, extras = {}) =>
        plain.call(method, url, { ...extras, headers: { authorization: `Bearer ${token}`, ...extras.headers } }),
    });
  };
  const staff = async (name: string, role: Role, sites: readonly number[]): Promise<Identity> => {
    const siteIds = role === 'administrator' ? [] : sites.map((index) => String(world.sites[index]?.site.id));
    const account = await addOperator(world, name, role, siteIds);
    const identity: Identity = {
      name,
      role,
      sites,
      key: null,
      caller: account.caller,
      renew: async () => {
        identity.caller = await signIn(world, account);
      },
    };
    return identity;
  };
  /** The bearer of an API key, with a cookie of nobody beside it. */
  const keyOf = async (
    name: string,
    scopes: readonly ApiScope[],
    sites: readonly number[] | null,
  ): Promise<Identity & { readonly id: string }> => {
    const siteIds = sites?.map((index) => world.sites[index]?.site.id) ?? null;
    const made = await world.admin.must<{ id: string; token: string }>('POST', '/api/v1/api-keys', {
      name,
      scopes,
      siteIds,
      expiresAt: null,
    });
    const { caller } = bearer(name, made.token);
    const key = { scopes, isLimited: sites !== null };
    return {
      id: made.id,
      name,
      role: 'administrator',
      sites: sites ?? [0, 1],
      key,
      caller,
      renew: async () => undefined,
    };
  };
  /** Somebody with a cookie from before an administrator changed their account. */
  const changed = async (name: string, role: Role, change: object) => {
    const before = await addOperator(world, name, role, [here.site.id]);
    await world.admin.must('PUT', `/api/v1/users/${before.id}`, {
      name,
      role,
      siteIds: [here.site.id],
      maxChats: 0,
      disabled: false,
      version: before.version,
      ...change,
    });
    return before;
  };

  world.clock.aheadMs -= 13 * hourMs;
  const expired = await addOperator(world, 'expired session', 'administrator', []);
  world.clock.aheadMs += 13 * hourMs;
  const disabled = await changed('disabled operator', 'operator', { disabled: true });
  const moved = await changed('operator moved to the other site', 'operator', { siteIds: [there.site.id] });
  const demoted = await changed('demoted supervisor', 'supervisor', { role: 'operator' });
  const signedOut = await addOperator(world, 'signed out', 'administrator', []);
  await signedOut.caller.must('DELETE', '/api/v1/session');
  const again: Identity = {
    name: 'demoted supervisor, signed in again',
    role: 'operator',
    sites: [0],
    key: null,
    caller: await signIn(world, demoted),
    renew: async () => {
      again.caller = await signIn(world, demoted);
    },
  };

  const revoked = await keyOf('revoked API key', apiScopes, null);
  await world.admin.must('DELETE', `/api/v1/api-keys/${revoked.id}`);

  return [
    nobody('nobody', callerOf(world)),
    nobody('a made-up cookie', callerOf(world, `foyer-session=${'A'.repeat(43)}`)),
    bearer('visitor of this site', here.visitorToken),
    bearer('visitor of the other site', there.visitorToken),
    await staff('operator of this site', 'operator', [0]),
    await staff('operator of the other site', 'operator', [1]),
    await staff('operator of no site', 'operator', []),
    await staff('supervisor of this site', 'supervisor', [0]),
    await staff('supervisor of the other site', 'supervisor', [1]),
    await staff('administrator', 'administrator', [0, 1]),
    nobody('disabled operator, old cookie', disabled.caller),
    nobody('administrator, expired session', expired.caller),
    nobody('administrator, signed out', signedOut.caller),
    nobody('demoted supervisor, old cookie', demoted.caller),
    again,
    nobody('operator moved to the other site, old cookie', moved.caller),
    await keyOf('API key for everything', apiScopes, null),
    await keyOf('API key that reads settings', ['settings:read'], null),
    await keyOf('API key that writes chats of this site', ['chats:write', 'visitors:read'], [0]),
    await keyOf('API key that writes settings of the other site', ['settings:write'], [1]),
    await keyOf('API key that reads users', ['users:read'], null),
    nobody('revoked API key', revoked.caller),
    nobody('a made-up API key', bearer('', `foyer_${'A'.repeat(43)}`).caller),
  ];
}
