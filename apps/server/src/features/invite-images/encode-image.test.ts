import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ImageEncoder } from './encode-image.ts';

const folder = await mkdtemp(join(tmpdir(), 'foyer-encode-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function program(name: string, code: string): Promise<string> {
  const path = join(folder, `${name}.mjs`);
  await writeFile(path, code);
  return path;
}

test('G-19 a decoder that never ends is ended, and the file is refused', async () => {
  const endless = await program('endless', 'process.once("message", () => { for (;;); });');
  const encoder = new ImageEncoder({ program: endless, mostMs: 300 });
  expect(await encoder.encode(new Uint8Array([1]))).toEqual({ refusal: expect.stringMatching(/too much work/) });
});

test('a decoder that a file brings down refuses that file, and serves the next', async () => {
  const fragile = await program(
    'fragile',
    'process.once("message", (sent) => { if (sent[0] === 1) process.abort(); process.send({ refusal: "is two" }, () => process.disconnect()); });',
  );
  const encoder = new ImageEncoder({ program: fragile });
  expect(await Promise.all([1, 2].map((byte) => encoder.encode(new Uint8Array([byte]))))).toEqual([
    { refusal: expect.stringMatching(/damaged/) },
    { refusal: 'is two' },
  ]);
});

test('it knows nothing of our settings', async () => {
  const curious = await program(
    'curious',
    'process.once("message", () => process.send({ refusal: JSON.stringify(Object.keys(process.env).filter((name) => !name.startsWith("NODE_"))) }, () => process.disconnect()));',
  );
  expect(await new ImageEncoder({ program: curious }).encode(new Uint8Array([1]))).toEqual({ refusal: '[]' });
});

test('no more than ten wait', async () => {
  const slow = await program(
    'slow',
    'process.once("message", () => process.send({ refusal: "later" }, () => process.disconnect()));',
  );
  const encoder = new ImageEncoder({ program: slow });
  const all = Array.from({ length: 11 }, () => encoder.encode(new Uint8Array([1])));
  const outcomes = await Promise.allSettled(all);
  expect(outcomes.map((one) => one.status)).toEqual([...Array(10).fill('fulfilled'), 'rejected']);
  expect(outcomes[10]).toMatchObject({ reason: { code: 'unavailable' } });
});
