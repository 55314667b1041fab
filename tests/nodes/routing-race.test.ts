/** Many operators on two nodes reach for the same pending chats, and pass some of them on (W-161, W-186, G-07). */
import type { ChatEntry } from '@foyer/protocol/chat';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Installation, signInAdministrator } from '../faults/foyer-installation.ts';
import type { ApiClient } from '../support/api-client.ts';
import { OperatorClient, type RequestAnswer } from '../support/operator-client.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { hasService } from '../support/services.ts';
import { VisitorClient } from '../support/visitor-client.ts';

const hasServices = [hasService('postgres'), hasService('redis')].every(Boolean);
const chatCount = 100;
const operatorCount = 20;
/** Together they have room for more than all chats, and each for far fewer. */
const maxChats = 7;

interface Staff {
  readonly session: ApiClient;
  readonly id: string;
  readonly name: string;
  /** One on each node. */
  readonly consoles: readonly OperatorClient[];
}

describe.skipIf(!hasServices)('routing on two nodes', () => {
  let installation: Installation;
  let nodes: readonly ServerProcess[];
  let api: ApiClient;
  let siteId: string;
  let siteKey: string;
  const staff: Staff[] = [];
  const visitors: VisitorClient[] = [];

  beforeAll(async () => {
    installation = await Installation.create('PostgreSQL and Redis');
    nodes = [await installation.start(), await installation.start()];
    const [first] = nodes;
    if (!first) throw new Error('no server');
    const signedIn = await signInAdministrator(first);
    api = signedIn.api;
    siteId = signedIn.site.id;
    siteKey = signedIn.site.key;
  }, 180_000);

  afterAll(async () => {
    const clients = [...visitors, ...staff.flatMap(({ consoles }) => consoles)];
    await Promise.all(clients.map((client) => client.close()));
    const log = installation.log();
    await installation.close();
    expect(clients.flatMap((client) => client.faults())).toEqual([]);
    expect(log).not.toMatch(/"level":[56]0/);
  });

  async function addStaff(index: number): Promise<void> {
    const name = `Racer ${index + 1}`;
    const session = await api.addOperator({ name, siteIds: [siteId], maxChats });
    const consoles = await Promise.all(
      nodes.map((node, at) =>
        new OperatorClient({ name: `${name} ${at + 1}`, servers: [node.url], cookie: session.cookie }).start(),
      ),
    );
    staff.push({ session, id: session.me.id, name, consoles });
  }

  async function askForChat(index: number): Promise<string> {
    const node = nodes[index % nodes.length];
    const visitor = new VisitorClient({ name: `visitor ${index + 1}`, servers: [node?.url ?? ''], siteKey });
    visitors.push(visitor);
    await visitor.open('/lamps');
    // Whether anybody is Online is told to every node; until it is here, a request would be an offline message.
    await visitor.page.until(
      'that somebody is Online',
      () =>
        visitor.page.frames.findLast((frame) => frame.type === 'welcome' || frame.type === 'availability.changed')
          ?.online === true,
    );
    await visitor.openWindow();
    return (await visitor.requestChat(`Question ${index + 1}`)).chatId;
  }

  test('W-186 100 chats, 20 operators with two consoles each: one owner per chat, no limit passed at any moment', async () => {
    for (let index = 0; index < operatorCount; index += 1) await addStaff(index);
    const chatIds: string[] = [];
    for (let from = 0; from < chatCount; from += 10)
      chatIds.push(...(await Promise.all(Array.from({ length: 10 }, (_, index) => askForChat(from + index)))));
    const all = staff.flatMap(({ consoles }) => consoles);
    await Promise.all(
      all.map((one) =>
        one.socket.until('all pending chats', () => chatIds.every((chatId) => one.chats.has(chatId)), 60_000),
      ),
    );

    // Everybody reaches for every chat, each console in an order of its own, and passes on every third that it gets.
    const answers: { chatId: string; by: Staff; answer: RequestAnswer }[] = [];
    const reach = async (by: Staff, client: OperatorClient, offset: number) => {
      for (let step = 0; step < chatIds.length; step += 1) {
        const chatId = chatIds[(step * 37 + offset * 13) % chatIds.length] ?? '';
        const answer = await client.accept(siteId, chatId);
        answers.push({ chatId, by, answer });
        if (answer !== null || step % 3 !== 0) continue;
        const to = staff[(staff.indexOf(by) + 1 + (step % (operatorCount - 1))) % operatorCount];
        if (to && to !== by)
          await client.request({
            type: 'transfer.offered',
            siteId,
            chatId,
            to: { kind: 'operator', id: to.id },
            note: 'Please',
          });
      }
    };
    /** Takes whatever is offered to it, from both consoles at once, until the others are done. */
    let isOver = false;
    const receive = async (by: Staff, client: OperatorClient) => {
      const tried = new Set<string>();
      const findOffer = () =>
        [...client.chats.values()].find(
          ({ transfer, isForMe }) => transfer !== null && isForMe === true && !tried.has(transfer.id),
        );
      for (;;) {
        await client.socket.until('an offer, or the end', () => isOver || findOffer() !== undefined, 280_000);
        const offered = findOffer();
        if (!offered?.transfer) return;
        tried.add(offered.transfer.id);
        const answer = await client.request({ type: 'transfer.accepted', siteId, chatId: offered.id });
        answers.push({ chatId: offered.id, by, answer });
      }
    };
    /** Looks at who has how many chats, as the database has it at one moment after the other. */
    const samples: number[] = [];
    const sample = async () => {
      while (!isOver) samples.push(mostOfOne(await api.listChats(siteId, { state: 'active' })));
    };
    const around = [sample(), ...staff.flatMap((one) => one.consoles.map((client) => receive(one, client)))];
    await Promise.all(
      staff.flatMap((one, index) => one.consoles.map((client, at) => reach(one, client, index * 2 + at))),
    );
    isOver = true;
    for (const client of all) client.socket.changed();
    await Promise.all(around);

    const refusals = answers.flatMap(({ answer }) => answer ?? []);
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['conflict']));
    const logs = new Map<string, ChatEntry[]>();
    for (const chatId of chatIds) logs.set(chatId, await api.readLog(siteId, chatId));

    // Every loser of an accept was told who has it, or that they have enough.
    const owners = new Map([...logs].map(([chatId, log]) => [chatId, new Set(ownersOf(log))]));
    const namesLike = /^(.+) has this chat already$/;
    for (const { chatId, answer } of answers)
      if (answer !== null) {
        const named = namesLike.exec(answer.message)?.[1];
        if (named !== undefined) expect(owners.get(chatId)).toContain(named);
        else expect(answer.message).toMatch(/limit|not offered to you/);
      }

    // Replayed, each chat was accepted once, and went on only from whoever had it and had offered it.
    let transferred = 0;
    const owner = new Map<string, string | null>();
    for (const [chatId, log] of logs) {
      let offeredBy: string | null = null;
      for (const { content, sender } of log) {
        if (content.kind === 'joined') expect(owner.has(chatId)).toBe(false);
        if (content.kind === 'transferOffered') {
          expect(sender.operatorId).toBe(owner.get(chatId));
          offeredBy = sender.operatorId;
        }
        if (content.kind === 'transferred') {
          expect(offeredBy).toBe(owner.get(chatId));
          expect(sender.operatorId).not.toBe(offeredBy);
          transferred += 1;
        }
        if (content.kind === 'joined' || content.kind === 'transferred') owner.set(chatId, sender.operatorId);
      }
    }
    const held = await api.listChats(siteId, { state: 'active' });
    expect(held).toHaveLength(chatCount);
    for (const { operatorId, id } of held) expect(operatorId).toBe(owner.get(id));
    expect(mostOfOne(held)).toBeLessThanOrEqual(maxChats);
    expect(Math.max(...samples)).toBeLessThanOrEqual(maxChats);
    // Nor did any colleague ever see one with more.
    const seen = all.flatMap(({ socket }) =>
      socket.frames.flatMap((frame) =>
        frame.type === 'colleagues.changed' ? frame.colleagues.map(({ activeChats }) => activeChats) : [],
      ),
    );
    expect(seen.filter((count) => count > maxChats)).toEqual([]);
    expect(seen.length).toBeGreaterThan(0);
    expect(transferred).toBeGreaterThan(0);
    console.log(
      `routing race: ${answers.length} answers, ${refusals.length} refused, ${transferred} transferred, ${samples.length} looks`,
    );
  }, 300_000);
});

/** Names of all who ever had a chat. */
function ownersOf(log: readonly ChatEntry[]): string[] {
  return log.flatMap(({ content }) =>
    content.kind === 'joined' || content.kind === 'transferred' ? [content.operatorName] : [],
  );
}

/** The most chats that any operator has. */
function mostOfOne(chats: readonly { readonly operatorId: string | null }[]): number {
  return Math.max(0, ...[...Map.groupBy(chats, ({ operatorId }) => operatorId).values()].map(({ length }) => length));
}
