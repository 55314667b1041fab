import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from './connection.ts';

/** The browser's sockets, as far as a connection looks at them. */
class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: { type: string }[] = [];
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  constructor() {
    FakeSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  welcome() {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
    this.say({ type: 'welcome' });
  }
  say(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.all = [];
});
afterEach(() => vi.useRealTimers());

function open() {
  let downs = 0;
  const connection = connect('wss://foyer.example/t/socket', {
    hello: () => ({ type: 'hello' }),
    onFrame() {},
    onDown: () => downs++,
  });
  const socket = () => FakeSocket.all.at(-1) as FakeSocket;
  socket().welcome();
  return { connection, socket, downs: () => downs };
}

test('awake again after an hour it asks at once, and leaves a connection that does not answer within 5 s', () => {
  const { connection, socket, downs } = open();
  const asleep = socket();
  vi.setSystemTime(Date.now() + 3_600_000); // timers stood still meanwhile
  connection.check();
  expect(asleep.sent.at(-1)).toEqual({ type: 'ping' });
  vi.advanceTimersByTime(4_999);
  expect(downs()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(downs()).toBe(1);
  expect(asleep.readyState).toBe(3);
  vi.advanceTimersByTime(60_000);
  expect(socket()).not.toBe(asleep);
});

test('one that answers is kept', () => {
  const { connection, socket, downs } = open();
  vi.setSystemTime(Date.now() + 3_600_000);
  connection.check();
  socket().say({ type: 'pong' });
  vi.advanceTimersByTime(20_000);
  expect(downs()).toBe(0);
  expect(FakeSocket.all).toHaveLength(1);
});

test('with the network back it does not wait for its next turn, unless the server asked it to', () => {
  const { connection, socket } = open();
  socket().onclose?.();
  connection.check();
  expect(FakeSocket.all).toHaveLength(2);
  socket().welcome();
  socket().say({ type: 'bye', reconnectAfterMs: 10_000 });
  connection.check();
  expect(FakeSocket.all).toHaveLength(2);
  vi.advanceTimersByTime(10_000);
  expect(FakeSocket.all).toHaveLength(3);
});

test('a connection on which nothing is heard is left after two pings without an answer', () => {
  const { socket, downs } = open();
  vi.advanceTimersByTime(25_000);
  vi.advanceTimersByTime(25_000);
  expect(socket().sent.filter(({ type }) => type === 'ping')).toHaveLength(2);
  expect(downs()).toBe(0);
  vi.advanceTimersByTime(25_000);
  expect(downs()).toBe(1);
});
