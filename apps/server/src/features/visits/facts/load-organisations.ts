import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import { findPackage } from './find-package.ts';
import { type OrganisationTable, openOrganisationTable } from './organisation-table.ts';

/** The two CSV files that `compileOrganisations` reads. */
export interface OrganisationFiles {
  ipv4File: string;
  ipv6File: string;
}

export interface LoadOptions {
  files: OrganisationFiles;
  /** Where the compiled table is kept for the next start; made when missing. Without one it is compiled every time. */
  cacheFolder?: string;
  /** Told when the table cannot be kept. It is used all the same. */
  onWarning: (message: string, cause: unknown) => void;
}

/** The files of the package that comes with Foyer, or null when it is not installed. */
export function bundledOrganisationFiles(): OrganisationFiles | null {
  const folder = findPackage('@ip-location-db/asn');
  if (folder === null) return null;
  return { ipv4File: join(folder, 'asn-ipv4-num.csv'), ipv6File: join(folder, 'asn-ipv6-num.csv') };
}

/** The table of organisations: from the cache folder when it fits the files, otherwise compiled in a thread of its own. */
export async function loadOrganisations({ files, cacheFolder, onWarning }: LoadOptions): Promise<OrganisationTable> {
  const source = await fingerprint(files);
  const cacheFile = cacheFolder === undefined ? null : join(cacheFolder, 'organisations.bin');
  const kept = cacheFile === null ? null : await readKept(cacheFile);
  const keptTable = kept && openOrganisationTable(kept, source);
  if (keptTable) return keptTable;

  const compiled = await compileInThread(files, source);
  if (cacheFile !== null) {
    await keep(cacheFile, compiled).catch((cause) =>
      onWarning(`Cannot keep the compiled organisations in ${cacheFile}`, cause),
    );
  }
  const table = openOrganisationTable(compiled, source);
  if (!table) throw new Error('The compiled organisations cannot be read back');
  return table;
}

/** Tells one edition of the files from another without reading them. */
async function fingerprint({ ipv4File, ipv6File }: OrganisationFiles): Promise<number> {
  const [ipv4, ipv6] = await Promise.all([stat(ipv4File), stat(ipv6File)]);
  return crc32([ipv4File, ipv4.size, ipv4.mtimeMs, ipv6File, ipv6.size, ipv6.mtimeMs].join('\n'));
}

/** Nothing kept yet is the usual case on a first start; what cannot be read is compiled again. */
async function readKept(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  return readFile(file).then(
    (bytes) => new Uint8Array(bytes),
    () => null,
  );
}

/** Under a name of its own first, so that another process never reads half a table. */
async function keep(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}`;
  await writeFile(temporary, bytes);
  await rename(temporary, file);
}

function compileInThread(files: OrganisationFiles, source: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./compile-organisations-thread.ts', import.meta.url), {
      workerData: { ...files, source },
      resourceLimits: { maxYoungGenerationSizeMb: 8 }, // the garbage is many short lines: less room for it, less memory kept
    });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`The thread that compiles organisations ended with ${code}`)));
    thread.unref(); // a server that stops does not wait for it
  });
}
