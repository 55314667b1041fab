/**
 * P5: a chat message from the sender's socket over the disk to the other side's socket, beside a bare echo, beside an echo
 * that syncs one SQLite row for each frame, and beside one sync of the disk by itself; same messages a second, same number
 * of idle connections, in turn.
 *
 *   node bench/chat-latency.ts            20 chats and 200 idle visitors, 20 messages a second
 *   node bench/chat-latency.ts --full     200 chats and 2,000 idle visitors, 100 messages a second
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { timeSyncs } from './support/disk-sync.ts';
import { type Foyer, startFoyer } from './support/foyer.ts';
import { startMeasured } from './support/measured-process.ts';
import { median, quantile, rounded } from './support/numbers.ts';
import { openPage } from './support/page.ts';
import { forEachOf, openClient, type SocketClient } from './support/socket-client.ts';
import { withTemporaryFolder } from './support/temporary-folder.ts';
import { newVisitor } from './support/visitor.ts';

const isFull = process.argv.includes('--full');
const chatCount = isFull ? 200 : 20;
const idleCount = isFull ? 2000 : 200;
const perSecond = isFull ? 100 : 20;
const rounds = 5;
const roundMs = isFull ? 10_000 : 5_000;
const chatsPerOperator = 20;
const lateMs = 5_000;
const syncsPerRound = 100;

/** A way for messages: sends one, and resolves once it is on the other side. Times are kept by whoever made it. */
type Send = (body: string) => Promise<void>;
interface Times {
  readonly delivered: number[];
  readonly acknowledged: number[];
}

/** Times of one round, ms. */
type Round = Record<'delivered' | 'acknowledged' | 'storedEcho' | 'echo' | 'sync', number[]>;

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

/** Opens a chat between a new visitor and an operator. The answer is the way in either direction. */
async function openChat(foyer: Foyer, operator: SocketClient, times: Times): Promise<Send[]> {
  const page = await openPage(foyer.url, newVisitor(foyer.siteKey));
  page.send({ type: 'ticket.requested' });
  const { ticket } = await page.next('chat.ticket');
  const visitor = await openClient(`${foyer.url}/t/socket`, { origin: foyer.url });
  visitor.send({ type: 'hello', kind: 'chat', protocol: 1, site: foyer.siteKey, ticket });
  await visitor.next('welcome');
  const requested = visitor.next('chat.changed', (frame) => 'cid' in frame);
  visitor.send({ type: 'chat.requested', cid: hex(16), name: 'Vera', question: 'Do you ship to Ghent?' });
  const { chatId } = (await requested).chat as { chatId: string };
  const inChat = { siteId: foyer.siteId, chatId };
  const isThis = (frame: Readonly<Record<string, unknown>>) => frame.chatId === chatId;
  const accepted = operator.next('done', (frame) => frame.requestId === chatId);
  operator.send({ type: 'chat.accepted', ...inChat, requestId: chatId });
  await accepted;
  const resumed = operator.next('resumed', isThis);
  operator.send({ type: 'chat.watched', ...inChat, afterSeq: 0 });
  await resumed;

  const way =
    (from: SocketClient, to: SocketClient, address: object): Send =>
    async (body) => {
      const cid = hex(16);
      const acknowledged = from.next('ack', (frame) => frame.cid === cid);
      const delivered = to.next(
        'entry',
        (frame) => isThis(frame) && (frame.entry as { cid: string | null }).cid === cid,
      );
      const startedAt = performance.now();
      from.send({ type: 'message.sent', ...address, cid, body });
      await Promise.all([
        acknowledged.then(() => times.acknowledged.push(performance.now() - startedAt)),
        delivered.then(() => times.delivered.push(performance.now() - startedAt)),
      ]);
    };
  return [way(visitor, operator, { chatId }), way(operator, visitor, inChat)];
}

/** Opens as many connections to an echo as there are ways for messages. */
async function openEcho(url: string, count: number): Promise<{ ways: Send[]; times: number[] }> {
  const times: number[] = [];
  const ways: Send[] = [];
  await forEachOf(Array.from({ length: count }), 10, async () => {
    const client = await openClient(url);
    ways.push(async (body) => {
      const cid = hex(16);
      const back = client.next('message.sent', (frame) => frame.cid === cid);
      const startedAt = performance.now();
      client.send({ type: 'message.sent', cid, body });
      await back;
      times.push(performance.now() - startedAt);
    });
  });
  return { ways, times };
}

/** Sends at even intervals, each time by another way, whether earlier messages have arrived or not. */
async function sendFor(durationMs: number, ways: readonly Send[]): Promise<void> {
  const underWay: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let number = 0; (number * 1000) / perSecond < durationMs; number += 1) {
    await sleep(Math.max(0, startedAt + (number * 1000) / perSecond - performance.now()));
    const send = ways[number % ways.length];
    if (send) underWay.push(send(`Message number ${number}: do you have this in blue, too?`));
  }
  await Promise.race([
    Promise.all(underWay),
    sleep(lateMs, null, { ref: false }).then(() => Promise.reject(new Error(`A message took over ${lateMs} ms`))),
  ]);
}

await withTemporaryFolder(async (folder) => {
  await mkdir(join(folder, 'foyer'));
  const foyer = await startFoyer(join(folder, 'foyer'));
  const floor = await startMeasured(new URL('./support/floor-sockets.ts', import.meta.url), '/', {
    BENCH_FOLDER: folder,
  });
  const bare = await startMeasured(new URL('./support/floor-sockets.ts', import.meta.url), '/');
  try {
    const times: Times = { delivered: [], acknowledged: [] };
    const ways: Send[] = [];
    const operators = await Promise.all(Array.from({ length: chatCount / chatsPerOperator }, foyer.openConsole));
    await forEachOf(operators, 10, async (operator) => {
      for (let chat = 0; chat < chatsPerOperator; chat += 1) ways.push(...(await openChat(foyer, operator, times)));
    });
    const stored = await openEcho(floor.url, ways.length);
    const echo = await openEcho(bare.url, ways.length);
    await forEachOf(Array.from({ length: idleCount }), 25, async () => {
      await openPage(foyer.url, newVisitor(foyer.siteKey));
      await openClient(floor.url);
      await openClient(bare.url);
    });

    await sendFor(roundMs / 2, ways); // to warm up
    await sendFor(roundMs / 2, stored.ways);
    await sendFor(roundMs / 2, echo.ways);
    const perRound: Round[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const list of [times.delivered, times.acknowledged, stored.times, echo.times]) list.length = 0;
      await sendFor(roundMs, ways);
      await sendFor(roundMs, stored.ways);
      await sendFor(roundMs, echo.ways);
      const syncs = await timeSyncs(folder, syncsPerRound);
      perRound.push({
        delivered: [...times.delivered],
        acknowledged: [...times.acknowledged],
        storedEcho: [...stored.times],
        echo: [...echo.times],
        sync: syncs,
      });
      const p50 = (list: readonly number[]) => rounded(quantile(list, 0.5));
      process.stderr.write(
        `round ${round}: p50 ${p50(times.delivered)} ms, echo that stores ${p50(stored.times)} ms, bare echo ${p50(echo.times)} ms, sync ${p50(syncs)} ms\n`,
      );
    }
    const summary = (kind: keyof Round) => {
      const all = perRound.flatMap((round) => round[kind]);
      return { p50Ms: rounded(quantile(all, 0.5)), p99Ms: rounded(quantile(all, 0.99)) };
    };
    const ratio = (share: number, floorOf: (round: Round) => number) =>
      rounded(median(perRound.map((round) => quantile(round.delivered, share) / floorOf(round))));
    const toStoredEcho = (share: number) => ratio(share, ({ storedEcho }) => quantile(storedEcho, share));
    /** The goal's floor: the way there by itself, and one sync by itself. */
    const toEchoAndSync = (share: number) =>
      ratio(share, (round) => quantile(round.echo, share) + quantile(round.sync, share));
    const result = {
      benchmark: 'chat-latency',
      rounds,
      chats: chatCount,
      idleVisitors: idleCount,
      messagesPerSecond: perSecond,
      delivered: summary('delivered'),
      acknowledged: summary('acknowledged'),
      bareEcho: summary('echo'),
      diskSync: summary('sync'),
      storedEcho: summary('storedEcho'),
      ratioToEchoAndSync: { p50: toEchoAndSync(0.5), p99: toEchoAndSync(0.99) },
      ratioToStoredEcho: { p50: toStoredEcho(0.5), p99: toStoredEcho(0.99) },
      goal: { p50: 1, p99: 3 },
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    await Promise.all([foyer.stop(), floor.stop(), bare.stop()]);
  }
  process.exitCode = 0;
});
process.exit();
