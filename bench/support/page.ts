import { browserAgent, openClient, type SocketClient } from './socket-client.ts';
import { pageView, type Visitor } from './visitor.ts';

/** Opens a visitor's page: socket, hello, first page view, recorded. */
export async function openPage(url: string, visitor: Visitor): Promise<SocketClient> {
  const client = await openClient(`${url}/t/socket`, { origin: url, 'user-agent': browserAgent });
  client.send({ type: 'hello', kind: 'page', protocol: 1, ...visitor });
  await client.next('welcome');
  client.send({ type: 'page.viewed', ...pageView(1) });
  await client.next('page.recorded');
  return client;
}
