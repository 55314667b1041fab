import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isProblem } from './rest-client.ts';

/** Cache of everything read over REST. Keys: `['me']`, `['users']`, `['site', siteId, kind, …]`. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: askWhoIsSignedIn }),
  mutationCache: new MutationCache({ onError: askWhoIsSignedIn }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && (isProblem(error, 'unavailable') || isProblem(error, 'internal')),
    },
  },
});

/** A session that ended shows at the next request: the shell then asks to sign in. */
function askWhoIsSignedIn(error: Error, _variables: unknown, query?: unknown): void {
  const isMe = typeof query === 'object' && query !== null && 'queryKey' in query;
  if (!isMe && isProblem(error, 'not_signed_in')) void queryClient.invalidateQueries({ queryKey: ['me'] });
}
