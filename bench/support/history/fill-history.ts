import { rebuildTotals } from '../../../apps/server/src/features/visits/rebuild-totals.ts';
import type { Storage } from '../../../apps/server/src/storage/storage.ts';
import { randomNumbers } from '../random.ts';
import { type HistoryDocuments, makeDocuments } from './documents.ts';
import { generateHistory, type HistorySize, idsFrom } from './generate-history.ts';
import { makeMonths } from './make-months.ts';
import { type HistoryTable, historyTables } from './rows.ts';

/**
 * Fills a migrated store with a site and a generated stretch of its history, and counts its totals. The same rows for the
 * same seed, but for the site's own id and key. `tell`: how far it is.
 */
export async function fillHistory(
  storage: Storage,
  size: HistorySize,
  seed: number,
  tell: (text: string) => void = () => undefined,
): Promise<HistoryDocuments> {
  const random = randomNumbers(seed);
  const ids = idsFrom(random);
  const documents = await makeDocuments(storage.db, () => ids(size.from), size.from);
  await makeMonths(storage, size.from, size.to);
  const tables = Object.keys(historyTables) as HistoryTable[];
  await storage.withoutTimeLimits(async (db) => {
    let visits = 0;
    let told = 0;
    for (const batch of generateHistory(documents, size, random)) {
      await db.transaction().execute(async (trx) => {
        for (const table of tables) await historyTables[table](trx, storage.dialect, batch[table]);
      });
      visits += batch.visit.length;
      if (visits - told >= size.visits / 20) {
        told = visits;
        tell(`${visits} visits`);
      }
    }
  });
  tell('counting totals');
  await rebuildTotals(storage, { write: true });
  return documents;
}
