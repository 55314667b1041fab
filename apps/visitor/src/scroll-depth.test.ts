import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scrollDepth } from './scroll-depth.ts';

let page: EventTarget;
let sheet: EventTarget & { hidden: boolean; documentElement: { scrollHeight: number } };
let told: number[];
let isUp: boolean;
let listened: string[];
const tell = (percent: number): boolean => {
  if (isUp) told.push(percent);
  return isUp;
};

beforeEach(() => {
  vi.useFakeTimers();
  listened = [];
  told = [];
  isUp = true;
  page = Object.assign(new EventTarget(), { setTimeout: (run: () => void, ms: number) => setTimeout(run, ms) });
  const { addEventListener } = page;
  page.addEventListener = (type: string, ...rest: [EventListener]) => {
    listened.push(type);
    addEventListener.call(page, type, ...rest);
  };
  sheet = Object.assign(new EventTarget(), { hidden: false, documentElement: { scrollHeight: 4_000 } });
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', sheet);
  vi.stubGlobal('innerHeight', 800);
  vi.stubGlobal('scrollY', 0);
});
afterEach(() => {
  vi.useRealTimers();
});

function scrollTo(y: number): void {
  vi.stubGlobal('scrollY', y);
  page.dispatchEvent(new Event('scroll'));
}

test('each further tenth of the document is told once, also on the way back', () => {
  const depth = scrollDepth(tell);
  depth.start();
  vi.runAllTimers();
  expect(told).toEqual([20]);
  for (const y of [10, 350, 1_199, 600, 0, 1_250]) {
    scrollTo(y);
    vi.runAllTimers();
  }
  // 350 + 800 of 4,000 is less than three tenths; 1,199 + 800 ends within the rounding of a zoomed browser.
  expect(told).toEqual([20, 50]);
  scrollTo(3_200);
  vi.runAllTimers();
  expect(told).toEqual([20, 50, 100]);
});

test('many scroll events are one look', () => {
  const depth = scrollDepth(tell);
  depth.start();
  vi.runAllTimers();
  for (let y = 0; y <= 2_000; y += 10) scrollTo(y);
  expect(vi.getTimerCount()).toBe(1);
  vi.runAllTimers();
  expect(told).toEqual([20, 70]);
});

test('a page is not looked at while it is still short', () => {
  sheet.documentElement.scrollHeight = 100;
  const depth = scrollDepth(tell);
  depth.start();
  scrollTo(0);
  vi.advanceTimersByTime(900);
  expect(told).toEqual([]);
  sheet.documentElement.scrollHeight = 8_000;
  vi.runAllTimers();
  expect(told).toEqual([10]);
});

test('a page that fits into the window is seen whole', () => {
  sheet.documentElement.scrollHeight = 800;
  scrollDepth(tell).start();
  vi.runAllTimers();
  expect(told).toEqual([100]);
});

test('nothing of a hidden tab is seen until it is looked at', () => {
  sheet.hidden = true;
  scrollDepth(tell).start();
  vi.runAllTimers();
  expect(told).toEqual([]);
  sheet.hidden = false;
  sheet.dispatchEvent(new Event('visibilitychange'));
  vi.runAllTimers();
  expect(told).toEqual([20]);
});

test('another page view begins anew, and the place where the last one was left is not its own', () => {
  const depth = scrollDepth(tell);
  depth.start();
  scrollTo(3_200);
  vi.runAllTimers();
  depth.restart();
  vi.advanceTimersByTime(500);
  scrollTo(0);
  vi.runAllTimers();
  expect(told).toEqual([100, 20]);
});

test('what could not be told is told with the next look; a new connection hears it again', () => {
  const depth = scrollDepth(tell);
  isUp = false;
  depth.start();
  vi.runAllTimers();
  isUp = true;
  scrollTo(1);
  vi.runAllTimers();
  expect(told).toEqual([20]);
  depth.start();
  vi.runAllTimers();
  expect(told).toEqual([20, 20]);
  expect(listened).toEqual(['scroll']);
});

test('until it is asked for, it costs no listener and no look', () => {
  const depth = scrollDepth(tell);
  depth.restart();
  expect([listened, vi.getTimerCount()]).toEqual([[], 0]);
});
