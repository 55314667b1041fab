import { VisitorTickets } from '../features/chats/visitor-ticket.ts';
import { randomHex } from '../http/new-id.ts';
import { testSecret } from './test-app.ts';
import { type AnyFrame, TestSocket } from './test-socket.ts';

/** Who a test visitor is, and where they are. */
export interface VisitorOptions {
  /** Origin of the server. */
  readonly server: string;
  readonly siteKey: string;
  readonly visitor?: string;
  /** Headers of the page's and the window's sockets. */
  readonly headers?: Record<string, string>;
}

/** A visitor's page with an open socket and one page view taken over. */
export async function openPage({ server, siteKey, visitor = randomHex(16), headers = {} }: VisitorOptions) {
  const socket = await TestSocket.open(`${server}/t/socket`, headers);
  socket.send({ type: 'hello', kind: 'page', protocol: 1, site: siteKey, visitor, tab: randomHex(8) });
  const welcome = await socket.next('welcome');
  socket.send({ type: 'page.viewed', n: 1, url: 'https://shop.example/start', title: 'Start' });
  if (!welcome.excluded) await socket.next('page.recorded');
  return { socket, visitor, welcome };
}

/** A ticket for the chat window, as the page asks for one. */
export async function takeTicket(page: TestSocket): Promise<string> {
  page.send({ type: 'ticket.requested' });
  return (await page.next('chat.ticket')).ticket;
}

/** A ticket as the server signs them, or as somebody with another secret would. */
export function makeTicket(siteId: string, visitor: string, now: number, secret = testSecret): string {
  return new VisitorTickets(secret).make(siteId, visitor, now);
}

/** What the server answers a chat window's hello. */
export async function greetWindow(
  { server, siteKey, headers = {} }: VisitorOptions,
  proof: { ticket?: string; token?: string },
): Promise<{ socket: TestSocket; answer: AnyFrame }> {
  const socket = await TestSocket.open(`${server}/t/socket`, headers);
  socket.send({ type: 'hello', kind: 'chat', protocol: 1, site: siteKey, ...proof });
  return { socket, answer: await socket.next((frame) => frame.type === 'welcome' || frame.type === 'error') };
}

/** A visitor with a page and a chat window open, and the token the window was given. */
export async function openVisitor(options: VisitorOptions) {
  const page = await openPage(options);
  const { socket: window, answer } = await greetWindow(options, { ticket: await takeTicket(page.socket) });
  if (answer.type !== 'welcome') throw new Error(`the chat window was refused: ${answer.message}`);
  return { page: page.socket, window, visitor: page.visitor, token: String(answer.token) };
}

/** Asks for a chat; the answer is its id. */
export async function requestChat(window: TestSocket, question: string): Promise<string> {
  const cid = randomHex(16);
  window.send({ type: 'chat.requested', cid, name: 'Vera', email: 'vera@example.test', question });
  const frame = await window.next((one) => one.cid === cid);
  if (frame.type === 'error') throw new Error(`no chat: ${frame.message}`);
  return frame.chat.chatId;
}
