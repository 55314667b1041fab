import { mkdtempSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileReceiver } from './receive-file.ts';

// Other tests take files in, too, at the same time.
process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'foyer-receive-'));
const left = () => readdir(tmpdir());
async function* pieces(...all: (string | Error)[]): AsyncGenerator<Buffer> {
  for (const piece of all) {
    if (piece instanceof Error) throw piece;
    yield Buffer.from(piece);
  }
}

test('a file is taken in whole, can be read anywhere, and has no name on the disk', async () => {
  const file = await new FileReceiver().receive(pieces('hello ', 'world'), 11, 11);
  expect([file.bytes, file.sha256]).toEqual([11, 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9']);
  expect(String(await file.read(4, 3))).toBe('o w');
  expect(String(await file.read(9, 100))).toBe('ld');
  expect(String(await file.read(50, 100))).toBe('');
  expect(await left()).toEqual([]);
  await file.close();
});

test('R-135 one that is too large is refused by what it says, else where it becomes so, and leaves nothing', async () => {
  const receiver = new FileReceiver();
  let read = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) {
      read += 1;
      yield Buffer.alloc(1000);
    }
  }
  await expect(receiver.receive(endless(), 10_000_000_000, 5000)).rejects.toMatchObject({ code: 'too_large' });
  expect(read).toBe(0);
  await expect(receiver.receive(endless(), null, 5000)).rejects.toMatchObject({ code: 'too_large' });
  expect(read).toBe(6);
  expect(await left()).toEqual([]);
});

test('R-135 one that breaks off may be sent again, any other failure is ours, and neither leaves anything', async () => {
  const broken = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  const receiver = new FileReceiver();
  await expect(receiver.receive(pieces('half', broken), 8, 100)).rejects.toMatchObject({ code: 'unavailable' });
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  await expect(receiver.receive(pieces('half', full), 8, 100)).rejects.toBe(full);
  expect(await left()).toEqual([]);
});

test('only so many come in at once; the next may come when one is through', async () => {
  const receiver = new FileReceiver();
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  async function* slow(): AsyncGenerator<Buffer> {
    await gate;
    yield Buffer.from('x');
  }
  const coming = Array.from({ length: 40 }, () => receiver.receive(slow(), null, 10));
  await expect(receiver.receive(pieces('y'), null, 10)).rejects.toMatchObject({ code: 'unavailable' });
  open();
  for (const file of await Promise.all(coming)) await file.close();
  await (await receiver.receive(pieces('y'), null, 10)).close();
});
