import { type Me, meSchema } from '@foyer/protocol/operator';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { queryClient } from './query-client.ts';
import { isProblem, request, requestNothing } from './rest-client.ts';

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me | null> => {
    try {
      return await request('GET', '/me', meSchema);
    } catch (error) {
      if (isProblem(error, 'not_signed_in')) return null;
      throw error;
    }
  },
});

/** The signed-in operator. Only inside the shell, which shows nothing without one. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('Nobody is signed in');
  return data;
}

/** Signs in and fills the cache with who it is. */
export async function signIn(credentials: { email: string; password: string } | { oneTimeToken: string }): Promise<Me> {
  const me = await request('POST', '/session', meSchema, credentials);
  queryClient.setQueryData(meQuery.queryKey, me);
  return me;
}

/** Ends the session here and on the server; nothing read in it stays in memory. */
export async function signOut(): Promise<void> {
  await requestNothing('DELETE', '/session');
  queryClient.clear();
  queryClient.setQueryData(meQuery.queryKey, null);
}

/** Changes one's own name, e-mail or password. */
export async function changeMe(change: { name?: string; email?: string; password?: string }): Promise<void> {
  queryClient.setQueryData(meQuery.queryKey, await request('PATCH', '/me', meSchema, change));
}
