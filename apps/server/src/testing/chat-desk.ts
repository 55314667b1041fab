import type { ChatEntry, ChatSummary } from '@foyer/protocol/chat';
import type { Role } from '@foyer/protocol/operator';
import type { Site } from '@foyer/protocol/site';
import type { StoredApp } from './app-on-each-store.ts';
import type { Caller } from './caller.ts';
import type { TestSocket } from './test-socket.ts';
import { openVisitor, requestChat } from './visitor.ts';
import { addOperator, openConsole } from './world.ts';

/** Somebody who answers chats, by REST and by socket. */
export interface Deskmate {
  readonly id: string;
  readonly caller: Caller;
  readonly socket: TestSocket;
}

let staff = 0;
/** E-mail addresses are made of the letters of names. */
const inLetters = (number: number) => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');

/** A new site on a test app, with operators and chats as a test asks for them. */
export async function openDesk(app: StoredApp, origin: string) {
  const site = await app.admin.must<Site>('POST', '/api/v1/sites', { name: 'Desk' });
  const below = `/api/v1/sites/${site.id}`;

  const addStaff = async (name: string, role: Role = 'operator'): Promise<Deskmate> => {
    staff += 1;
    const { id, caller } = await addOperator(app, `${name} ${inLetters(staff)}`, role, [site.id]);
    return { id, caller, socket: await openConsole(origin, caller) };
  };
  const read = (chatId: string) => app.admin.must<ChatSummary>('GET', `${below}/chats/${chatId}`);

  return {
    site,
    below,
    addStaff,
    read,
    /** Signs in a console of theirs anew; the answer is what it is told at first. */
    async welcome(mate: Deskmate): Promise<readonly ChatSummary[]> {
      const socket = await openConsole(origin, mate.caller);
      const welcome = socket.frames.find((frame) => frame.type === 'welcome');
      await socket.close();
      return welcome?.chats ?? [];
    },
    /** A visitor with a chat that waits to be accepted. */
    async ask(visitor?: string) {
      const opened = await openVisitor({ server: origin, siteKey: site.key, ...(visitor ? { visitor } : {}) });
      return { ...opened, chatId: await requestChat(opened.window, 'Is it red?') };
    },
    async accept(mate: Deskmate, chatId: string): Promise<void> {
      mate.socket.send({ type: 'chat.accepted', siteId: site.id, chatId, requestId: 'accept' });
      await mate.socket.next(({ requestId }) => requestId === 'accept');
    },
    /** Ends a chat over the socket; the answer is `done` or the error's code. */
    async end(mate: Deskmate, chatId: string): Promise<string> {
      mate.socket.send({ type: 'chat.ended', siteId: site.id, chatId, requestId: 'end' });
      const answer = await mate.socket.next(({ requestId }) => requestId === 'end');
      return answer.type === 'done' ? 'done' : String(answer.code);
    },
    async entries(chatId: string): Promise<ChatEntry[]> {
      return (await app.admin.must<{ items: ChatEntry[] }>('GET', `${below}/chats/${chatId}/entries?limit=500`)).items;
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
