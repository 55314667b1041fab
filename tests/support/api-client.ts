/** The REST API as an operator's browser uses it: one session, on any node. */
import { type ChatEntry, type ChatSummary, chatEntrySchema, chatSummarySchema } from '@foyer/protocol/chat';
import { type Me, meSchema, operatorSchema } from '@foyer/protocol/operator';
import { type Site, siteSchema } from '@foyer/protocol/site';
import { z } from 'zod';

/** An answer that is not a success. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A signed-in operator's calls. */
export class ApiClient {
  readonly server: string;
  /** For the `cookie` header, also of sockets. */
  readonly cookie: string;
  readonly me: Me;

  private constructor(server: string, cookie: string, me: Me) {
    this.server = server;
    this.cookie = cookie;
    this.me = me;
  }

  static async signIn(server: string, email: string, password: string): Promise<ApiClient> {
    const response = await fetch(`${server}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!response.ok) throw new ApiRefusal(response.status, await response.text());
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    return new ApiClient(server, cookie, meSchema.parse(await response.json()));
  }

  /** The same session on another node. */
  at(server: string): ApiClient {
    return new ApiClient(server, this.cookie, this.me);
  }

  /** Calls a path below /api/v1. Throws `ApiRefusal` unless it succeeds. */
  async call<T>(method: string, path: string, schema: z.ZodType<T>, body?: unknown): Promise<T> {
    const response = await fetch(`${this.server}/api/v1${path}`, {
      method,
      headers: { cookie: this.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiRefusal(response.status, `${method} ${path}: ${response.status} ${text}`);
    return schema.parse(text === '' ? null : JSON.parse(text));
  }

  async listSites(): Promise<Site[]> {
    return (await this.call('GET', '/sites', z.object({ items: z.array(siteSchema) }))).items;
  }

  /** Makes an operator and signs them in. */
  async addOperator(operator: { name: string; siteIds: string[]; maxChats?: number }): Promise<ApiClient> {
    const email = `${operator.name.toLowerCase().replaceAll(' ', '.')}@staff.example`;
    const password = `password of ${operator.name}`;
    await this.call('POST', '/users', operatorSchema, { ...operator, email, password });
    return ApiClient.signIn(this.server, email, password);
  }

  getChat(siteId: string, chatId: string): Promise<ChatSummary> {
    return this.call('GET', `/sites/${siteId}/chats/${chatId}`, chatSummarySchema);
  }

  /** The newest chats of a site. */
  async listChats(siteId: string, query: Record<string, string> = {}): Promise<ChatSummary[]> {
    const search = new URLSearchParams({ limit: '100', ...query });
    const page = z.object({ items: z.array(chatSummarySchema) });
    return (await this.call('GET', `/sites/${siteId}/chats?${search}`, page)).items;
  }

  /** A chat's whole log, read in pages. */
  async readLog(siteId: string, chatId: string): Promise<ChatEntry[]> {
    const schema = z.object({ items: z.array(chatEntrySchema), next: z.number().int().nullable() });
    const log: ChatEntry[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: z.infer<typeof schema> = await this.call(
        'GET',
        `/sites/${siteId}/chats/${chatId}/entries?limit=500&after=${after}`,
        schema,
      );
      log.push(...page.items);
      after = page.next;
    }
    return log;
  }

  /** Signs out, on this node. */
  async signOut(): Promise<void> {
    await this.call('DELETE', '/session', z.null());
  }
}
