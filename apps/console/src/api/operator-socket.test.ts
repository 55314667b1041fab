import type { OperatorFrame } from '@foyer/protocol/operator-socket';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOperatorSocket, type Wire } from './operator-socket.ts';

class FakeWire implements Wire {
  sent: { type: string; requestId?: string }[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  send(data: string): void {
    this.sent.push(JSON.parse(data) as { type: string });
  }
  close(): void {
    this.isClosed = true;
    this.onclose?.();
  }
  hears(frame: OperatorFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const me = {
  id: '7e1f7a44-31a5-4c62-8f0c-0b1c5f2d9a01',
  name: 'Ann',
  email: 'ann@example.com',
  role: 'operator' as const,
  status: 'online' as const,
  maxChats: 0,
  hasPassword: true,
  twoFactor: false,
  needsTwoFactor: false,
  sites: [],
};
const welcome: OperatorFrame = { type: 'welcome', me, now: 1000, chats: [], colleagues: [] };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function start() {
  const wires: FakeWire[] = [];
  const socket = createOperatorSocket({
    random: () => 1,
    connect: () => {
      const wire = new FakeWire();
      wires.push(wire);
      return wire;
    },
  });
  socket.start();
  const newest = () => wires.at(-1) as FakeWire;
  newest().onopen?.();
  return { socket, wires, newest };
}

test('doubted after a sleep, it asks for proof and comes back when there is none', () => {
  const { socket, wires, newest } = start();
  newest().hears(welcome);
  socket.check();
  expect(newest().sent).toHaveLength(1); // heard just now: nothing to doubt
  vi.setSystemTime(Date.now() + 3_600_000); // asleep: the clock went on, timers did not
  socket.check();
  expect(newest().sent.at(-1)).toEqual({ type: 'ping' });
  vi.advanceTimersByTime(5_000);
  expect(socket.state.get()).toBe('waiting');
  socket.check();
  expect(wires).toHaveLength(2);
  expect(socket.state.get()).toBe('connecting');
});

test('doubted, it stays when the answer comes', () => {
  const { socket, wires, newest } = start();
  newest().hears(welcome);
  socket.check(true);
  vi.advanceTimersByTime(4_000);
  newest().hears({ type: 'pong' });
  vi.advanceTimersByTime(20_000);
  expect(socket.state.get()).toBe('open');
  expect(wires).toHaveLength(1);
});

test('a connection that is not welcomed in time is given up', () => {
  const { socket } = start();
  vi.advanceTimersByTime(15_000);
  expect(socket.state.get()).toBe('waiting');
});

test('a refused hello is said again when the server says', () => {
  const { socket, wires, newest } = start();
  newest().hears({ type: 'error', code: 'unavailable', message: 'Later', retryable: true, retryAfterMs: 1_000 });
  expect(socket.state.get()).toBe('waiting');
  vi.advanceTimersByTime(1_000);
  expect(wires).toHaveLength(2);
});

test('it greets, and is open once welcomed', () => {
  const { socket, newest } = start();
  expect(newest().sent).toEqual([{ type: 'hello', protocol: 1 }]);
  expect(socket.send({ type: 'ping' })).toBe(false);
  newest().hears(welcome);
  expect(socket.state.get()).toBe('open');
  expect(socket.send({ type: 'ping' })).toBe(true);
});

test('a lost connection comes back after a growing delay', () => {
  const { socket, wires, newest } = start();
  newest().hears(welcome);
  newest().close();
  expect(socket.state.get()).toBe('waiting');
  vi.advanceTimersByTime(499);
  expect(wires).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(wires).toHaveLength(2);
  newest().close();
  vi.advanceTimersByTime(999);
  expect(wires).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(wires).toHaveLength(3);
});

test('silence after a ping ends the connection', () => {
  const { socket, newest } = start();
  newest().hears(welcome);
  vi.advanceTimersByTime(25_000);
  expect(newest().sent.at(-1)).toEqual({ type: 'ping' });
  vi.advanceTimersByTime(15_000);
  expect(socket.state.get()).toBe('waiting');
});

test('requests get their own answers', async () => {
  const { socket, newest } = start();
  newest().hears(welcome);
  const first = socket.request({ type: 'status.chosen', status: 'busy' });
  const second = socket.request({ type: 'status.chosen', status: 'away' });
  const [firstId, secondId] = newest()
    .sent.slice(-2)
    .map((one) => one.requestId ?? '');
  newest().hears({ type: 'error', code: 'conflict', message: 'Tom has this chat', requestId: secondId });
  newest().hears({ type: 'done', requestId: firstId ?? '' });
  await expect(first).resolves.toBeUndefined();
  await expect(second).rejects.toThrow('Tom has this chat');
});

test('a request whose connection is lost is told so', async () => {
  const { socket, newest } = start();
  newest().hears(welcome);
  const answer = socket.request({ type: 'status.chosen', status: 'busy' });
  newest().close();
  await expect(answer).rejects.toMatchObject({ code: 'unavailable' });
});

test('bye without a return time stops for good', () => {
  const { socket, wires, newest } = start();
  newest().hears(welcome);
  newest().hears({ type: 'bye', reconnectAfterMs: null });
  vi.advanceTimersByTime(60_000);
  expect(socket.state.get()).toBe('stopped');
  expect(wires).toHaveLength(1);
});

test('bye with a return time comes back then', () => {
  const { wires, newest } = start();
  newest().hears(welcome);
  newest().hears({ type: 'bye', reconnectAfterMs: 2000 });
  vi.advanceTimersByTime(1999);
  expect(wires).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(wires).toHaveLength(2);
});

test('a frame that is not understood harms nothing', () => {
  const { socket, newest } = start();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  newest().onmessage?.({ data: '{"type":"from.the.future"}' });
  newest().onmessage?.({ data: 'not json' });
  newest().hears(welcome);
  expect(socket.state.get()).toBe('open');
});
