import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newToken } from './http/new-id.ts';

/** The key for tickets and secrets at rest: the configured one, or, beside SQLite, one made once that only its owner can read. */
export async function readSecret(configured: string | null, dataFolder: string): Promise<string> {
  if (configured !== null) return configured;
  const file = join(dataFolder, 'secret');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const secret = newToken();
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  await chmod(file, 0o600);
  return secret;
}
