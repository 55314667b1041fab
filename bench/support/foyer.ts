import { randomBytes } from 'node:crypto';
import type { RuleDocuments } from '../rule-documents.ts';
import { type MeasuredProcess, startMeasured } from './measured-process.ts';
import { openClient, type SocketClient } from './socket-client.ts';

const mainFile = new URL('../../apps/server/src/main.ts', import.meta.url);
const password = 'only-for-this-run';

/** A Foyer with one site, limits out of the way. */
export interface Foyer extends MeasuredProcess {
  readonly siteId: string;
  readonly siteKey: string;
  /** A console: signed in as an operator of its own, and greeted. */
  openConsole(): Promise<SocketClient>;
}

/** Starts Foyer on an empty folder, and makes a site with these rules beside the alert *All visitors*. */
export async function startFoyer(
  dataFolder: string,
  rules: RuleDocuments = { alerts: [], prospectRules: [] },
): Promise<Foyer> {
  const email = 'administrator@foyer.example';
  const server = await startMeasured(mainFile, '/health/ready', {
    FOYER_DATA: dataFolder,
    FOYER_LOG: 'warn',
    FOYER_DEMO: '0',
    FOYER_ADMIN_EMAIL: email,
    FOYER_ADMIN_PASSWORD: password,
    FOYER_LIMIT_FACTOR: '100000',
  });
  try {
    const administrator = await signIn(server.url, email);
    const post = (path: string, body: unknown) => postJson(server.url + path, body, { cookie: administrator });
    const site = (await (await post('/api/v1/sites', { name: 'Shop' })).json()) as { id: string; key: string };
    for (const alert of rules.alerts) await post(`/api/v1/sites/${site.id}/alerts`, alert);
    for (const rule of rules.prospectRules) await post(`/api/v1/sites/${site.id}/prospect-rules`, rule);
    return {
      ...server,
      siteId: site.id,
      siteKey: site.key,
      async openConsole() {
        const own = `${randomBytes(6).toString('hex')}@foyer.example`;
        await post('/api/v1/users', { name: 'Olga', email: own, password, siteIds: [site.id] });
        const cookie = await signIn(server.url, own);
        const client = await openClient(`${server.url}/api/v1/socket`, { cookie, origin: server.url });
        client.send({ type: 'hello', protocol: 1 });
        await client.next('welcome');
        return client;
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function signIn(url: string, email: string): Promise<string> {
  const response = await postJson(`${url}/api/v1/session`, { email, password });
  return response.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}

async function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const init = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  };
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
}
