import { expect, test } from 'vitest';
import { WakeHeap } from './wake-heap.ts';

/** A small generator of numbers that are the same on every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state;
  };
}

test('agrees with a sorted list over thousands of random changes', () => {
  const next = numbers(42);
  const heap = new WakeHeap();
  const expected = new Map<string, number>();
  for (let step = 0; step < 5_000; step += 1) {
    const key = `k${next() % 60}`;
    if (next() % 3 === 0) {
      heap.delete(key);
      expected.delete(key);
    } else {
      const at = next() % 1_000;
      heap.set(key, at);
      expected.set(key, at);
    }
    expect(heap.size).toBe(expected.size);
    expect(heap.get(key)).toBe(expected.get(key) ?? null);
    expect(heap.earliest()?.at ?? null).toBe(expected.size === 0 ? null : Math.min(...expected.values()));
  }
});

test('gives up its entries in order', () => {
  const heap = new WakeHeap();
  for (const at of [5, 1, 4, 2, 3]) heap.set(`k${at}`, at);
  const order: number[] = [];
  for (let first = heap.earliest(); first; first = heap.earliest()) {
    order.push(first.at);
    heap.delete(first.key);
  }
  expect(order).toEqual([1, 2, 3, 4, 5]);
});
