import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cutSlowBodies } from './cut-slow-bodies.ts';

let app: FastifyInstance;
let port: number;
let release = () => {};
beforeEach(async () => {
  app = fastify();
  cutSlowBodies(app, 50);
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  app.post('/json', async () => 'done');
  app.post('/file', { config: { takesLong: true } }, async () => 'done');
  app.get('/long', async () => {
    await released;
    return 'done';
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port;
});
afterEach(() => app.close());

/** A request whose body has begun; `result` is the answer's status, or that the connection was cut. */
function begin(method: string, path: string, part: string) {
  const headers = part === '' ? {} : { 'content-type': 'application/json', 'content-length': '2' };
  const sending = request({ port, host: '127.0.0.1', method, path, headers });
  const result = new Promise<number | 'cut' | undefined>((resolve) => {
    sending.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', () => resolve('cut'));
  });
  if (part === '') sending.end();
  else sending.write(part);
  return { sending, result };
}

test('R-135 a body that does not come is cut; a file’s may, and a whole request waits for its answer', async () => {
  const [slow, file, long] = [begin('POST', '/json', '['), begin('POST', '/file', '['), begin('GET', '/long', '')];
  expect(await slow.result).toBe('cut');
  // Its time was theirs, too.
  file.sending.end(']');
  release();
  expect([await file.result, await long.result]).toEqual([200, 200]);
});
