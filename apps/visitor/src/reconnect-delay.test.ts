import { expect, test } from 'vitest';
import { reconnectDelay } from './reconnect-delay.ts';

test.each<[rule: string, failures: number, random: number, expected: number]>([
  ['the first try waits up to half a second', 0, 0.999, 500],
  ['full jitter: it may also go at once', 0, 0, 0],
  ['the ceiling doubles', 1, 0.5, 500],
  ['and doubles again', 5, 0.5, 8_000],
  ['up to 30 seconds', 6, 0.5, 15_000],
  ['and no further, however long the server is away', 2_000, 0.5, 15_000],
])('%s', (_rule, failures, random, expected) => {
  expect(reconnectDelay(failures, () => random)).toBe(expected);
});
