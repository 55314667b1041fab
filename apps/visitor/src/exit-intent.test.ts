import { beforeEach, expect, test, vi } from 'vitest';
import { exitIntent } from './exit-intent.ts';

let page: EventTarget;
let hasPointer: boolean;
let isUp: boolean;
let told: number;
const tell = (): boolean => {
  if (isUp) told++;
  return isUp;
};

beforeEach(() => {
  page = new EventTarget();
  hasPointer = isUp = true;
  told = 0;
  vi.stubGlobal('document', page);
  vi.stubGlobal('matchMedia', () => ({ matches: hasPointer }));
});

/** The pointer goes from one thing to another; null: out of the window. */
function leave(clientY: number, relatedTarget: object | null = null): void {
  page.dispatchEvent(Object.assign(new Event('mouseout'), { clientY, relatedTarget }));
}

test.each<[rule: string, clientY: number, to: object | null, expected: number]>([
  ['out at the top', 0, null, 1],
  ['already above it', -8, null, 1],
  ['fast: last seen a little below the edge', 19, null, 1],
  ['out at a side or at the bottom', 20, null, 0],
  ['to another part of the page', 0, {}, 0],
])('%s', (_rule, clientY, to, expected) => {
  exitIntent(tell).start();
  leave(clientY, to);
  expect(told).toBe(expected);
});

test('once a page view', () => {
  const exit = exitIntent(tell);
  exit.start();
  leave(0);
  leave(0);
  exit.start();
  leave(0);
  expect(told).toBe(1);
  exit.restart();
  leave(0);
  expect(told).toBe(2);
});

test('told at the next time where it could not be', () => {
  exitIntent(tell).start();
  isUp = false;
  leave(0);
  isUp = true;
  leave(0);
  expect(told).toBe(1);
});

test('touch screens have no pointer that could leave', () => {
  hasPointer = false;
  exitIntent(tell).start();
  leave(0);
  expect(told).toBe(0);
});

test('nothing before it is asked for', () => {
  exitIntent(tell);
  leave(0);
  expect(told).toBe(0);
});
