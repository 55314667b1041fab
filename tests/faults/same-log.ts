/** What must hold of a chat once everything is at rest: everybody has the same log. */
import type { ChatEntry, VisitorEntry } from '@foyer/protocol/chat';
import pg from 'pg';
import { expect } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import type { OperatorClient } from '../support/operator-client.ts';
import type { RealConsole } from './real-console.ts';
import type { RealWindow } from './real-window.ts';
import { until } from './until.ts';

/** Waits until nothing of a chat is on its way any more, and everybody has seen all. */
export async function settle(window: RealWindow, console_: RealConsole, reader: OperatorClient): Promise<void> {
  const { chatId, name } = window;
  const total = window.written.length + (console_.written.get(chatId)?.length ?? 0);
  const lengths = () => [
    window.session.state().entries.length,
    console_.entries(chatId).length,
    reader.copies.get(chatId)?.entries.length ?? 0,
  ];
  const tell = () =>
    JSON.stringify({ total, lengths: lengths(), window: window.waiting, console: console_.waiting(chatId) });
  const isSettled = () =>
    window.waiting.length + console_.waiting(chatId).length === 0 &&
    lengths().every((length) => length === lengths()[0] && length >= total);
  await until(`${name}'s chat is at rest`, isSettled, 60_000, tell);
}

/** The logs of all are the database's, and each message that was written is in it once, in order. */
export async function compare(
  window: RealWindow,
  console_: RealConsole,
  reader: OperatorClient,
  api: ApiClient,
  siteId: string,
  database: pg.Client,
): Promise<void> {
  const { chatId } = window;
  const log = await api.readLog(siteId, chatId);
  expect(log.map((entry) => entry.seq)).toEqual(log.map((_, index) => index + 1));
  const stored = await database.query('select seq from chat_entry where chat_id = $1 order by seq', [chatId]);
  expect(stored.rows.map(({ seq }) => Number(seq))).toEqual(log.map(({ seq }) => seq));
  const bodiesOf = (kind: string) =>
    log.flatMap(({ sender, content }) => (sender.kind === kind && content.kind === 'message' ? [content.body] : []));
  expect(bodiesOf('visitor')).toEqual([...window.written]);
  expect(bodiesOf('operator')).toEqual(console_.written.get(chatId));
  expect(window.unsent).toEqual([]);
  // One's own messages are shown on the acknowledgement, which doesn't carry one's name.
  const shown = (entry: ChatEntry | VisitorEntry) => [entry.seq, entry.at, entry.cid, entry.sender.kind, entry.content];
  expect(window.session.state().entries.map(shown)).toEqual(log.map(shown));
  expect(console_.entries(chatId).map(shown)).toEqual(log.map(shown));
  expect(reader.copies.get(chatId)?.entries).toEqual(log);
  const chat = await api.getChat(siteId, chatId);
  expect([chat.state, chat.lastSeq]).toEqual(['active', log.length]);
}

/** A connection of the test's own, closed at the end of its block. */
export async function openDatabase(url: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
