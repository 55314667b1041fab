import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { type Answer, openReceiver, status } from '../testing/receiver.ts';
import { createEgressGuard, EgressRefused, type ResolveName } from './egress-guard.ts';
import { type EgressAnswer, sendEgressRequest } from './egress-request.ts';

async function receive(answer: Answer, host?: string) {
  const receiver = await openReceiver(answer, host);
  onTestFinished(() => receiver.close());
  return receiver;
}
const never = new AbortController().signal;
const post = (
  url: string,
  allow: string[],
  signal: AbortSignal = never,
  resolve?: ResolveName,
): Promise<EgressAnswer> =>
  sendEgressRequest(
    createEgressGuard(allow, resolve),
    { url, method: 'POST', headers: { 'x-test': 'yes' }, body: 'héllo' },
    signal,
  );
const allowed = ({ port }: { port: number }) => [`127.0.0.1:${port}`];

test('a request arrives as it was given, and its answer comes back', async () => {
  const receiver = await receive((response) => response.writeHead(202, { 'retry-after': '7' }).end('taken'));
  expect(await post(`${receiver.origin}/a?b=c#d`, allowed(receiver))).toEqual({
    status: 202,
    retryAfter: '7',
    body: 'taken',
  });
  expect(receiver.requests).toMatchObject([
    {
      method: 'POST',
      path: '/a?b=c',
      body: 'héllo',
      headers: {
        host: `127.0.0.1:${receiver.port}`,
        'content-length': '6',
        'x-test': 'yes',
        'accept-encoding': 'identity',
        connection: 'close',
      },
    },
  ]);
});

test('R-150 what the guard refuses is never connected to', async () => {
  const canary = await receive(status(200));
  for (const url of [`${canary.origin}/`, `http://localhost:${canary.port}/`, `http://2130706433:${canary.port}/`])
    await expect(post(url, [])).rejects.toThrow(EgressRefused);
  expect(canary.requests).toEqual([]);
});

test('R-151 the address that was checked is the one connected to, whatever the name says the second time', async () => {
  const good = await receive(status(204));
  const answers = ['127.0.0.1', '127.0.0.2'];
  let asked = 0;
  const resolve: ResolveName = async () => [{ address: answers[asked++] ?? 'none', family: 4 }];
  const { status: first } = await post(`http://rebind.example:${good.port}/`, allowed(good), never, resolve);
  expect([first, asked, good.requests.length]).toEqual([204, 1, 1]);
  expect(good.requests[0]?.headers.host).toBe(`rebind.example:${good.port}`);
  await expect(post(`http://rebind.example:${good.port}/`, allowed(good), never, resolve)).rejects.toThrow(
    EgressRefused,
  );
  expect(good.requests).toHaveLength(1);
});

test.each([301, 302, 303, 307, 308])('R-152 a redirect %i is an answer, not followed', async (code) => {
  const canary = await receive(status(200));
  const receiver = await receive(status(code, { location: `${canary.origin}/inside` }));
  const allow = [...allowed(receiver), ...allowed(canary)];
  expect((await post(`${receiver.origin}/`, allow)).status).toBe(code);
  expect(canary.requests).toEqual([]);
});

test('R-155 of an endless answer 64 kB are read, and the connection is cut', async () => {
  const chunk = Buffer.alloc(16 * 1024, 'x');
  let sent = 0;
  const cut = Promise.withResolvers<void>();
  const receiver = await receive((response) => {
    response.writeHead(200);
    response.on('close', () => cut.resolve());
    const write = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      sent += chunk.length;
    };
    response.on('drain', write);
    write();
  });
  expect((await post(`${receiver.origin}/`, allowed(receiver))).body).toBe('x'.repeat(64 * 1024));
  await cut.promise;
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});

test('R-155 a compressed answer stays as it is', async () => {
  const bomb = gzipSync(Buffer.alloc(10_000_000));
  const receiver = await receive((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
  expect((await post(`${receiver.origin}/`, allowed(receiver))).body.length).toBeLessThan(bomb.length + 1);
});

test('R-155 a receiver that never answers is given up at the deadline', async () => {
  const deadline = new AbortController();
  const receiver = await receive(() => deadline.abort(new DOMException('late', 'TimeoutError')));
  await expect(post(`${receiver.origin}/`, allowed(receiver), deadline.signal)).rejects.toThrow();
  expect(receiver.requests).toHaveLength(1);
});

test('R-155 a status counts, even when the rest of the answer drips until the deadline', async () => {
  const deadline = new AbortController();
  const onStatus = () => setImmediate(() => deadline.abort());
  subscribe('http.client.response.finish', onStatus);
  onTestFinished(() => void unsubscribe('http.client.response.finish', onStatus));
  const receiver = await receive((response) => response.writeHead(200, { 'content-length': '1000' }).write('d'));
  expect(await post(`${receiver.origin}/`, allowed(receiver), deadline.signal)).toMatchObject({ status: 200 });
});

test('R-155 a status counts, even when the rest of the answer is cut', async () => {
  const receiver = await receive((response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('part', () => response.destroy());
  });
  expect(await post(`${receiver.origin}/`, allowed(receiver))).toMatchObject({ status: 200, body: 'part' });
});

test('a connection that is cut before any status is an error', async () => {
  const receiver = await receive((response) => response.destroy());
  await expect(post(`${receiver.origin}/`, allowed(receiver))).rejects.toThrow();
});

test('a deadline ends the look-up of a name too', async () => {
  const deadline = new AbortController();
  const resolve: ResolveName = () => {
    deadline.abort(new Error('late'));
    return new Promise(() => undefined);
  };
  await expect(post('http://slow.example/', [], deadline.signal, resolve)).rejects.toThrow('late');
});
