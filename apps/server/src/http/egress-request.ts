import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type EgressGuard, pinnedLookup } from './egress-guard.ts';
import { untilAborted } from './until-aborted.ts';

/** So much of an answer is read. */
const answerBytes = 64 * 1024;

/** A request to somebody else's server. */
export interface EgressRequest {
  readonly url: string;
  readonly method: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What came back: `body` is the beginning of it, as it was sent. */
export interface EgressAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
}

/**
 * Sends a request to where the guard allows, to the address that the guard checked: no redirects, no decompression, no
 * connection kept. Once there is a status it is the answer, whatever becomes of the body. `signal` ends all of it, the
 * look-up included. Throws EgressRefused, or what the network says.
 */
export async function sendEgressRequest(
  guard: EgressGuard,
  { url, method, headers, body }: EgressRequest,
  signal: AbortSignal,
): Promise<EgressAnswer> {
  const target = await untilAborted(guard.checkUrl(url), signal);
  const payload = typeof body === 'string' ? Buffer.from(body) : body;
  return new Promise((resolve, reject) => {
    const isSecure = target.url.protocol === 'https:';
    const outgoing = (isSecure ? requestHttps : requestHttp)({
      host: target.host,
      port: target.port,
      path: `${target.url.pathname}${target.url.search}`,
      method,
      headers: { ...headers, 'accept-encoding': 'identity', 'content-length': payload.length },
      agent: false, // a kept connection would have been checked for somebody else's request
      lookup: pinnedLookup(target),
      signal,
    });
    let fail: (error: unknown) => void = reject;
    outgoing.on('error', (error) => fail(error));
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = () => {
        const retryAfter = incoming.headers['retry-after'] ?? null;
        const text = Buffer.concat(chunks).subarray(0, answerBytes).toString();
        resolve({ status: incoming.statusCode ?? 0, retryAfter, body: text });
        outgoing.destroy();
      };
      fail = finish;
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= answerBytes) finish();
      });
      incoming.on('error', finish);
      incoming.on('close', finish);
    });
    outgoing.end(payload);
  });
}
