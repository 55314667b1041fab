import { migrate } from '../../apps/server/src/storage/migrate.ts';
import { openStorage } from '../../apps/server/src/storage/open-storage.ts';
import { fillHistory } from './history/fill-history.ts';

const yearMs = 365 * 86_400_000;

/** Opens and migrates a store, and fills it with a year up to now: one chat for ten visits. The answer is the site's id. */
export async function fillStore(
  { data, databaseUrl }: { readonly data: string | null; readonly databaseUrl: string | null },
  visits: number,
  seed: number,
  chats = Math.round(visits / 10),
): Promise<string> {
  const startedAt = performance.now();
  const to = Date.now();
  const storage = await openStorage({
    databaseUrl,
    dataFolder: data ?? '',
    onFatal: (error) => {
      throw error;
    },
  });
  try {
    await migrate(storage);
    const size = { visits, chats, spiderHits: Math.round(visits / 20), from: to - yearMs, to };
    const documents = await fillHistory(storage, size, seed, (text) =>
      process.stderr.write(`${Math.round((performance.now() - startedAt) / 1000)} s: ${text}\n`),
    );
    return documents.siteId;
  } finally {
    await storage.close();
  }
}
