/** Entry of a SQLite thread: opens one connection and does what it is told, in order. Started by SqliteThread only. */
import { parentPort, workerData } from 'node:worker_threads';
import { openConnection, StatementRunner } from './sqlite-connection.ts';
import { toFailureMessage } from './sqlite-failure.ts';
import { SqliteGroups } from './sqlite-groups.ts';
import type {
  AnsweredOperation,
  Operation,
  Reply,
  SqliteThreadOptions,
  StatementResult,
  ThreadMessage,
} from './sqlite-message.ts';

function serve(options: SqliteThreadOptions, say: (message: ThreadMessage) => void): void {
  const connection = openConnection(options);
  const runner = new StatementRunner(connection);
  const groups = new SqliteGroups(connection, runner);

  function perform(operation: AnsweredOperation): StatementResult {
    switch (operation.kind) {
      case 'read':
        return runner.run(operation.statement);
      case 'write':
        return groups.write(operation.group, operation.part, operation.statement);
      case 'rollback':
        return groups.rollback(operation.group);
      case 'commit':
        return groups.commit(operation.group);
    }
  }

  parentPort?.on('message', (operations: Operation[]) => {
    const replies: Reply[] = [];
    for (const operation of operations) {
      if (operation.kind === 'release') {
        groups.release(operation.group);
      } else if (operation.kind === 'close') {
        connection.close();
        parentPort?.close();
      } else {
        try {
          replies.push({ id: operation.id, result: perform(operation) });
        } catch (error) {
          replies.push({ id: operation.id, failure: toFailureMessage(error) });
        }
      }
    }
    if (replies.length > 0) say({ kind: 'replies', replies });
  });
  say({ kind: 'opened' });
}

if (parentPort) {
  const port = parentPort;
  const say = (message: ThreadMessage) => port.postMessage(message);
  try {
    serve(workerData as SqliteThreadOptions, say);
  } catch (error) {
    say({ kind: 'refused', failure: toFailureMessage(error) });
    port.close();
  }
}
