import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadOrganisations } from './load-organisations.ts';

let folder: string;
const onWarning = vi.fn();
const files = () => ({ ipv4File: join(folder, '4.csv'), ipv6File: join(folder, '6.csv') });
const load = (cacheFolder?: string) =>
  loadOrganisations({ files: files(), onWarning, ...(cacheFolder !== undefined && { cacheFolder }) });

function writeCsv(name: string): void {
  writeFileSync(files().ipv4File, `16777216,16777471,1,${name}\n`);
  writeFileSync(files().ipv6File, '');
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foyer-organisations-'));
  onWarning.mockReset();
  writeCsv('Acme');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('compiles, and keeps nothing without a cache folder', async () => {
  expect((await load()).find('1.0.0.7')).toBe('Acme');
  expect(readdirSync(folder).sort()).toEqual(['4.csv', '6.csv']);
});

test('keeps the table in a folder that it makes, and opens it again', async () => {
  const cacheFolder = join(folder, 'data', 'cache');
  await load(cacheFolder);
  expect(readdirSync(cacheFolder)).toEqual(['organisations.bin']);
  expect((await load(cacheFolder)).find('1.0.0.7')).toBe('Acme');
  expect(onWarning).not.toHaveBeenCalled();
});

test('compiles again when the files are others', async () => {
  await load(folder);
  writeCsv('Acme and Sons');
  expect((await load(folder)).find('1.0.0.7')).toBe('Acme and Sons');
});

test('compiles again when what is kept is damaged, and replaces it', async () => {
  await load(folder);
  const kept = join(folder, 'organisations.bin');
  const good = readFileSync(kept);
  writeFileSync(kept, good.subarray(0, 50));
  expect((await load(folder)).find('1.0.0.7')).toBe('Acme');
  expect(readFileSync(kept)).toEqual(good);
});

test('a folder that cannot be written is a warning, and the table serves', async () => {
  const table = await load(files().ipv4File); // a file, not a folder
  expect(table.find('1.0.0.7')).toBe('Acme');
  expect(onWarning).toHaveBeenCalledOnce();
});

test('missing files are an error', async () => {
  rmSync(files().ipv6File);
  await expect(load()).rejects.toThrow('6.csv');
});
