import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { typingSignal } from './typing-signal.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('typing is told at once, then at most every 3 s, and its end after 4 s of quiet', () => {
  const told: boolean[] = [];
  const signal = typingSignal((typing) => told.push(typing));
  signal.typed();
  expect(told).toEqual([true]);
  vi.advanceTimersByTime(2_999);
  signal.typed();
  expect(told).toEqual([true]);
  vi.advanceTimersByTime(1);
  signal.typed();
  expect(told).toEqual([true, true]);
  vi.advanceTimersByTime(3_999);
  expect(told).toEqual([true, true]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([true, true, false]);
});

test('sending ends it at once, and only once', () => {
  const told: boolean[] = [];
  const signal = typingSignal((typing) => told.push(typing));
  signal.stopped();
  expect(told).toEqual([]);
  signal.typed();
  signal.stopped();
  signal.stopped();
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([true, false]);
  signal.typed();
  expect(told).toEqual([true, false, true]);
});
