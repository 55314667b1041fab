import { startMeasured } from './measured-process.ts';

const mainFile = new URL('../../apps/server/src/main.ts', import.meta.url);
const email = 'administrator@history.example';
const password = 'only-for-this-run';

/** A Foyer on a store that has a history, and its administrator's calls to the site of that. */
export interface FoyerOnHistory {
  readonly url: string;
  readonly siteKey: string;
  /** Reads `/api/v1/sites/{id}` + path. Throws unless it succeeds. */
  get<T = unknown>(path: string): Promise<T>;
  stop(): Promise<void>;
}

/** Starts Foyer on the store, limits out of the way. */
export async function startOnHistory(
  { data, databaseUrl }: { readonly data: string | null; readonly databaseUrl: string | null },
  siteId: string,
): Promise<FoyerOnHistory> {
  const server = await startMeasured(mainFile, '/health/ready', {
    ...(databaseUrl === null
      ? { FOYER_DATA: data ?? '' }
      : { DATABASE_URL: databaseUrl, FOYER_SECRET: 'a secret of at least thirty-two characters' }),
    FOYER_LOG: 'warn',
    FOYER_DEMO: '0',
    FOYER_ADMIN_EMAIL: email,
    FOYER_ADMIN_PASSWORD: password,
    FOYER_LIMIT_FACTOR: '100000',
  });
  try {
    const answer = await fetch(`${server.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!answer.ok) throw new Error(`No sign-in: ${await answer.text()}`);
    const cookie = answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    const get = async <T>(path: string): Promise<T> => {
      const ask = () => fetch(`${server.url}/api/v1/sites/${siteId}${path}`, { headers: { cookie } });
      // A connection that was idle for long may be closed just now.
      const response = await ask().catch(ask);
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    };
    const { key } = await get<{ key: string }>('');
    return { url: server.url, siteKey: key, get, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
