import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readWebpSize } from './image-size.ts';

const picture = (channels: 3 | 4) =>
  sharp({ create: { width: 321, height: 45, channels, background: { r: 200, g: 20, b: 30, alpha: 0.5 } } });

test.each([
  ['lossy', () => picture(3).webp()],
  ['lossless', () => picture(4).webp({ lossless: true })],
  ['lossy and transparent', () => picture(4).webp({ quality: 88, alphaQuality: 100 })],
])('a picture that is %s', async (_what, made) => {
  expect(readWebpSize(await made().toBuffer())).toEqual({ width: 321, height: 45 });
});

test('no WebP picture', async () => {
  expect(readWebpSize(await picture(3).png().toBuffer())).toBeNull();
  expect(readWebpSize(new Uint8Array(3))).toBeNull();
});
