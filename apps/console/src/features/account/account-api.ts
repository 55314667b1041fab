import {
  recoveryCodesSchema,
  type Session,
  sessionSchema,
  type TwoFactorStart,
  twoFactorStartSchema,
  twoFactorStateSchema,
} from '@foyer/protocol/session';
import { queryOptions } from '@tanstack/react-query';
import { meQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { itemsOf, request, requestNothing } from '../../api/rest-client.ts';

/** Where somebody is signed in: oneself, or a user that an administrator looks at. */
export const sessionsQuery = (userId: string | null) =>
  queryOptions({
    queryKey: ['sessions', userId ?? 'own'],
    queryFn: (): Promise<Session[]> => request('GET', `${pathOf(userId)}/sessions`, itemsOf(sessionSchema)),
  });

export async function endSession(userId: string | null, session: Session): Promise<void> {
  await requestNothing('DELETE', `${pathOf(userId)}/sessions/${session.id}`);
}

/** One's own: all but this one. A user's: all. */
export async function endSessions(userId: string | null): Promise<void> {
  await requestNothing('DELETE', `${pathOf(userId)}/sessions`);
}

function pathOf(userId: string | null): string {
  return userId === null ? '/me' : `/users/${userId}`;
}

export const twoFactorQuery = queryOptions({
  queryKey: ['twoFactor'],
  queryFn: () => request('GET', '/me/two-factor', twoFactorStateSchema),
});

export function startTwoFactor(password: string): Promise<TwoFactorStart> {
  return request('POST', '/me/two-factor', twoFactorStartSchema, { password });
}

/** The answer are the recovery codes, told this once. */
export async function confirmTwoFactor(code: string): Promise<string[]> {
  return (await request('POST', '/me/two-factor/confirm', recoveryCodesSchema, { code })).recoveryCodes;
}

export async function renewRecoveryCodes(password: string): Promise<string[]> {
  return (await request('POST', '/me/two-factor/recovery-codes', recoveryCodesSchema, { password })).recoveryCodes;
}

export async function turnOffTwoFactor(password: string): Promise<void> {
  await request('POST', '/me/two-factor/off', twoFactorStateSchema, { password });
}

/** Reads again what a change of the second factor touches. */
export async function refreshTwoFactor(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: twoFactorQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: ['sessions'] }),
    queryClient.invalidateQueries({ queryKey: ['users'] }),
  ]);
}
