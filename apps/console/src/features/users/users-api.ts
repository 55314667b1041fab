import {
  mailSiteSchema,
  type Role,
  type SentLink,
  sentLinkSchema,
  type User,
  userSchema,
} from '@foyer/protocol/operator';
import { type SignInPolicy, signInPolicySchema } from '@foyer/protocol/session';
import { queryOptions } from '@tanstack/react-query';
import { queryClient } from '../../api/query-client.ts';
import { itemsOf, request, requestNothing } from '../../api/rest-client.ts';

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: (): Promise<User[]> => request('GET', '/users', itemsOf(userSchema)),
});

/** Sites whose mail server can send invitations. */
export const mailSitesQuery = queryOptions({
  queryKey: ['users', 'mailSites'],
  queryFn: () => request('GET', '/users/mail-sites', itemsOf(mailSiteSchema)),
});

/** What an administrator sets of a user. */
export interface UserInput {
  name: string;
  role: Role;
  siteIds: string[];
  maxChats: number;
  departmentIds: string[];
  skillIds: string[];
}

export function inviteUser(user: UserInput & { email: string; mailSiteId: string | null }): Promise<SentLink> {
  return request('POST', '/users/invitations', sentLinkSchema, user);
}

/** Fails with `conflict` when the user has been changed since they were read. */
export function changeUser(id: string, change: UserInput & { disabled: boolean; version: number }): Promise<User> {
  return request('PUT', `/users/${id}`, userSchema, change);
}

/** A new one-time link for a user; the one before it is void. */
export function sendLink(id: string, mailSiteId: string | null): Promise<SentLink> {
  return request('POST', `/users/${id}/link`, sentLinkSchema, { mailSiteId });
}

export function revokeLink(id: string): Promise<User> {
  return request('DELETE', `/users/${id}/link`, userSchema);
}

export function deleteUser({ id, version }: User): Promise<void> {
  return requestNothing('DELETE', `/users/${id}?version=${version}`);
}

export function restoreUser(id: string): Promise<User> {
  return request('POST', `/users/${id}/restore`, userSchema);
}

export function resetTwoFactor(id: string): Promise<User> {
  return request('DELETE', `/users/${id}/two-factor`, userSchema);
}

export const signInPolicyQuery = queryOptions({
  queryKey: ['signInPolicy'],
  queryFn: () => request('GET', '/sign-in-policy', signInPolicySchema),
});

export function changeSignInPolicy(policy: SignInPolicy): Promise<SignInPolicy> {
  return request('PUT', '/sign-in-policy', signInPolicySchema, policy);
}

/** Reads the users again, and oneself, who may be among them. */
export async function refreshUsers(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: usersQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: ['me'] }),
  ]);
}
