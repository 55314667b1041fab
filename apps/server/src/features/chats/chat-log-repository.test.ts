import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, randomHex } from '../../http/new-id.ts';
import { migrate } from '../../storage/migrate.ts';
import { openStorage } from '../../storage/open-storage.ts';
import type { Storage } from '../../storage/storage.ts';
import { appendEntry, insertChat } from './chat-log-repository.ts';
import { listEntries } from './chat-repository.ts';

let folder: string;
let storage: Storage;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-chat-'));
  // On disk, since only there does reading see another connection than writing: what it sees is committed.
  storage = await openStorage({
    databaseUrl: null,
    dataFolder: folder,
    onFatal: (error) => {
      throw error;
    },
  });
  await migrate(storage);
});
afterAll(async () => {
  await storage.close();
  await rm(folder, { recursive: true, force: true });
});

test('acknowledged means committed, for a repeat too: whoever gets an answer finds the entry stored', async () => {
  const siteId = newId();
  const visitorId = randomHex(16);
  const chatId = newId();
  const sender = { kind: 'visitor', id: visitorId, name: null } as const;
  await insertChat(
    storage.db,
    {
      id: chatId,
      siteId,
      visitorId,
      visitId: null,
      state: 'pending',
      visitorName: null,
      visitorEmail: null,
      inviteId: null,
      invitationId: null,
      alertId: null,
      country: null,
      pageUrl: null,
      missedReason: null,
      at: 1,
    },
    [
      {
        sender,
        cid: randomHex(16),
        content: { kind: 'requested', name: null, email: null, question: null, pageUrl: null },
      },
    ],
  );
  for (let round = 0; round < 40; round += 1) {
    const cid = randomHex(16);
    const send = async () => {
      const content = { kind: 'message', body: `message ${round}` } as const;
      const answer = await appendEntry(
        storage.db,
        siteId,
        chatId,
        { states: ['pending'], visitorId },
        { sender, cid, content, at: 2 },
      );
      const stored = await listEntries(storage.db, siteId, chatId, round + 1, 10);
      return { seq: answer?.entry.seq, found: stored.map((entry) => entry.seq) };
    };
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers).toEqual(Array(3).fill({ seq: round + 2, found: [round + 2] }));
  }
});
