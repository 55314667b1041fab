/**
 * Bare `ws` on a path: what a connection costs that does nothing. With `BENCH_FOLDER` it is the floor of a chat message,
 * too: each frame is written to SQLite, synced to the disk, and sent back. A program of its own.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type Socket, SqliteDatabase, WebSocketServer } from './server-packages.ts';

function openLog(folder: string): (text: string) => void {
  const database = new SqliteDatabase(join(folder, 'floor.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table entry (id integer primary key, at, content)');
  const insert = database.prepare('insert into entry (at, content) values (?, ?)');
  return (text) => insert.run([Date.now(), text]);
}

const folder = process.env.BENCH_FOLDER;
const store = folder === undefined ? () => {} : openLog(folder);
const server = createServer((_request, response) => void response.end('ready'));
const sockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false });
sockets.on('connection', (socket: Socket) => {
  socket.on('message', (data) => {
    const text = data.toString();
    store(text);
    socket.send(text);
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
