import { setTimeout as sleep } from 'node:timers/promises';
import { browserAgent } from './socket-client.ts';
import type { FoyerOnHistory } from './start-on-history.ts';
import { newVisitor, pageView } from './visitor.ts';

const hits = 300;
const everyMs = 20;

/** Sends 50 hits a second of new visitors for a while, whether earlier ones are answered or not; how long each took, ms. */
export async function measureHits({ url, siteKey }: FoyerOnHistory): Promise<number[]> {
  const sent: Promise<number>[] = [];
  for (let number = 0; number < hits; number += 1) {
    sent.push(sendHit(url, siteKey));
    await sleep(everyMs);
  }
  return Promise.all(sent);
}

async function sendHit(url: string, siteKey: string): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/t/hit`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': browserAgent, origin: url },
    body: JSON.stringify({ ...newVisitor(siteKey), ...pageView(1) }),
  });
  if (!response.ok) throw new Error(`A hit was answered ${response.status}`);
  await response.arrayBuffer();
  return performance.now() - startedAt;
}
