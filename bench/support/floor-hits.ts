/**
 * The least a server could do for a hit: parse the JSON, check the fields that matter, answer, and write it to SQLite in
 * batches of 500 rows or 100 ms. Takes them as `POST /t/hit` and as frames of `/t/socket`. A program of its own.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type Socket, SqliteDatabase, WebSocketServer } from './server-packages.ts';

const batchRows = 500;
const batchMs = 100;
const columns = [
  'id',
  'at',
  'site',
  'visitor',
  'tab',
  'type',
  'n',
  'url',
  'title',
  'referrer',
  'visible',
  'language',
  'time_zone',
  'screen_width',
  'address',
];

const database = new SqliteDatabase(join(process.env.BENCH_FOLDER ?? '.', 'floor.db'));
database.pragma('journal_mode = WAL');
database.pragma('synchronous = NORMAL');
database.exec(`create table hit (${columns.join(', ')});
  create index hit_by_time on hit (site, at); create index hit_by_visitor on hit (visitor, at);`);
const insert = database.prepare(`insert into hit values (${columns.map(() => '?').join(', ')})`);
const writeAll = database.transaction((rows: readonly unknown[][]) => {
  for (const row of rows) insert.run(row);
});

let waiting: unknown[][] = [];
let timer: NodeJS.Timeout | null = null;
let lastId = 0;

function flush(): void {
  if (timer) clearTimeout(timer);
  timer = null;
  const rows = waiting;
  waiting = [];
  writeAll(rows);
}

/** False: not a hit. */
function take(text: string, address: string): Record<string, unknown> | null {
  const hit = JSON.parse(text) as Record<string, unknown>;
  const { site, visitor, tab, n, url, title } = hit;
  const isHit =
    typeof site === 'string' &&
    site.length === 32 &&
    typeof visitor === 'string' &&
    visitor.length === 32 &&
    typeof tab === 'string' &&
    typeof n === 'number' &&
    typeof url === 'string' &&
    url.length <= 2000 &&
    typeof title === 'string' &&
    title.length <= 300;
  if (!isHit) return null;
  lastId += 1;
  waiting.push([
    lastId,
    Date.now(),
    site,
    visitor,
    tab,
    hit.type ?? 'page.viewed',
    n,
    url,
    title,
    hit.referrer ?? null,
    hit.visible === true ? 1 : 0,
    hit.language ?? null,
    hit.timeZone ?? null,
    hit.screenWidth ?? null,
    address,
  ]);
  if (waiting.length >= batchRows) flush();
  else timer ??= setTimeout(flush, batchMs);
  return hit;
}

const server = createServer((request, response) => {
  if (request.method === 'GET') return void response.end('ready');
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    const isTaken = take(body, request.socket.remoteAddress ?? '') !== null;
    const answer = JSON.stringify({ recorded: isTaken });
    response.writeHead(isTaken ? 200 : 400, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
  });
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false });
sockets.on('connection', (socket: Socket) => {
  socket.on('message', (data) => {
    const hit = take(data.toString(), '127.0.0.1');
    socket.send(JSON.stringify(hit ? { type: 'page.recorded', n: hit.n } : { type: 'error' }));
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
