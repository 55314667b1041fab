import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { draftSignal } from './draft-signal.ts';
import { maskCards } from './mask-cards.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const told: string[] = [];
  return { told, draft: draftSignal((text) => told.push(text)) };
}

test('S-086 the first is told at once, then the newest at most twice a second', () => {
  const { told, draft } = open();
  for (const text of ['H', 'He', 'Hel', 'Hell']) draft.typed(text);
  expect(told).toEqual(['H']);
  vi.advanceTimersByTime(499);
  expect(told).toEqual(['H']);
  vi.advanceTimersByTime(1);
  draft.typed('Hello');
  expect(told).toEqual(['H', 'Hell']);
  vi.advanceTimersByTime(500);
  expect(told).toEqual(['H', 'Hell', 'Hello']);
  vi.advanceTimersByTime(5000);
  expect(told).toHaveLength(3);
});

test('S-086 sending clears it, once, and what was not told yet is never told', () => {
  const { told, draft } = open();
  draft.typed('H');
  draft.typed('Hello');
  draft.cleared();
  draft.cleared();
  vi.advanceTimersByTime(5000);
  expect(told).toEqual(['H', '']);
});

test('S-086 forgotten drafts tell nothing', () => {
  const { told, draft } = open();
  draft.typed('H');
  draft.typed('He');
  draft.forget();
  draft.cleared();
  vi.advanceTimersByTime(5000);
  expect(told).toEqual(['H']);
});

test('S-086 at most 4,000 characters are told', () => {
  const { told, draft } = open();
  draft.typed('x'.repeat(5000));
  expect(told[0]).toHaveLength(4000);
});

test.each<[text: string, masked: string]>([
  ['4111 1111 1111 1111', '4111 11•• •••• 1111'],
  ['pay 4111111111111111 now', 'pay 411111••••••1111 now'],
  ['order 123456', 'order 123456'],
])('R-243 %s', (text, masked) => {
  expect(maskCards(text)).toBe(masked);
});
