import { createHmac } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LRUCache } from 'lru-cache';

/**
 * Who was erased, by keyed hashes that tell nobody who it was. They are kept in the database, and in a file beside it: a
 * backup of the database that is restored later knows nothing of the erasures after it.
 */
export class ErasureLedger {
  readonly #key: Buffer;
  readonly #file: string | null;
  readonly #hashes = new Set<string>();
  /** Of those who were asked for: a hash for each event would cost too much. */
  readonly #known = new LRUCache<string, boolean>({ max: 20_000 });

  /** `file`: null keeps none. */
  constructor(secret: string, file: string | null) {
    this.#key = createHmac('sha256', secret).update('erasure-ledger').digest();
    this.#file = file;
  }

  hash(siteId: string, visitorId: string): string {
    return createHmac('sha256', this.#key).update(`${siteId} ${visitorId}`).digest('hex');
  }

  has(siteId: string, visitorId: string): boolean {
    if (this.#hashes.size === 0) return false;
    const name = `${siteId} ${visitorId}`;
    let isErased = this.#known.get(name);
    if (isErased === undefined) {
      isErased = this.#hashes.has(this.hash(siteId, visitorId));
      this.#known.set(name, isErased);
    }
    return isErased;
  }

  /** Takes hashes in, from the database or another node. */
  learn(hashes: Iterable<string>): void {
    for (const hash of hashes) this.#hashes.add(hash);
    this.#known.clear();
  }

  /** The hashes of the file; empty when there is none. */
  async readFile(): Promise<Set<string>> {
    if (this.#file === null) return new Set();
    try {
      return new Set((await readFile(this.#file, 'utf8')).split('\n').filter((line) => /^[0-9a-f]{64}$/.test(line)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
      throw error;
    }
  }

  /** Adds hashes to the file; resolves when they are on the disk. */
  async append(hashes: readonly string[]): Promise<void> {
    this.learn(hashes);
    if (this.#file === null || hashes.length === 0) return;
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    const handle = await open(this.#file, 'a', 0o600);
    try {
      await handle.write(hashes.map((hash) => `${hash}\n`).join(''));
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
