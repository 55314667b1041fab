import { openSqlite } from './sqlite.ts';
import type { Storage } from './storage.ts';

/** A real SQLite in memory, for tests of routes. What it cannot do: write a backup. */
export async function openMemoryStorage(): Promise<Storage> {
  const onFatal = (error: Error) => {
    throw error;
  };
  return await openSqlite({ dataFolder: null, onFatal });
}
