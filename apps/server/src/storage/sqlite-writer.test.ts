import { expect, test } from 'vitest';
import type { Request, StatementResult } from './sqlite-message.ts';
import { SqliteWriter } from './sqlite-writer.ts';

/** A thread that writes down what it is asked, and answers commits when told to. */
class FakeThread {
  readonly log: string[] = [];
  readonly commits: ((result: StatementResult) => void)[] = [];

  send(request: Request): Promise<StatementResult> {
    if (request.kind === 'commit') {
      this.log.push(`commit ${request.group}`);
      return new Promise((resolve) => this.commits.push(resolve));
    }
    this.log.push(request.kind === 'write' ? `${request.statement.sql} in ${request.group}` : request.kind);
    return Promise.resolve({ rows: [] });
  }

  release(group: number): void {
    this.log.push(`release in ${group}`);
  }

  async answerCommit(): Promise<void> {
    this.commits.shift()?.({ rows: [] });
    await turn();
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const statement = (sql: string) => ({ sql, parameters: [] });

function setUp() {
  const clock = { now: 0 };
  const thread = new FakeThread();
  return { clock, thread, writer: new SqliteWriter(thread, () => clock.now) };
}

test('statements that are asked for together share one commit, and none resolves before it', async () => {
  const { thread, writer } = setUp();
  const done: string[] = [];
  for (const name of ['a', 'b', 'c']) void writer.run(statement(name)).then(() => done.push(name));
  await turn();
  expect(thread.log).toEqual(['a in 1', 'b in 1', 'c in 1', 'commit 1']);
  expect(done).toEqual([]);
  await thread.answerCommit();
  expect(done).toEqual(['a', 'b', 'c']);
});

test('those who come while a commit runs form the next group', async () => {
  const { thread, writer } = setUp();
  void writer.run(statement('a'));
  await turn();
  void writer.run(statement('b'));
  void writer.run(statement('c'));
  await turn();
  expect(thread.log).toEqual(['a in 1', 'commit 1']);
  await thread.answerCommit();
  expect(thread.log.slice(2)).toEqual(['b in 2', 'c in 2', 'commit 2']);
});

test('a transaction that ends hands the writer to the next one before any commit', async () => {
  const { thread, writer } = setUp();
  const first = await writer.begin();
  const second = writer.begin();
  await first.run(statement('first'));
  void first.commit();
  await (await second).run(statement('second'));
  expect(thread.log).toEqual(['first in 1', 'release in 1', 'second in 1']);
});

test.each([
  { after: 4.9, log: ['release in 1', 'b in 1', 'commit 1'] },
  { after: 5, log: ['release in 1', 'commit 1'] },
])('a group takes no more after 5 ms: $after', async ({ after, log }) => {
  const { clock, thread, writer } = setUp();
  const transaction = await writer.begin();
  await transaction.run(statement('a'));
  void writer.run(statement('b'));
  clock.now = after;
  void transaction.commit();
  await turn();
  expect(thread.log.slice(1)).toEqual(log);
});

test('a group takes no more than 64 transactions', async () => {
  const { thread, writer } = setUp();
  for (let index = 0; index < 70; index += 1) void writer.run(statement(`s${index}`));
  await turn();
  expect(thread.log.at(-1)).toBe('commit 1');
  expect(thread.log).toHaveLength(65);
  await thread.answerCommit();
  expect(thread.log).toHaveLength(65 + 7);
});

test('a transaction in which nothing ran costs no commit', async () => {
  const { thread, writer } = setUp();
  await (await writer.begin()).commit();
  await turn();
  expect(thread.log).toEqual([]);
});

test('a transaction that does nothing for too long is rolled back, and the next one gets its turn', async () => {
  const { clock, thread, writer } = setUp();
  const forgotten = await writer.begin();
  await forgotten.run(statement('a'));
  const next = writer.begin();
  clock.now = 9_999;
  writer.expireIdle(10_000);
  expect(thread.log).toEqual(['a in 1']);
  clock.now = 10_000;
  writer.expireIdle(10_000);
  await turn();
  expect(thread.log.slice(1)).toEqual(['rollback', 'commit 1']);
  await thread.answerCommit();
  await next;
  await expect(forgotten.commit()).rejects.toMatchObject({ code: 'FOYER_TRANSACTION_IDLE' });
});
