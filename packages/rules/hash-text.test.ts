import { expect, test } from 'vitest';
import { hashText } from './hash-text.ts';

test.each<[text: string, seed: number, hash: number]>([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['aaaa', 0x9747b28c, 0x5a97808a],
  ['aaa', 0x9747b28c, 0x283e0130],
  ['aa', 0x9747b28c, 0x5d211726],
  ['a', 0x9747b28c, 0x7fa09ea6],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
])('B-307 the hash of “%s” with seed %d is the published one', (text, seed, hash) => {
  expect(hashText(text, seed)).toBe(hash);
});
