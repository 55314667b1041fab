import { type Operator, operatorSchema } from '@foyer/protocol/operator';
import { queryOptions } from '@tanstack/react-query';
import { queryClient } from '../../api/query-client.ts';
import { itemsOf, request } from '../../api/rest-client.ts';

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: () => request('GET', '/users', itemsOf(operatorSchema)),
});

/** What an administrator sets of a user. */
export interface UserInput {
  name: string;
  role: Operator['role'];
  siteIds: string[];
  maxChats: number;
}

export function createUser(user: UserInput & { email: string; password: string }): Promise<Operator> {
  return request('POST', '/users', operatorSchema, user);
}

/** Fails with `conflict` when the user has been changed since they were read. */
export function changeUser(
  id: string,
  change: UserInput & { disabled: boolean; version: number; password?: string },
): Promise<Operator> {
  return request('PUT', `/users/${id}`, operatorSchema, change);
}

/** Reads the users again, and oneself, who may be among them. */
export async function refreshUsers(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: usersQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: ['me'] }),
  ]);
}
