/** The visitor's chat window as browsers run it, all but its elements: the session, its queue, its connection. */

import '../../apps/visitor/src/chat-window/words/speak-english.ts';
import type { Keep } from '../../apps/visitor/src/chat-window/keep.ts';
import { session } from '../../apps/visitor/src/chat-window/session.ts';
import { connect } from '../../apps/visitor/src/connection.ts';
import { VisitorClient } from '../support/visitor-client.ts';
import { until } from './until.ts';

/** A visitor with a page open, who chats through the real window. */
export class RealWindow {
  readonly name: string;
  readonly page: VisitorClient;
  readonly session: ReturnType<typeof session>;
  /** Everything they have written, in order. */
  readonly written: string[] = [];
  /** Messages that came back as never sent; a test ends with none. */
  readonly unsent: string[] = [];

  private constructor(name: string, page: VisitorClient, url: string, siteKey: string) {
    this.name = name;
    this.page = page;
    this.session = session({
      siteKey,
      url: `${url.replace(/^http/, 'ws')}/t/socket`,
      kept: keepInMemory(),
      connect,
      onTicketWanted: () => void this.#giveTicket(),
      onUnsent: (bodies) => this.unsent.push(...bodies),
      onChange: () => undefined,
    });
  }

  /** Opens a page at `pageUrl` and the window at `url`, and asks for a chat. Answers when it is there. */
  static async open(name: string, pageUrl: string, url: string, siteKey: string): Promise<RealWindow> {
    const page = new VisitorClient({ name, servers: [pageUrl], siteKey });
    await page.open(`/${name}`);
    const window = new RealWindow(name, page, url, siteKey);
    await until(`${name} has its welcome`, () => window.session.state().link === 'open');
    window.session.requestChat({ answers: { question: `${name} asks` } });
    await until(`${name} has a chat`, () => window.session.state().chat !== null);
    return window;
  }

  get chatId(): string {
    return this.session.state().chat?.chatId ?? '';
  }

  /** Messages that the server has not acknowledged, each with why it was refused, if it was. */
  get waiting(): readonly string[] {
    return this.session.state().queued.map(({ body, failure }) => [body, failure].join(' '));
  }

  write(body: string): void {
    this.written.push(body);
    this.session.sendMessage(body);
  }

  async close(): Promise<void> {
    this.session.refuse(); // the only way to make it stay away
    await this.page.close();
  }

  async #giveTicket(): Promise<void> {
    const { page } = this.page;
    const from = page.frames.length;
    if (!this.page.tell({ type: 'ticket.requested' })) return this.#askLater();
    try {
      const { ticket } = await page.frame('chat.ticket', undefined, { from, timeoutMs: 5_000 });
      this.session.giveTicket(ticket);
    } catch {
      this.#askLater(); // the page's own connection was lost
    }
  }

  #askLater(): void {
    setTimeout(() => void this.#giveTicket(), 100).unref();
  }
}

function keepInMemory(): Keep {
  const kept = new Map<string, string>();
  return {
    read: (name) => JSON.parse(kept.get(name) ?? 'null'),
    write: (name, value) => void kept.set(name, JSON.stringify(value)),
  };
}
