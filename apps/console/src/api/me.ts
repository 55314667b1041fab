import { type Me, meSchema } from '@foyer/protocol/operator';
import { signInAnswerSchema } from '@foyer/protocol/session';
import { queryOptions } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
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

/** Given by the gate around everything that only a signed-in operator sees. */
export const MeContext = createContext<Me | null>(null);

/** The signed-in operator. Only inside the gate, which shows nothing of this without one. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('Nobody is signed in');
  return me;
}

/** Signs in and fills the cache with who it is; else the token with which the second factor is to be sent. */
export async function signIn(
  credentials: { email: string; password: string } | { oneTimeToken: string },
): Promise<string | null> {
  return settle(await request('POST', '/session', signInAnswerSchema, credentials));
}

/** The second step. */
export async function sendSecondFactor(token: string, code: string): Promise<void> {
  settle(await request('POST', '/session/second-factor', meSchema, { token, code }));
}

/** Sets a password by a one-time link and signs in; the answer as of `signIn`. */
export async function openAccountLink(link: {
  token: string;
  name?: string;
  password: string;
}): Promise<string | null> {
  return settle(await request('POST', '/account-links/use', signInAnswerSchema, link));
}

function settle(answer: Me | { secondFactor: { token: string } }): string | null {
  if ('secondFactor' in answer) return answer.secondFactor.token;
  queryClient.setQueryData(meQuery.queryKey, answer);
  return null;
}

/** Ends the session here and on the server; nothing read in it stays in memory. */
export async function signOut(): Promise<void> {
  await requestNothing('DELETE', '/session');
  queryClient.setQueryData(meQuery.queryKey, null);
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
}

/** Changes one's own name, e-mail or password. */
export async function changeMe(change: {
  name?: string;
  email?: string;
  password?: string;
  currentPassword?: string;
}): Promise<void> {
  queryClient.setQueryData(meQuery.queryKey, await request('PATCH', '/me', meSchema, change));
}
